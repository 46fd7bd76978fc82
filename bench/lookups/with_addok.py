"""addok's answers to the same lines, from its index in Redis.

    python bench/lookups/with_addok.py PORT FOLDER QUESTIONS.json      in addok's own virtual environment; prints JSON

FOLDER holds streets.json and synonyms.txt (questions.for_addok).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from lookups.took import memory_mb, share, timed


def main() -> None:
    """Load, ask, time, print."""
    port, given, questions = sys.argv[1:]
    asked = json.loads(Path(questions).read_text())
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        settings = folder / "addok.conf"
        synonyms = str(Path(given) / "synonyms.txt")
        settings.write_text(f"SYNONYMS_PATHS = [{synonyms!r}]\nLOG_DIR = {made!r}\nBATCH_WORKERS = 2\n")
        os.environ |= {"ADDOK_CONFIG_MODULE": str(settings), "REDIS_HOST": "127.0.0.1", "REDIS_PORT": port}
        command = str(Path(sys.executable).parent / "addok")
        began = time.perf_counter()
        for arguments in (["batch", str(Path(given) / "streets.json")], ["ngrams"]):
            subprocess.run([command, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        said: dict[str, object] = {"load_s": time.perf_counter() - began}
        sys.stdout, kept = sys.stderr, sys.stdout
        from addok.config import config

        config.load()
        from addok.core import search
        from addok.db import DB

        said["version"] = version("addok")
        said["redis_mb"] = DB.info("memory")["used_memory"] / 1e6
        for name in ("typed", "as_it_is", "finished"):
            typing = name == "typed"
            took, answers = timed(
                lambda text, typing=typing: search(text, limit=8, autocomplete=typing),
                [one["text"] for one in asked[name]],
                server=DB.info("server")["process_id"],
            )
            pairs = list(zip(asked[name], answers, strict=True))
            said[name] = took | {
                "first": share(
                    bool(found) and _is(found[0], one["right"]) for one, found in pairs if one.get("whole", True)
                ),
                "among": share(any(_is(result, one["right"]) for result in found[:5]) for one, found in pairs),
            }
        said["client_mb"] = memory_mb()
        sys.stdout = kept
    print(json.dumps(said))


def _is(result: object, wanted: list[str]) -> bool:
    """Whether it is the street, and the house where the number was understood."""
    return [str(result.housenumber), result.name] == wanted  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
