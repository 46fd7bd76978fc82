"""Writing what was made, byte for byte the same each time."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

_COLUMNS = ("LON", "LAT", "NUMBER", "STREET", "UNIT", "CITY", "DISTRICT", "REGION", "POSTCODE", "ID", "HASH")


def addresses(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Rows by the columns of OpenAddresses; HASH is made here of the others."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        values = [row.get(column, "") for column in _COLUMNS[:-1]]
        writer.writerow([*values, hashlib.sha256("|".join(values).encode()).hexdigest()[:12]])
    # mtime 0 and no name within: the same rows are the same file.
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0, compresslevel=9) as packed,
    ):
        packed.write(text.getvalue().encode())


def geojson(path: Path, features: Sequence[Mapping[str, Any]]) -> None:
    """One feature a line, so that a change of one is a change of one line."""
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
