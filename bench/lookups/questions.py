"""The generated city pack, and what is typed: the same lines for everyone who answers."""

import json
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support import distortions, distortions_apart

from brightline.city.matching.vocabulary import DIRECTION_IN_FULL, DIRECTIONS, ORDINALS, TYPES
from brightline.city.packs import pack
from brightline.city.packs.places import Places

DEMO = Path(__file__).parents[2] / "cities" / "falls-city"
LEAST = 3  # letters typed before anything is suggested


def generated(folder: Path, addresses: int) -> Path:
    """Falls City grown to so many addresses, made now unless it is there."""
    made = folder / f"falls-city-{addresses}"
    if not (made / "city.toml").exists():
        print(f"generating a city of {addresses:,} addresses in {made}", file=sys.stderr)
        made.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(DEMO / "generate"), "--addresses", str(addresses), "--out", str(made)]
        subprocess.run(command, check=True)
        for name in ("collection.toml", "lexicon.toml", "city.toml"):
            shutil.copy(DEMO / name, made)
    return made


def read(folder: Path) -> Places:
    """A city pack's places."""
    whole = pack.read(folder, now=datetime(2026, 11, 27, tzinfo=UTC), policies=None, progress=lambda _: None)
    return whole.places


def written(places: Places, file: Path, many: int, seed: int = 5) -> None:
    """Lines as typed and what is right, as JSON: of many addresses every beginning, and as many finished lines."""
    rnd = random.Random(seed)
    rows = places.addresses
    town = distortions.Town(rows.rows(named=True))
    where = {row["key"]: [row["number"], row["street"]] for row in rows.iter_rows(named=True)}
    typed: list[dict[str, Any]] = []
    for row in rows.sample(max(1, many // 20), seed=seed).iter_rows(named=True):
        line = f"{row['number']} {row['street']}"
        typed += [{"text": line[:end], "right": [row["number"], row["street"]], "whole": end == len(line)}
                  for end in range(LEAST, len(line) + 1)]  # fmt: skip
    sorts = distortions.SORTS | distortions_apart.SORTS
    finished = [
        {"text": case.query, "right": where[min(case.right)]} for case in distortions.cases(town, many, seed, sorts)
    ]
    as_it_is = [
        {"text": f"{row['number']} {row['street']}, Falls City {row['zip']}", "right": [row["number"], row["street"]]}
        for row in rows.sample(many, seed=seed + 1).iter_rows(named=True)
    ]
    points = [[row["longitude"], row["latitude"]] for row in rows.sample(many, seed=seed + 2).iter_rows(named=True)]
    rnd.shuffle(typed)
    file.write_text(json.dumps({"typed": typed, "as_it_is": as_it_is, "finished": finished, "points": points}))


def for_addok(folder: Path, addresses: pl.DataFrame) -> None:
    """streets.json, as addok reads them, and synonyms.txt: the postal service's abbreviations, as its own country
    plugins give it theirs.
    """
    with (folder / "streets.json").open("w") as file:
        for place, row in enumerate(_streets(addresses).iter_rows(named=True)):
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


def _streets(addresses: pl.DataFrame) -> pl.DataFrame:
    """One row a street: its name, its numbers, the ZIP most of them have, its middle."""
    return (
        addresses.group_by("street")
        .agg(
            pl.col("number"),
            pl.col("longitude", "latitude").median().name.prefix("middle_"),
            pl.col("longitude", "latitude"),
            pl.col("zip").mode().min(),
        )
        .sort("street")
    )
