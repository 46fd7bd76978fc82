"""The places of a city pack: every file read, then everything checked against everything. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from brightline.city.geometry import whereabouts
from brightline.city.geometry.features import Feature
from brightline.city.geometry.miles import miles_between
from brightline.city.geometry.whereabouts import Fault, Points
from brightline.city.kinds import FacilityKind
from brightline.city.packs import addresses, layers
from brightline.city.packs.places import SCHEMA, AreaRow, FacilityRow, Places
from brightline.city.packs.problems import MOST_SHOWN, Problems
from brightline.city.packs.tables import Kind, Layer, Tables

# Where the city is, None where nobody knows.
Home = tuple[float, float] | None
# Told what is being done now; whoever shows it knows how many steps there are (`steps`).
Progress = Callable[[str], object]


def steps(tables: Tables) -> int:
    """How often `read` tells its progress."""
    layers = len(tables.areas) + len(tables.facilities) + len(tables.drawn)
    return layers + (1 if tables.addresses else 0) + 1


def read(tables: Tables, today: date, problems: Problems, progress: Progress) -> Places:
    """All of it, as far as it can be read; what is wrong is in `problems`."""
    rows = None
    if tables.addresses:
        progress(f"Reading {tables.addresses.file.name}")
        rows = addresses.read(tables.addresses, today, problems)
    areas = [_layer(layer, problems, progress) for layer in tables.areas]
    facilities = [_layer(layer, problems, progress) for layer in tables.facilities]
    drawn = [_layer(layer, problems, progress) for layer in tables.drawn]
    progress("Checking")
    corners = [one.corners() for one in areas] + [one.corners() for one in facilities]
    home = whereabouts.home([rows.points(), *corners] if rows else corners)
    rows = _addresses_at_home(rows, home, problems) if rows else None
    areas = [_layer_at_home(one, home, problems) for one in areas]
    facilities = [_layer_at_home(one, home, problems) for one in facilities]
    drawn = [_layer_at_home(one, home, problems) for one in drawn]
    area_rows, facility_rows = layers.areas(areas, problems), layers.facilities(facilities, problems)
    _check_named(tables.path, area_rows, facility_rows, problems)
    frame = addresses.finished(rows, problems) if rows else pl.DataFrame(schema=SCHEMA)
    return Places(frame, tuple(area_rows), tuple(facility_rows), layers.drawn(drawn, problems))


def digest(tables: Tables, code: Iterable[Path]) -> str:
    """SHA-256 of city.toml, the files it names and the code that reads them: while it stays, so does what is loaded."""
    whole = sha256()
    for path in (tables.path, *tables.files(), *code):
        data = path.read_bytes()
        whole.update(f"{path.name} {len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()


def _layer(layer: Layer[Kind], problems: Problems, progress: Progress) -> layers.Read[Kind]:
    progress(f"Reading {layer.file.name}")
    return layers.read(layer, problems)


def _addresses_at_home(rows: addresses.Read, home: Home, problems: Problems) -> addresses.Read:
    points = rows.points()
    found = whereabouts.faults(points, home)
    wrong = np.flatnonzero(found)
    if not len(wrong):
        return rows
    whole = _said_of_all(found, points, home, "[addresses]")
    if whole:
        problems.refuse(rows.table.file, whole)
    else:
        numbers = rows.rows["row"].to_numpy()
        said = (
            f"{rows.called} {numbers[at]}: {_said(Fault(found[at]), points[at], home)}"
            for at in wrong[:MOST_SHOWN].tolist()
        )
        problems.refuse_rows(rows.table.file, said, len(wrong))
    return addresses.Read(rows.table, rows.called, rows.rows.filter(pl.Series(found == Fault.NONE)))


def _layer_at_home(read: layers.Read[Kind], home: Home, problems: Problems) -> layers.Read[Kind]:
    corners = read.corners()
    count = len(read.features)
    both = whereabouts.faults(corners, home) if count else np.empty(0, np.int64)
    # What is wrong with either corner is wrong with the shape.
    found = np.maximum(both[:count], both[count:])
    wrong = np.flatnonzero(found)
    if not len(wrong):
        return read
    whole = _said_of_all(found, corners, home, read.layer.at)
    if whole:
        problems.refuse(read.layer.file, whole)
    else:
        said = (_said_of(read.features[at], home) for at in wrong[:MOST_SHOWN].tolist())
        problems.refuse_rows(read.layer.file, said, len(wrong))
    kept = [feature for feature, fault in zip(read.features, found.tolist(), strict=True) if not fault]
    return layers.Read(read.layer, kept)


def _said_of_all(found: NDArray[np.int64], points: Points, home: Home, at: str) -> str:
    """One sentence where most of a file is wrong in the same way, so that not its rows but the file is to be mended."""
    fault, times = Counter(found.tolist()).most_common(1)[0]
    if fault == Fault.NONE or times <= len(found) / 2 or len(found) < 2:
        return ""
    middle = np.median(points[: len(found)][found == fault], axis=0)
    there = f"({middle[0]:.6g}, {middle[1]:.6g})"
    if fault == Fault.SWAPPED:
        return f"longitude and latitude are swapped throughout, as in {there}; export it with longitude first"
    if fault == Fault.OFF_EARTH:
        return f'its coordinates, as {there}, are no degrees; write projection = "EPSG:…", the one it is in, under {at}'
    away = miles_between((float(middle[0]), float(middle[1])), home or (0, 0))
    return (
        f"it lies around {there}, {away:,.0f} miles from the rest of the city; write the right projection ="
        f' "EPSG:…" under {at}'
    )


def _said_of(feature: Feature, home: Home) -> str:
    """Of a shape it is the first corner that is wrong which is to be mended."""
    corners = shapely.get_coordinates(feature.shape)
    found = whereabouts.faults(corners, home)
    first = int(np.flatnonzero(found)[0])
    return f"{feature.place}: {_said(Fault(found[first]), corners[first], home)}"


def _said(fault: Fault, point: Points, home: Home) -> str:
    longitude, latitude = float(point[0]), float(point[1])
    if fault == Fault.SWAPPED:
        return f"longitude {longitude:.6g} and latitude {latitude:.6g} look swapped; write them the other way round"
    if fault == Fault.OFF_EARTH:
        if not abs(latitude) <= 90:
            return f"latitude {latitude:.10g} is outside -90..90; correct the row"
        return f"longitude {longitude:.10g} is outside -180..180; correct the row"
    away = miles_between((longitude, latitude), home or (0, 0))
    return f"({longitude:.6g}, {latitude:.6g}) lies {away:,.0f} miles from the rest of the city; correct the row"


def _check_named(path: Path, areas: Sequence[AreaRow], facilities: Sequence[FacilityRow], problems: Problems) -> None:
    """A precinct's "polling_place" is the key of one; where there is none by that key, someone is sent nowhere."""
    keys: dict[str, set[str]] = {kind.value: set() for kind in FacilityKind}
    for facility in facilities:
        keys[facility.kind.value].add(facility.key)
    for area in areas:
        for name in area.details.keys() & keys.keys():
            if area.details[name] not in keys[name]:
                problems.tell(
                    path,
                    f"{area.kind} {area.key} names the {name} {area.details[name]!r}, and there is none of that key",
                )
