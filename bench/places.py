"""Typing an address in a city of 400,000, beside addok with Redis, and the areas of a point beside PostGIS.

Everyone answers the same lines, one after another in one process of its own; the table goes into bench/RESULTS.md.

    python bench/places.py                                     400,000 addresses
    python bench/places.py --addresses 25000 --questions 500 --folder /tmp/places
"""

import argparse
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import measure
from lookups import questions, servers

HERE = Path(__file__).parent
ADDOK = str(Path(sys.prefix) / "addok" / "bin" / "python")
Said = Mapping[str, Any]
NAMES = {
    "typed": "Suggestion at each letter from the third",
    "as_it_is": "Search, as the city writes it",
    "finished": "Search, distorted",
}


def asked(script: str, *arguments: str, var: Path | None = None, python: str = sys.executable) -> Said:
    """What a script of lookups says."""
    print(f"asking {script}", file=sys.stderr)
    environment = os.environ | ({"BRIGHTLINE_VAR": str(var)} if var else {})
    command = [python, str(HERE / "lookups" / f"{script}.py"), *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    said: Said = json.loads(done.stdout.splitlines()[-1])
    return said


def loaded(pack: Path, var: Path) -> measure.Taken:
    """What `brightline load-city` takes into an empty database."""
    os.environ["BRIGHTLINE_VAR"] = str(var)
    command = str(Path(sys.executable).parent / "brightline")
    subprocess.run([command, "migrate"], check=True, stdout=subprocess.DEVNULL)
    taken = measure.Taken()
    print("loading the city", file=sys.stderr)
    measure.run([command, "load-city", str(pack)], taken)
    return taken


def lookups_table(ours: Said, addok: Said) -> list[str]:
    """Suggestions and searches side by side."""
    lines = [
        "| | | a second | p50 ms | p99 ms | processor ms | right first | right among 5 |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for key, name in NAMES.items():
        for who, said in (("brightline", ours[key]), ("addok", addok[key])):
            lines.append(
                f"| {name} | {who} | {said['per_second']:,.0f} | {said['p50_ms']:.2f} | {said['p99_ms']:.2f} | "
                f"{said['processor_ms']:.2f} | {said['first']:.1f} % | {said['among']:.1f} % |"
            )
        mine, theirs = ours[key], addok[key]
        lines.append(
            f"| | times | {mine['per_second'] / theirs['per_second']:.1f} | {theirs['p50_ms'] / mine['p50_ms']:.1f} | "
            f"{theirs['p99_ms'] / mine['p99_ms']:.1f} | {theirs['processor_ms'] / mine['processor_ms']:.1f} | | |"
        )
    return lines


def points_table(ours: Said, postgis: Said) -> list[str]:
    """The areas of a point side by side, and the whole look-up."""
    same = sum(one == other for one, other in zip(ours["areas"], postgis["areas"], strict=True)) / len(ours["areas"])
    lines = ["| | a second | p50 ms | p99 ms | processor ms |", "| --- | ---: | ---: | ---: | ---: |"]
    for who, said in (
        ("Areas of a point: brightline, in memory", ours["points"]),
        ("Areas of a point: PostGIS, prepared, one connection", postgis["points"]),
        ("Whole look-up: searched, its areas, the nearest facility of each kind", ours["whole"]),
    ):
        figures = f"{said['p50_ms']:.3f} | {said['p99_ms']:.3f} | {said['processor_ms']:.3f}"
        lines.append(f"| {who} | {said['per_second']:,.0f} | {figures} |")
    ratio = ours["points"]["per_second"] / postgis["points"]["per_second"]
    return [*lines, "", f"{ratio:.1f} times PostGIS; the same answer at {100 * same:.2f} % of the points."]


def report(pack: Path, loading: measure.Taken, ours: Said, addok: Said, postgis: Said) -> list[str]:
    """The section's lines."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("rapidfuzz", "shapely"))
    tools = [["redis-server", "--version"], [str(servers.POSTGRES / "postgres"), "--version"]]
    said = [subprocess.run(tool, capture_output=True, text=True, check=True).stdout.strip() for tool in tools]
    return [
        f"`python bench/{' '.join([Path(sys.argv[0]).name, *sys.argv[1:]])}`: its generator's Falls City, one run.",
        "",
        f"{measure.machine()} {versions}, addok {addok['version']}, {' '.join(said[0].split()[:3])},",
        f"{said[1]} with PostGIS.",
        "",
        *lookups_table(ours, addok),
        "",
        "While an address is typed, right first counts its last letter only, right among 5 every letter. Right is the",
        "number on its street. addok is not meant for American addresses; it is given the same abbreviations.",
        "",
        *points_table(ours, postgis),
        "",
        f"`brightline load-city`: {loading.least:.0f} s, {loading.least and min(loading.cpu):.0f} s of processor, "
        f"{loading.peak_mb:.0f} MB at most. Its index is {ours['bytes'] / 1e6:.1f} MB in the database; a process reads "
        f"it in {ours['load_s']:.2f} s and holds {ours['index_mb']:.0f} MB. addok: loaded in {addok['load_s']:.0f} s, "
        f"{addok['redis_mb']:.0f} MB in Redis. PostGIS: areas loaded in {postgis['load_s']:.1f} s.",
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--addresses", type=int, default=400_000)
    parser.add_argument("--questions", type=int, default=2_000, help="of each sort (default 2,000)")
    parser.add_argument("--folder", type=Path, help="where the city is kept for the next time (default: nowhere)")
    given = parser.parse_args(arguments)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="brightline-places-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # Debian's postgres passes through to its own folder
    try:
        pack = questions.generated(folder, given.addresses)
        file = folder / "questions.json"
        places = questions.read(pack)
        questions.written(places, file, given.questions)
        questions.for_addok(folder, places.addresses)
        count, many = places.addresses.height, places.addresses["street"].n_unique()
        del places
        var = folder / "var"
        shutil.rmtree(var, ignore_errors=True)
        loading = loaded(pack, var)
        ours = asked("ours", str(file), var=var)
        with servers.redis(folder / "redis") as port:
            addok = asked("with_addok", str(port), str(folder), str(file), python=ADDOK)
        with servers.postgis(folder / "postgis") as url:
            postgis = asked("with_postgis", url, str(pack), str(file))
        lines = report(pack, loading, ours, addok, postgis)
        measure.write_section(f"Look-ups among {count:,} addresses on {many:,} streets", lines)
        print("\n".join(lines))
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
