"""The tables of city.toml that name files: [addresses], [[areas]], [[facilities]], [[basemap]]. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from brightline.city.geometry.shapes import SLIVER
from brightline.city.kinds import AreaKind, DrawnKind, FacilityKind
from brightline.city.packs.problems import Problems
from brightline.platform.kernel.texts import choose

FORMATS = ("openaddresses", "nena")
_LAYER = ("kind", "file", "projection", "name", "details", "fields")
ADDRESS_FIELDS = ("number", "street", "unit", "city", "state", "zip", "longitude", "latitude", "address")

Kind = TypeVar("Kind", AreaKind, FacilityKind, DrawnKind)


@dataclass(frozen=True)
class AddressTable:
    """format: one of FORMATS, or None to be guessed; fields: for each of ADDRESS_FIELDS the file's own, several joined
    by a blank; city, state: of rows that name none.
    """

    file: Path
    format: str | None
    projection: str | None
    city: str
    state: str
    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Layer(Generic[Kind]):
    """One file of areas or facilities of a kind, or of what is drawn beside. at: how a person finds the table; name:
    "District {key}", or ""; details: what is said of all in it; fields: for "key", "name", "address", "longitude",
    "latitude" and any other detail the file's own field, None where the file's own names are taken; overlap: meters.
    """

    at: str
    kind: Kind
    file: Path
    projection: str | None
    name: str
    details: Mapping[str, str]
    fields: Mapping[str, str] | None
    overlap: float = SLIVER


@dataclass(frozen=True)
class Tables:
    """Of one city pack."""

    path: Path
    addresses: AddressTable | None
    areas: Sequence[Layer[AreaKind]]
    facilities: Sequence[Layer[FacilityKind]]
    drawn: Sequence[Layer[DrawnKind]]

    def files(self) -> list[Path]:
        """Every file they name, once, in order, with those that belong beside a shapefile."""
        named = [self.addresses.file] if self.addresses else []
        named += [layer.file for layer in self.areas] + [layer.file for layer in self.facilities]
        named += [layer.file for layer in self.drawn]
        found: dict[Path, None] = {}
        for file in named:
            beside = (
                [file.with_suffix(end) for end in (".dbf", ".shx", ".prj", ".cpg")] if file.suffix == ".shp" else []
            )
            found |= dict.fromkeys(path for path in (file, *beside) if path.is_file())
        return list(found)


class Reader:
    """Reads the tables of one city.toml, keeping its problems."""

    def __init__(self, path: Path, problems: Problems) -> None:
        self._path = path
        self._problems = problems

    def read(self, given: Mapping[str, Any]) -> Tables:
        """given: the whole of city.toml."""
        return Tables(
            self._path,
            self._addresses(given["addresses"]) if "addresses" in given else None,
            self._layers(given.get("areas", []), "areas", AreaKind),
            self._layers(given.get("facilities", []), "facilities", FacilityKind),
            self._layers(given.get("basemap", []), "basemap", DrawnKind),
        )

    def _addresses(self, table: Any) -> AddressTable | None:
        at = "[addresses]"
        if not isinstance(table, dict):
            self._refuse(f'{at} is no table; write it with file = "addresses.csv"')
            return None
        self._only(table, at, ("file", "format", "projection", "city", "state", "fields"))
        file = self._file(table, at)
        style = table.get("format")
        if style is not None and style not in FORMATS:
            self._refuse(f"{at} format {style!r} is unknown; {choose(style, FORMATS)}, or leave it out")
            style = None
        fields: dict[str, tuple[str, ...]] = {}
        for name, value in self._table(table, "fields", at).items():
            several = value if isinstance(value, list) and value else [value]
            if name not in ADDRESS_FIELDS:
                self._refuse(f"{at} fields {name} is unknown; {choose(name, ADDRESS_FIELDS)}")
            elif not all(isinstance(one, str) and one for one in several):
                self._refuse(f"{at} fields {name} is no text; write the name of the file's field in quotes")
            else:
                fields[name] = tuple(several)
        texts = {name: self._text(table, name, at) for name in ("projection", "city", "state")}
        if file is None:
            return None
        return AddressTable(file, style, texts["projection"] or None, texts["city"], texts["state"], fields)

    def _layers(self, rows: Any, which: str, kinds: type[Kind]) -> list[Layer[Kind]]:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._refuse(f"[{which}] is no list of tables; write [[{which}]], in double brackets, for each file")
            return []
        found = [self._layer(row, f"[[{which}]] {number}", kinds) for number, row in enumerate(rows, start=1)]
        layers = [layer for layer in found if layer is not None]
        first: dict[tuple[Kind, Path], Layer[Kind]] = {}
        for layer in layers:
            before = first.setdefault((layer.kind, layer.file.resolve()), layer)
            if before is not layer:
                self._refuse(f"{layer.at} has kind and file of {before.at} again; take one of the two out")
        return layers

    def _layer(self, row: dict[str, Any], at: str, kinds: type[Kind]) -> Layer[Kind] | None:
        self._only(row, at, (*_LAYER, "overlap_meters") if kinds is AreaKind else _LAYER)
        if row.get("kind") not in [kind.value for kind in kinds]:
            self._refuse(f"{at} kind {row.get('kind')!r} is unknown; {choose(row.get('kind'), kinds)}")
            return None
        file, name = self._file(row, at), self._text(row, "name", at)
        projection = self._text(row, "projection", at) or None
        details, fields = self._texts(row, "details", at), self._texts(row, "fields", at)
        overlap = row.get("overlap_meters", SLIVER)
        if isinstance(overlap, bool) or not isinstance(overlap, int | float) or not 0 < overlap <= 1000:
            self._refuse(f"{at} overlap_meters {overlap!r} is no width; write meters above 0, at most 1000")
            return None
        if name and "{key}" not in name:
            self._refuse(f'{at} name {name!r} would name all alike; write {{key}} in it, as in "District {{key}}"')
        if file is None:
            return None
        given = fields if "fields" in row else None
        return Layer(at, kinds(row["kind"]), file, projection, name, details, given, float(overlap))

    def _file(self, table: dict[str, Any], at: str) -> Path | None:
        name = table.get("file")
        if not isinstance(name, str) or not name:
            self._refuse(f'{at} file is missing or no text; write file = "…", a file in this folder')
            return None
        path = self._path.parent / name
        if not path.resolve().is_relative_to(self._path.parent.resolve()):
            # A pack someone sent must not have the server's own files read and quoted.
            self._refuse(f"{at} file {name!r} lies outside this folder; copy it into it and name it there")
            return None
        if not path.is_file():
            self._refuse(f"{at} file {name!r} is not there; put it in this folder or correct the name")
            return None
        return path

    def _text(self, table: dict[str, Any], key: str, at: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self._refuse(f"{at} {key} is no text; write it in quotes")
            return ""
        return value.strip()

    def _table(self, table: dict[str, Any], key: str, at: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            self._refuse(f'{at} {key} is no table; write {key} = {{ name = "…" }}')
            return {}
        return value

    def _texts(self, table: dict[str, Any], key: str, at: str) -> dict[str, str]:
        given = self._table(table, key, at)
        for name, value in given.items():
            if not isinstance(value, str) or not value:
                self._refuse(f"{at} {key} {name} is no text; write it in quotes")
        return {name: value for name, value in given.items() if isinstance(value, str) and value}

    def _only(self, table: dict[str, Any], at: str, known: Sequence[str]) -> None:
        for key in table:
            if key not in known:
                self._refuse(f"{at} {key} is unknown; {choose(key, known)}, or take it out")

    def _refuse(self, said: str) -> None:
        self._problems.refuse(self._path, said)
