"""Writing the places of a city over those that are there: what is as it was is not written again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, LiteralString, TypeVar

import numpy as np
import polars as pl
import shapely
from django.db import connection, models
from numpy.typing import NDArray

from brightline.city.geometry.tree import Keys
from brightline.city.kinds import DrawnKind
from brightline.city.models import Area, Drawing, Facility, SearchIndex
from brightline.city.packs.places import COLUMNS, AreaRow, FacilityRow

Row = TypeVar("Row", bound=models.Model)
_CHUNK = 50_000


@dataclass(frozen=True)
class Changes:
    """Of one table, in rows."""

    added: int
    removed: int
    changed: int
    total: int

    @property
    def says(self) -> str:
        """ "12 added, 3 removed" or "nothing changed"."""
        counts = {"added": self.added, "removed": self.removed, "changed": self.changed}
        return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing changed"


def put_areas(areas: Iterable[AreaRow]) -> Changes:
    """These areas and no others."""
    return _put(
        Area,
        {
            (row.kind.value, row.key): {
                "name": row.name,
                "details": dict(row.details),
                "shape": json.loads(shapely.to_geojson(row.shape)),
            }
            for row in areas
        },
    )


def put_facilities(facilities: Iterable[FacilityRow]) -> Changes:
    """These facilities and no others."""
    return _put(
        Facility,
        {
            (row.kind.value, row.key): {
                "name": row.name,
                "address": row.address,
                "longitude": row.longitude,
                "latitude": row.latitude,
                "details": dict(row.details),
            }
            for row in facilities
        },
    )


def put_drawn(drawn: Mapping[DrawnKind, Sequence[Mapping[str, Any]]]) -> None:
    """What a map shows beside: this and nothing else."""
    Drawing.objects.exclude(kind__in=drawn).delete()
    there = {row.kind: row.features for row in Drawing.objects.all()}
    for kind, features in drawn.items():
        if there.get(kind.value) != features:
            Drawing.objects.update_or_create(kind=kind.value, defaults={"features": features})


def put_addresses(addresses: pl.DataFrame, answers: Sequence[Keys], which: NDArray[np.int64]) -> Changes:
    """These addresses (COLUMNS) and no others, each with the areas it lies in: `answers[which[row]]`."""
    texts = [json.dumps(answer) for answer in answers]
    with connection.cursor() as cursor:
        # An address shares its areas with its neighbors: they are sent once, and joined by their number.
        cursor.execute("CREATE TEMPORARY TABLE new_areas (number integer PRIMARY KEY, areas jsonb) ON COMMIT DROP")
        cursor.execute(
            """
            CREATE TEMPORARY TABLE new_address (LIKE city_address, number_of_areas integer) ON COMMIT DROP;
            ALTER TABLE new_address DROP id, DROP areas
            """
        )
        _copy(cursor, "COPY new_areas FROM STDIN (FORMAT csv)", pl.DataFrame({"n": range(len(texts)), "areas": texts}))
        _copy(cursor, _COPY_ADDRESSES, addresses.select(COLUMNS).with_columns(number_of_areas=pl.Series(which)))
        cursor.execute("ANALYZE new_address; ANALYZE new_areas")
        counts = {}
        for name, statement in _STATEMENTS.items():
            cursor.execute(statement)
            counts[name] = cursor.rowcount
        cursor.execute("DROP TABLE new_address, new_areas")
    return Changes(counts["added"], counts["removed"], counts["changed"], len(addresses))


def put_index(data: bytes) -> None:
    """What typed addresses are looked up in."""
    digest = sha256(data).hexdigest()
    if not SearchIndex.objects.filter(pk=1, digest=digest).exists():
        SearchIndex.objects.update_or_create(pk=1, defaults={"digest": digest, "data": data})


_COPY_ADDRESSES: LiteralString = """
    COPY new_address (key, number, street, unit, city, state, zip, longitude, latitude, number_of_areas)
    FROM STDIN (FORMAT csv)
"""
_STATEMENTS: Mapping[str, LiteralString] = {
    "removed": """
        DELETE FROM city_address AS old WHERE NOT EXISTS (SELECT FROM new_address AS new WHERE new.key = old.key)
    """,
    "changed": """
        UPDATE city_address AS old
        SET number = new.number, street = new.street, unit = new.unit, city = new.city, state = new.state,
            zip = new.zip, longitude = new.longitude, latitude = new.latitude, areas = new_areas.areas
        FROM new_address AS new JOIN new_areas ON new_areas.number = new.number_of_areas
        WHERE old.key = new.key
          AND (old.number, old.street, old.unit, old.city, old.state, old.zip, old.longitude, old.latitude, old.areas)
              IS DISTINCT FROM
              (new.number, new.street, new.unit, new.city, new.state, new.zip, new.longitude, new.latitude,
               new_areas.areas)
    """,
    "added": """
        INSERT INTO city_address (key, number, street, unit, city, state, zip, longitude, latitude, areas)
        SELECT key, new.number, street, unit, city, state, zip, longitude, latitude, areas
        FROM new_address AS new JOIN new_areas ON new_areas.number = new.number_of_areas
        WHERE NOT EXISTS (SELECT FROM city_address AS old WHERE old.key = new.key)
        ORDER BY key
    """,
}


def _copy(cursor: Any, statement: str, frame: pl.DataFrame) -> None:
    with cursor.copy(statement) as copy:
        for start in range(0, len(frame), _CHUNK):
            # Quoted, so that an empty text is one and not NULL.
            copy.write(frame.slice(start, _CHUNK).write_csv(include_header=False, quote_style="non_numeric").encode())


def _put(model: type[Row], wanted: Mapping[tuple[str, str], Mapping[str, Any]]) -> Changes:
    manager = model._default_manager
    there = {(row.kind, row.key): row for row in manager.all()}  # type: ignore[attr-defined]
    gone = [row.pk for key, row in there.items() if key not in wanted]
    manager.filter(pk__in=gone).delete()
    changed = []
    for key, row in there.items():
        fields = wanted.get(key, {})
        if any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            changed.append(row)
    names = list(next(iter(wanted.values()), {}))
    if changed:
        manager.bulk_update(changed, names, batch_size=200)
    new = [model(kind=kind, key=key, **fields) for (kind, key), fields in wanted.items() if (kind, key) not in there]
    manager.bulk_create(new, batch_size=200)
    return Changes(len(new), len(gone), len(changed), len(wanted))
