"""Whether `brightline review` takes time in proportion to the calls, and memory that does not grow with them.

python bench/linear.py --folder /tmp/calls
python bench/linear.py --rows 275000 2000000
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import measure
from review import ENGINE, commands, export


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[275_000, 2_000_000, 20_000_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the calls are kept for the next time (default: nowhere)")
    given = parser.parse_args()
    lines = [
        f"{measure.machine()} Least of {given.times}.",
        "",
        "| calls | MB | seconds | processor s | seconds for a million | peak MB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for rows in given.rows:
        folder = given.folder or Path(tempfile.mkdtemp(prefix="brightline-bench-"))
        out = folder / "linear-out"
        try:
            file = export(folder, rows)
            command = {ENGINE: commands(file, out, ())[ENGINE]}
            taken = measure.in_turn(command, given.times, lambda _name, out=out: shutil.rmtree(out, ignore_errors=True))
            run = taken[ENGINE]
            lines.append(
                f"| {rows:,} | {file.stat().st_size / 1e6:,.0f} | {run.least:.2f} | {min(run.cpu):.2f} | "
                f"{run.least / rows * 1e6:.2f} | {run.peak_mb:.0f} |"
            )
        finally:
            shutil.rmtree(folder if given.folder is None else out, ignore_errors=True)
    measure.write_section("Review, from small to large", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
