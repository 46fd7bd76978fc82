"""Addresses of a city pack: read as text, given degrees, checked, and made one row a key. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import polars as pl

from brightline.city.geometry.miles import miles_between
from brightline.city.geometry.projection import Projection, Unprojected, Unreadable
from brightline.city.geometry.whereabouts import Points
from brightline.city.packs import formats, tabular
from brightline.city.packs.places import COLUMNS, LONGEST, SCHEMA, TEXTS, UNSEEN
from brightline.city.packs.problems import MOST_SHOWN, Problems
from brightline.city.packs.tables import AddressTable

# A city's file has rows that are no addresses yet; with more of them than this something else is wrong.
_MOST_LEFT_OUT = 0.1
# Of those the first few rows are named.
_NAMED = 3
# About a meter: the same point, written to more or fewer places.
_SAME_POINT = 1e-5
_METERS_A_MILE = 1609.344


@dataclass(frozen=True)
class Read:
    """table, and its rows: TEXTS but the key, longitude and latitude in degrees, whatever they are; row: the number by
    which a person finds it; called: "line".
    """

    table: AddressTable
    called: str
    rows: pl.DataFrame

    def points(self) -> Points:
        """n x 2 degrees."""
        return self.rows.select("longitude", "latitude").to_numpy()


def read(table: AddressTable, today: date, problems: Problems) -> Read | None:
    """The rows that are addresses: those without a number, a street or a point are told of and left out, as is what
    has ceased to be an address, or is none yet, by `today` (NENA's Effective and Expire).
    """
    try:
        columns = tabular.read(table.file, formats.wanted(table), partial(problems.tell, table.file))
        mapped = formats.mapped(table, columns.fields)
        projection = Projection(table.projection) if table.projection else columns.projection
        rows = _rows(table, columns, mapped, projection)
    except Unreadable as error:
        where = " under [addresses] of city.toml" if isinstance(error, Unprojected) else ""
        problems.refuse(table.file, f"{error}{where}")
        return None
    whole = rows.filter(pl.any_horizontal(pl.col("number", "street") != "") | pl.col("longitude").is_not_null())
    known = len(whole)
    whole = _in_force(whole, today)
    found = Read(table, columns.row, whole)
    found = _without(found, (pl.col("x_said") != "") & pl.col("longitude").is_null(), problems, refused="longitude")
    found = _without(found, (pl.col("y_said") != "") & pl.col("latitude").is_null(), problems, refused="latitude")
    missing = {
        "number": pl.col("number") == "",
        "street": pl.col("street") == "",
        "longitude and latitude": pl.col("longitude").is_null() | pl.col("latitude").is_null(),
    }
    for name, gone in missing.items():
        found = _without(found, gone, problems, missing=name)
    if not known:
        problems.refuse(table.file, "it has no addresses in it; export it again, or take [addresses] out of city.toml")
    elif len(found.rows) < (1 - _MOST_LEFT_OUT) * len(whole):
        out = whole.join(found.rows, on="row", how="anti", maintain_order="left")
        lacks = out.head(_NAMED).select("row", *(gone.alias(name) for name, gone in missing.items()))
        named = [
            f"{columns.row} {row['row']} has no {' and no '.join(name for name in missing if row[name])}"
            for row in lacks.iter_rows(named=True)
        ]
        more = f" and {len(out) - len(named):,} more" if len(out) > len(named) else ""
        problems.refuse(
            table.file,
            f"{len(out):,} of its {len(whole):,} rows are no whole addresses: {', '.join(named)}{more}; see that"
            " [addresses.fields] names the right fields, and fill in what is empty",
        )
    return Read(table, columns.row, found.rows.drop("x_said", "y_said"))


def finished(read: Read, problems: Problems) -> pl.DataFrame:
    """COLUMNS, sorted by key. The same address twice is one: at the same point without a word but the count, at
    another point told, the first being kept.
    """
    keyed = read.rows.with_columns(key())
    _check_texts(read, keyed, problems)
    first = keyed.unique("key", keep="first", maintain_order=True)
    again = keyed.join(first, on="row", how="anti").join(first, on="key", suffix="_first", maintain_order="left")
    if len(again):
        same = ((pl.col("longitude") - pl.col("longitude_first")).abs() <= _SAME_POINT) & (
            (pl.col("latitude") - pl.col("latitude_first")).abs() <= _SAME_POINT
        )
        alike = len(again.filter(same))
        if alike:
            rows = "1 row repeats" if alike == 1 else f"{alike:,} rows repeat"
            was = "was" if alike == 1 else "were"
            problems.tell(read.table.file, f"{rows} an address at the same point and {was} merged")
        elsewhere = again.filter(~same)
        problems.tell_rows(read.table.file, _repeated(read, elsewhere), len(elsewhere))
    return first.select(COLUMNS).sort("key").cast(SCHEMA)


def _rows(
    table: AddressTable, columns: tabular.Columns, mapped: formats.Mapped, projection: Projection
) -> pl.DataFrame:
    frame = columns.frame
    there = tabular.X in frame.columns
    if not there and (mapped.longitude is None or mapped.latitude is None):
        raise Unreadable(
            "it has no field for the longitude or the latitude; name both in [addresses.fields] of city.toml"
            f" (it has {', '.join(columns.fields) or 'none'})"
        )
    x_said, y_said = mapped.longitude, mapped.latitude
    said = [
        (expression if expression is not None else pl.lit("")).alias(name)
        for name, expression in (("x_said", x_said), ("y_said", y_said))
    ]
    lower = {name.lower(): name for name in columns.fields}
    dates = [
        pl.col(lower[name]).alias(name) if name in lower else pl.lit("").alias(name)
        for name in (formats.EFFECTIVE, formats.EXPIRE)
    ]
    shaped = [pl.col(tabular.X, tabular.Y)] if there else []
    rows = frame.select(
        pl.int_range(columns.first, columns.first + pl.len(), dtype=pl.Int64).alias("row"),
        *(text.alias(name) for name, text in mapped.texts.items()),
        *said,
        *dates,
        *shaped,
    )
    x, y = (pl.col(name).cast(pl.Float64, strict=False) for name in ("x_said", "y_said"))
    if there:
        x, y = pl.coalesce(pl.col(tabular.X), x), pl.coalesce(pl.col(tabular.Y), y)
    rows = rows.with_columns(
        longitude=x,
        latitude=y,
        city=pl.when(pl.col("city") == "").then(pl.lit(table.city)).otherwise("city"),
        state=pl.when(pl.col("state") == "").then(pl.lit(table.state)).otherwise("state"),
        zip=_zip(),
    )
    if not projection.is_degrees:
        longitudes, latitudes = projection.degrees(
            rows["longitude"].fill_null(np.nan).to_numpy(), rows["latitude"].fill_null(np.nan).to_numpy()
        )
        placed = rows["longitude"].is_not_null() & rows["latitude"].is_not_null()
        rows = rows.with_columns(
            longitude=pl.when(placed).then(pl.Series(longitudes)), latitude=pl.when(placed).then(pl.Series(latitudes))
        )
    return rows.drop(tabular.X, tabular.Y, strict=False)


def _zip() -> pl.Expr:
    """Five digits where it is an American ZIP: without the four after, with the zero a number column lost."""
    digits = pl.col("zip").str.extract(r"^(\d{3,5})(?:\.0+)?(?:-?\d{4})?$")
    return pl.when(digits.is_not_null()).then(digits.str.zfill(5)).otherwise("zip")


def _in_force(rows: pl.DataFrame, today: date) -> pl.DataFrame:
    begins, ends = (
        pl.col(name).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        for name in (formats.EFFECTIVE, formats.EXPIRE)
    )
    return rows.filter(begins.is_null() | (begins <= today), ends.is_null() | (ends > today)).drop(
        formats.EFFECTIVE, formats.EXPIRE
    )


def _without(read: Read, gone: pl.Expr, problems: Problems, *, missing: str = "", refused: str = "") -> Read:
    """The rest, with those rows told of, or refused."""
    out = read.rows.filter(gone)
    if refused and len(out):
        said = (
            f"{read.called} {row}: {refused} {value[:40]!r} is no number; write degrees"
            for row, value in out.select("row", "x_said" if refused == "longitude" else "y_said")
            .head(MOST_SHOWN)
            .rows()
        )
        problems.refuse_rows(read.table.file, said, len(out))
    elif len(out):
        said = (f"{read.called} {row} has no {missing} and was left out" for row in out["row"].head(MOST_SHOWN))
        problems.tell_rows(read.table.file, said, len(out))
    return Read(read.table, read.called, read.rows.filter(~gone)) if len(out) else read


def key() -> pl.Expr:
    """Such as 1604-harbor-st-40203: the same after each load, since links with it are shared. With no ZIP in a row its
    city stands there, so that the Main St of two towns stay two.
    """
    last = pl.when(pl.col("zip") != "").then("zip").otherwise("city")
    plain = pl.concat_str([pl.col("number"), pl.col("street"), pl.col("unit"), last], separator=" ")
    return (
        plain.str.normalize("NFKD")
        .str.to_lowercase()
        .str.replace_all(r"[\u0300-\u036f'\u2019]", "")
        .str.replace_all(r"[^a-z0-9]+", "-")
        .str.strip_chars("-")
        .alias("key")
    )


def _check_texts(read: Read, keyed: pl.DataFrame, problems: Problems) -> None:
    for name in TEXTS:
        unseen = keyed.filter(pl.col(name).str.contains(UNSEEN))
        said = (
            f"{read.called} {row}: the {name} {value[:40]!r} has a character nobody can see; type it anew"
            for row, value in unseen.select("row", name).head(MOST_SHOWN).rows()
        )
        problems.refuse_rows(read.table.file, said, len(unseen))
        long = keyed.filter(pl.col(name).str.len_chars() > LONGEST[name])
        said = (
            f"{read.called} {row}: the {name} {value[:40]!r} has {len(value)} characters; write at most {LONGEST[name]}"
            for row, value in long.select("row", name).head(MOST_SHOWN).rows()
        )
        problems.refuse_rows(read.table.file, said, len(long))
    unkeyed = keyed.filter(pl.col("key") == "")
    said = (f"{read.called} {row} has no letter or digit we can make its link of; correct it" for row in unkeyed["row"])
    problems.refuse_rows(read.table.file, said, len(unkeyed))


def _repeated(read: Read, again: pl.DataFrame) -> Iterator[str]:
    for row in again.head(MOST_SHOWN).iter_rows(named=True):
        away = miles_between((row["longitude"], row["latitude"]), (row["longitude_first"], row["latitude_first"]))
        label = " ".join(filter(None, (row["number"], row["street"], row["unit"], row["zip"])))
        yield (
            f"{read.called} {row['row']} has {label} of {read.called} {row['row_first']} again,"
            f" {away * _METERS_A_MILE:,.0f} meters off; the first was kept"
        )
