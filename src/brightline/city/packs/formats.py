"""Which field of an address file holds what: OpenAddresses, NENA-STA-006 address points, or as city.toml says. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from brightline.city.geometry.projection import Unreadable
from brightline.city.packs.tables import AddressTable

# OpenAddresses: the columns of its CSV and the properties of its GeoJSON, whatever their case.
_OPENADDRESSES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "number": (("number",),),
    "street": (("street",),),
    "unit": (("unit",),),
    "city": (("city",),),
    "state": (("region",),),
    "zip": (("postcode",),),
    "longitude": (("lon",), ("longitude",)),
    "latitude": (("lat",), ("latitude",)),
}
# NENA-STA-006 (NG9-1-1 GIS Data Model), layer SiteStructureAddressPoint. Of several the first that is not empty.
_STREET = "st_premod st_predir st_pretyp st_presep st_name st_postyp st_posdir st_posmod"
_NENA: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "number": (("addnum_pre", "add_number", "addnum_suf"),),
    "street": (tuple(_STREET.split()),),
    "unit": (("building", "unitpretyp", "unitvalue", "unit"),),
    "city": (("post_comm",), ("inc_muni",)),
    "state": (("state",),),
    "zip": (("post_code",),),
    "longitude": (("longitude",), ("long",)),
    "latitude": (("latitude",), ("lat",)),
}
_BY_NAME = {"openaddresses": _OPENADDRESSES, "nena": _NENA}
# When an address begins and ceases to be one (NENA-STA-006).
EFFECTIVE, EXPIRE = "effective", "expire"
# "1020 Bluegrass Ave #2, Louisville, KY 40215" in one field, as a mailing list has it.
_WHOLE = {
    "number": r"^\s*(\d\S*(?:\s+\d/\d)?)\s",
    "street": r"^\s*\d\S*(?:\s+\d/\d)?\s+([^,#]*[^,#\s])",
    "unit": r"^[^,]*#\s*([^,\s]+)",
    "city": r"^[^,]*,\s*([^,]*[^,\s])",
    "state": r",\s*([A-Za-z]{2})\b[\s,]*(?:\d{5}(?:-\d{4})?)?\s*$",
    "zip": r"(\d{5})(?:-\d{4})?\s*$",
}


@dataclass(frozen=True)
class Mapped:
    """For each of number, street, …, longitude, latitude an expression over the file's columns."""

    texts: Mapping[str, pl.Expr]
    longitude: pl.Expr | None
    latitude: pl.Expr | None


def wanted(table: AddressTable) -> set[str]:
    """The fields that may be needed, in lower case."""
    ours = {name for several in table.fields.values() for name in several}
    theirs = {name for form in _BY_NAME.values() for several in form.values() for each in several for name in each}
    return {name.lower() for name in ours | theirs | {EFFECTIVE, EXPIRE}}


def mapped(table: AddressTable, fields: Iterable[str]) -> Mapped:
    """How to read a file with these fields. Raises Unreadable where one that is needed is not there."""
    there = {name.lower(): name for name in fields}
    for ours, several in table.fields.items():
        for name in several:
            if name.lower() not in there:
                raise Unreadable(f"[addresses] fields {ours} {name!r} is no field of it; it has {', '.join(fields)}")
    form = _BY_NAME[table.format] if table.format else _guessed(there)
    texts = {name: _text(name, form, there) for name in _WHOLE}
    texts |= {name: _joined([there[one.lower()] for one in several], " ") for name, several in table.fields.items()}
    whole = texts.pop("address", None)
    if whole is not None:
        for name, pattern in _WHOLE.items():
            if name not in table.fields:
                texts[name] = whole.str.extract(pattern).fill_null("")
    for name in ("number", "street"):
        if texts[name] is None:
            raise Unreadable(
                f'it has no field for the {name}; name it in [addresses.fields] of city.toml, as {name} = "…"'
                f" (it has {', '.join(fields) or 'none'})"
            )
    longitude, latitude = texts.pop("longitude", None), texts.pop("latitude", None)
    return Mapped(
        {name: pl.lit("") if text is None else text for name, text in texts.items()},
        longitude if longitude is not None else _text("longitude", form, there),
        latitude if latitude is not None else _text("latitude", form, there),
    )


def _guessed(there: Mapping[str, str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    return _NENA if {"add_number", "st_name"} <= there.keys() else _OPENADDRESSES


def _text(name: str, form: Mapping[str, tuple[tuple[str, ...], ...]], there: Mapping[str, str]) -> pl.Expr | None:
    """The first of a format's ways to say something that is not empty in a row; None where the file has none."""
    ways = []
    for several in form[name]:
        present = [there[one] for one in several if one in there]
        if present:
            ways.append(_number(there) if several[0] == "addnum_pre" else _joined(present, " "))
    if not ways:
        return None
    return pl.coalesce(*(pl.when(way != "").then(way) for way in ways), pl.lit(""))


def _joined(columns: list[str], by: str) -> pl.Expr:
    several = [pl.col(column).fill_null("") for column in columns]
    return pl.concat_str(several, separator=by).str.replace_all(r"\s+", " ").str.strip_chars()


def _number(there: Mapping[str, str]) -> pl.Expr:
    """ "N6" and 230 are "N6230", 1604 and "1/2" are "1604 1/2", 1604 and "B" are "1604B"."""
    before, whole, after = (
        pl.col(there[name]).fill_null("") if name in there else pl.lit("")
        for name in ("addnum_pre", "add_number", "addnum_suf")
    )
    blank = pl.when(after.str.contains(r"^\d")).then(pl.lit(" ")).otherwise(pl.lit(""))
    return pl.concat_str([before, whole, blank, after])
