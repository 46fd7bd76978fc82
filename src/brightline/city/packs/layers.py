"""Areas, facilities and what is drawn beside, from the features of a city pack's files. Pure."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from brightline.city.geometry import features, shapes
from brightline.city.geometry.features import Feature, Shapeless
from brightline.city.geometry.projection import Unprojected, Unreadable
from brightline.city.geometry.whereabouts import Points
from brightline.city.kinds import ONE_EACH, AreaKind, DrawnKind, FacilityKind
from brightline.city.packs import tabular
from brightline.city.packs.places import UNSEEN, AreaRow, FacilityRow
from brightline.city.packs.problems import Problems
from brightline.city.packs.tables import Kind, Layer

# The most characters of each, as the tables hold them.
_LONGEST = {"key": 60, "name": 120, "address": 160}
_OF_AREA = ("key", "name")
_OF_FACILITY = ("key", "name", "address", "longitude", "latitude")
_YES = ("yes", "true", "1", "y")
_POINTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Read(Generic[Kind]):
    """A layer and what its file says. A feature without a shape has been told of."""

    layer: Layer[Kind]
    features: Sequence[Feature]

    def corners(self) -> Points:
        """2n x 2 degrees: of n shapes first all the lower, then all the upper corners of the boxes around them."""
        if not self.features:
            return np.empty((0, 2))
        boxes = shapely.bounds(np.array([feature.shape for feature in self.features], dtype=object))
        return np.vstack([boxes[:, :2], boxes[:, 2:]])


def read(layer: Layer[Kind], problems: Problems) -> Read[Kind]:
    """The features of a layer's file that have a shape; what has none is a problem."""
    tell = partial(problems.tell, layer.file)
    try:
        if layer.file.suffix.lower() in _POINTS and isinstance(layer.kind, FacilityKind):
            found = list(tabular.points(layer.file, layer.fields or {}, layer.projection, tell))
        else:
            found = features.read(layer.file, layer.projection, tell)
    except Unreadable as error:
        where = f" under {layer.at} of city.toml" if isinstance(error, Unprojected) else ""
        problems.refuse(layer.file, f"{error}{where}")
        return Read(layer, [])
    wrong = [f"{one.place} {one.why}" for one in found if isinstance(one, Shapeless)]
    problems.refuse_rows(layer.file, wrong, len(wrong))
    if not found:
        problems.refuse(layer.file, f"it is empty; export it again, or take {layer.at} out of city.toml")
    return Read(layer, [one for one in found if isinstance(one, Feature)])


def areas(read: Sequence[Read[AreaKind]], problems: Problems) -> list[AreaRow]:
    """The areas, one for each kind and key: those drawn in several features with the same details are one."""
    found: dict[tuple[AreaKind, str], tuple[Path, Feature, AreaRow]] = {}
    overlap: dict[AreaKind, float] = {}
    for one in read:
        layer = one.layer
        overlap[layer.kind] = max(layer.overlap, overlap.get(layer.kind, 0))
        for feature, said in _said(one, problems):
            shape = _mended(layer.file, feature, problems)
            if shape is None:
                continue
            row = AreaRow(layer.kind, said["key"], said["name"], _details(said, _OF_AREA), shape)
            before = found.get((row.kind, row.key))
            if before is None:
                found[row.kind, row.key] = layer.file, feature, row
            elif (before[2].name, before[2].details) == (row.name, row.details):
                parts = [*shapely.get_parts(before[2].shape), *shapely.get_parts(shape)]
                both = AreaRow(row.kind, row.key, row.name, row.details, _joined(parts))
                found[row.kind, row.key] = *before[:2], both
            else:
                problems.refuse_rows(
                    layer.file,
                    [
                        f"{feature.place} has the key {row.key!r} of {before[1].place} in {before[0].name} and says"
                        " other things of it; give each its own key, or the same details"
                    ],
                    1,
                )
    for kind in overlap:
        if kind in ONE_EACH:
            _check_overlaps([there for there in found.values() if there[2].kind == kind], overlap[kind], problems)
    return [row for _, _, row in found.values()]


def facilities(read: Sequence[Read[FacilityKind]], problems: Problems) -> list[FacilityRow]:
    """The facilities, one for each kind and key; where a file has no keys they are made of the names."""
    found: dict[tuple[FacilityKind, str], FacilityRow] = {}
    for one in read:
        layer = one.layer
        for feature, said in _said(one, problems):
            # A park is drawn as an area and shown as a point within it.
            point = feature.shape.representative_point()
            details = _details(said, _OF_FACILITY)
            row = FacilityRow(layer.kind, said["key"], said["name"], said.get("address", ""), point.x, point.y, details)
            if (row.kind, row.key) in found:
                problems.refuse_rows(
                    layer.file, [f"{feature.place} has the key {row.key!r} of another; give each its own key"], 1
                )
            found[row.kind, row.key] = row
    return list(found.values())


def drawn(read: Sequence[Read[DrawnKind]], problems: Problems) -> dict[DrawnKind, list[dict[str, Any]]]:
    """GeoJSON features of each kind: streets are lines with a name and whether they are main, water and parks areas."""
    found: dict[DrawnKind, list[dict[str, Any]]] = {}
    for one in read:
        fits = "LineString" if one.layer.kind == DrawnKind.STREET else "Polygon"
        wrong = [feature for feature in one.features if not feature.shape.geom_type.endswith(fits)]
        said = (f"{feature.place} is a {feature.shape.geom_type}; draw it as a {fits}" for feature in wrong)
        problems.refuse_rows(one.layer.file, said, len(wrong))
        for feature in one.features:
            properties: dict[str, Any] = {"name": feature.properties.get("name", "")}
            if one.layer.kind == DrawnKind.STREET:
                properties["main"] = feature.properties.get("main", "").lower() in _YES
            geometry = json.loads(shapely.to_geojson(feature.shape))
            found.setdefault(one.layer.kind, []).append(
                {"type": "Feature", "properties": properties, "geometry": geometry}
            )
    return found


def slug(text: str) -> str:
    """What stands in a key for a text: "Shelby School, gym" as "shelby-school-gym"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _said(read: Read[Kind], problems: Problems) -> list[tuple[Feature, dict[str, str]]]:
    """What is said of each feature under our names; one without a key, or with too long a text, is a problem."""
    layer = read.layer
    found, wrong = [], []
    if layer.fields and read.features:
        there = sorted({name for feature in read.features for name in feature.properties})
        for ours, theirs in layer.fields.items():
            if theirs not in there:
                problems.refuse(
                    layer.file,
                    f"{layer.at} fields {ours} {theirs!r} is no field of it or empty in all; it has {', '.join(there)}",
                )
                return []
    for feature in read.features:
        said = _ours(layer, feature)
        missing = [name for name in ("key",) if not said.get(name)]
        long = [name for name, most in _LONGEST.items() if len(said.get(name, "")) > most]
        unseen = [name for name, value in said.items() if re.search(UNSEEN, value)]
        if unseen:
            wrong.append(f"{feature.place}: its {unseen[0]} has a character nobody can see; type it anew")
        elif missing:
            wrong.append(f"{feature.place} has no key; give it one, and name its field under fields in city.toml")
        elif long:
            wrong.append(f"{feature.place} has a {long[0]} longer than {_LONGEST[long[0]]} characters; shorten it")
        else:
            found.append((feature, said))
    problems.refuse_rows(layer.file, wrong, len(wrong))
    return found


def _ours(layer: Layer[Kind], feature: Feature) -> dict[str, str]:
    given = feature.properties
    if layer.fields is None:
        said = {**layer.details, **given}
    else:
        said = {**layer.details, **{ours: given[name] for ours, name in layer.fields.items() if name in given}}
    if isinstance(layer.kind, FacilityKind) and "key" not in said:
        said["key"] = slug(said.get("name", ""))[: _LONGEST["key"]]
    if layer.name:
        said["name"] = layer.name.replace("{key}", said.get("key", ""))
    said.setdefault("name", said.get("key", ""))
    return said


def _details(said: Mapping[str, str], but: Sequence[str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if name not in but}


def _mended(path: Path, feature: Feature, problems: Problems) -> BaseGeometry | None:
    try:
        shape, said = shapes.mended(feature.shape)
    except Unreadable as error:
        problems.refuse_rows(path, [f"{feature.place} {error}"], 1)
        return None
    if said:
        problems.tell_rows(path, [f"{feature.place} {said}"], 1)
    return shape


def _joined(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Several features of one area: side by side as they are, and where they overlap as what they cover together."""
    several = shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])
    return several if several.is_valid else shapely.union_all(parts)


def _check_overlaps(there: Sequence[tuple[Path, Feature, AreaRow]], tolerance: float, problems: Problems) -> None:
    for overlap in shapes.overlaps([row.shape for _, _, row in there], tolerance):
        (_, first, one), (path, second, other) = there[overlap.one], there[overlap.other]
        problems.refuse_rows(
            path,
            [
                f"{second.place} ({other.name}) lies over {first.place} ({one.name}) on {overlap.square_meters:,.0f}"
                f" square meters at longitude {overlap.longitude:.6f}, latitude {overlap.latitude:.6f}; draw one"
                " border between them, or allow it with overlap_meters in city.toml"
            ],
            1,
        )
