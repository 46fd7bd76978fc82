"""City packs for tests: a folder with the demo city's city.toml up to its places, and files written by the test."""

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapefile
import shapely
from pyproj import CRS, Transformer
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from brightline.city.packs import pack
from brightline.city.packs.pack import Whole
from brightline.platform.kernel import clock, environment
from brightline.platform.kernel.errors import Invalid

DEMO = environment.ROOT / "cities" / "falls-city"
IDENTITY = (DEMO / "city.toml").read_text().split("\n[[phones]]")[0] + "\n"
Features = Sequence[tuple[BaseGeometry | None, Mapping[str, Any]]]


class APack:
    """A folder that becomes a city pack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a-city"
        self.folder.mkdir()
        self._tables: list[str] = []

    def table(self, name: str, /, **keys: Any) -> "APack":
        """[addresses] or [[areas]] and the like, each key as TOML has it."""
        lines = [f"{key} = {_toml(value)}" for key, value in keys.items()]
        self._tables.append("\n".join([f"[{name}]" if name == "addresses" else f"[[{name}]]", *lines]))
        return self

    def addresses(self, rows: Sequence[Mapping[str, Any]], file: str = "addresses.csv", **keys: Any) -> "APack":
        """A CSV file of these rows, named in [addresses]."""
        with (self.folder / file).open("w", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self.table("addresses", file=file, **keys)

    def areas(self, kind: str, features: Features, crs: str | None = None, **keys: Any) -> "APack":
        """A GeoJSON file of these shapes, named in [[areas]]."""
        write_geojson(self.folder / f"{kind}.geojson", features, crs)
        return self.table("areas", kind=kind, file=f"{kind}.geojson", **keys)

    def facilities(self, kind: str, features: Features, **keys: Any) -> "APack":
        """A GeoJSON file of these shapes, named in [[facilities]]."""
        write_geojson(self.folder / f"{kind}.geojson", features)
        return self.table("facilities", kind=kind, file=f"{kind}.geojson", **keys)

    def copied(self, file: Path) -> str:
        """A file put into the folder, by its name there."""
        return Path(shutil.copy(file, self.folder)).name

    def written(self) -> Path:
        """The folder, with its city.toml."""
        (self.folder / "city.toml").write_text("\n\n".join([IDENTITY, *self._tables]) + "\n")
        return self.folder

    def read(self) -> Whole:
        """As a load would read it. Raises Invalid."""
        return pack.read(self.written(), now=clock.now(), policies=None, progress=lambda step: None)

    def problems(self) -> list[str]:
        """What refuses it, without the folder in front; a load of it must be refused."""
        try:
            self.read()
        except Invalid as refused:
            *lines, end = str(refused).split("\n")
            assert end == "Nothing was loaded."
            assert all(line.endswith(".") for line in lines)
            return [line.removeprefix(f"{self.folder}/") for line in lines]
        raise AssertionError("it was not refused")


def openaddress(number: str, street: str, longitude: float, latitude: float, **more: str) -> dict[str, Any]:
    """A row of OpenAddresses."""
    columns = dict.fromkeys(("UNIT", "CITY", "DISTRICT", "REGION", "POSTCODE", "ID", "HASH"), "")
    return {"LON": longitude, "LAT": latitude, "NUMBER": number, "STREET": street, **columns, **more}


def write_geojson(path: Path, features: Features, crs: str | None = None) -> None:
    """Shapes given in degrees; with a crs in its units, said in the older `crs` member."""
    rows = [
        {
            "type": "Feature",
            "properties": dict(said),
            "geometry": mapping(_projected(shape, crs)) if shape is not None else None,
        }
        for shape, said in features
    ]
    whole: dict[str, Any] = {"type": "FeatureCollection", "features": rows}
    if crs:
        whole["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(whole))


def write_shapefile(path: Path, features: Features, crs: str | None = None, encoding: str = "utf-8") -> None:
    """Shapes given in degrees; with a crs in its units, said in the .prj file."""
    with shapefile.Writer(str(path), encoding=encoding) as writer:
        for name in features[0][1]:
            writer.field(name, "C", size=80)
        for shape, said in features:
            writer.record(*said.values())
            there = _projected(shape, crs) if shape is not None else None
            if there is None:
                writer.null()
            elif isinstance(there, shapely.Point):
                writer.point(there.x, there.y)
            else:
                writer.shape(mapping(there))
    if crs:
        path.with_suffix(".prj").write_text(CRS(crs).to_wkt("WKT1_ESRI"))


def _projected(shape: BaseGeometry, crs: str | None) -> BaseGeometry:
    if crs is None:
        return shape
    into = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    return shapely.transform(shape, lambda points: np.column_stack(into.transform(points[:, 0], points[:, 1])))


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    return json.dumps(value)
