"""addok's answers to the same lines, from its index in Redis.

    python bench/lookups/with_addok.py PORT CITY_PACK QUESTIONS.json      prints JSON

It is given the postal service's abbreviations as synonyms, as its own country plugins give it theirs.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from brightline.city.matching.vocabulary import DIRECTION_IN_FULL, DIRECTIONS, ORDINALS, TYPES
from lookups.questions import read, streets
from lookups.took import memory_mb, share, timed


def main() -> None:
    """Load, ask, time, print."""
    port, pack, questions = sys.argv[1:]
    asked = json.loads(Path(questions).read_text())
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _write(folder, pack)
        settings = folder / "addok.conf"
        synonyms = str(folder / "synonyms.txt")
        settings.write_text(f"SYNONYMS_PATHS = [{synonyms!r}]\nLOG_DIR = {made!r}\nBATCH_WORKERS = 2\n")
        os.environ |= {"ADDOK_CONFIG_MODULE": str(settings), "REDIS_HOST": "127.0.0.1", "REDIS_PORT": port}
        command = str(Path(sys.executable).parent / "addok")
        began = time.perf_counter()
        for arguments in (["batch", str(folder / "streets.json")], ["ngrams"]):
            subprocess.run([command, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        said: dict[str, object] = {"load_s": time.perf_counter() - began}
        sys.stdout, kept = sys.stderr, sys.stdout
        from addok.config import config

        config.load()
        from addok.core import search
        from addok.db import DB

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


def _write(folder: Path, pack: str) -> None:
    """The streets as addok reads them, and the synonyms."""
    with (folder / "streets.json").open("w") as file:
        for place, row in enumerate(streets(read(Path(pack)).addresses).iter_rows(named=True)):
            numbers = {
                number: {"lat": latitude, "lon": longitude}
                for number, longitude, latitude in zip(row["number"], row["longitude"], row["latitude"], strict=True)
            }
            street = {
                "_id": str(place), "id": str(place), "type": "street", "name": row["street"], "postcode": row["zip"],
                "city": "Falls City", "lat": row["middle_latitude"], "lon": row["middle_longitude"],
                "importance": 0.1, "housenumbers": numbers,
            }  # fmt: skip
            file.write(json.dumps(street) + "\n")
    full = {word: DIRECTION_IN_FULL[short] for word, short in DIRECTIONS.items()} | ORDINALS | TYPES
    lines = (f"{word} => {meant}\n" for word, meant in sorted(full.items()) if word != meant)
    (folder / "synonyms.txt").write_text("".join(lines))


def _is(result: object, wanted: list[str]) -> bool:
    """Whether it is the street, and the house where the number was understood."""
    return [str(result.housenumber), result.name] == wanted  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
