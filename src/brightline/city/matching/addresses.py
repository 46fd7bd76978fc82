"""The city's addresses as columns, sorted by street and number: what is on a street is one slice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

COLUMNS = ("number", "street", "unit", "zip", "key", "longitude", "latitude")
ALSO = ("city", "state")
_DEGREE = 10_000_000  # a hundredth of a meter in 32 bits


@dataclass(frozen=True, slots=True)
class Words:
    """Many short texts in one run of bytes: a tenth of what as many str would take."""

    data: NDArray[np.uint8]
    ends: NDArray[np.uint32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Words":
        """From texts in order."""
        encoded = [text.encode() for text in texts]
        ends = np.cumsum([len(text) for text in encoded], dtype=np.uint32)
        return cls(np.frombuffer(b"".join(encoded), np.uint8), ends.astype(np.uint32))

    def __getitem__(self, index: int) -> str:
        start = int(self.ends[index - 1]) if index else 0
        return self.data[start : int(self.ends[index])].tobytes().decode()

    def __len__(self) -> int:
        return len(self.ends)

    def all(self) -> list[str]:
        """Every text."""
        return [self[index] for index in range(len(self))]


@dataclass(frozen=True, slots=True)
class Addresses:
    """One row an address. streets, units, zips, cities, states, odds: distinct texts; the rows hold their place there.

    number: its whole part; odd: the number as written where that is more ("1604 1/2"), else 0; first: where each
    street's rows begin, and after the last street the end; longitude, latitude: in 1e-7 degrees.
    """

    streets: Words
    units: Words
    zips: Words
    cities: Words
    states: Words
    odds: Words
    keys: Words
    first: NDArray[np.uint32]
    number: NDArray[np.int32]
    odd: NDArray[np.uint32]
    unit: NDArray[np.uint32]
    zip: NDArray[np.uint16]
    city: NDArray[np.uint16]
    longitude: NDArray[np.int32]
    latitude: NDArray[np.int32]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Addresses":
        """From a frame with COLUMNS, perhaps ALSO. Without a street or a digit in its number none can be looked up."""
        frame = frame.with_columns(pl.lit("").alias(name) for name in ALSO if name not in frame.columns)
        text = [pl.col(name).cast(pl.String).fill_null("").str.strip_chars() for name in (*COLUMNS[:5], *ALSO)]
        rows = (
            frame.lazy()
            .select(*text, pl.col("longitude", "latitude").cast(pl.Float64))
            .with_columns(whole=pl.col("number").str.extract(r"(\d{1,9})").cast(pl.Int32))
            .filter(pl.col("street").ne("") & pl.col("whole").is_not_null())
            .with_columns(
                odd=pl.when(pl.col("number") == pl.col("whole").cast(pl.String)).then(pl.lit("")).otherwise("number")
            )
            .sort("street", "whole", "odd", "unit", "zip", "key")
            .collect()
        )
        columns: dict[str, NDArray[np.uint32]] = {}
        words: dict[str, Words] = {}
        for name in ("street", "unit", "zip", "odd", *ALSO):
            # "" always has the place 0 but for streets, none of which is "".
            distinct = rows[name].unique().sort().to_list()
            if name != "street" and (not distinct or distinct[0] != ""):
                distinct.insert(0, "")
            columns_of = {name: pl.String, "place": pl.UInt32}
            places = pl.DataFrame({name: distinct, "place": range(len(distinct))}, schema=columns_of)
            columns[name] = (
                rows.select(name).join(places, on=name, how="left", maintain_order="left")["place"].to_numpy()
            )
            words[name] = Words.of(distinct)
        first = np.searchsorted(columns["street"], np.arange(len(words["street"]) + 1)).astype(np.uint32)
        return cls(
            streets=words["street"],
            units=words["unit"],
            zips=words["zip"],
            cities=words["city"],
            states=words["state"],
            odds=words["odd"],
            keys=Words.of(rows["key"].to_list()),
            first=first,
            number=rows["whole"].to_numpy().astype(np.int32),
            odd=columns["odd"],
            unit=columns["unit"],
            zip=columns["zip"].astype(np.uint16),
            city=columns["city"].astype(np.uint16),
            longitude=np.rint(rows["longitude"].to_numpy() * _DEGREE).astype(np.int32),
            latitude=np.rint(rows["latitude"].to_numpy() * _DEGREE).astype(np.int32),
        )

    def __len__(self) -> int:
        return len(self.number)

    def rows(self, street: int) -> tuple[int, int]:
        """Where a street's rows begin and end."""
        return int(self.first[street]), int(self.first[street + 1])

    def on_street(self) -> NDArray[np.int64]:
        """How many rows each street has."""
        ends: NDArray[np.int64] = self.first.astype(np.int64)
        return ends[1:] - ends[:-1]

    def street_of_rows(self) -> NDArray[np.int64]:
        """Each row's street."""
        return np.repeat(np.arange(len(self.streets), dtype=np.int64), self.on_street())

    def at_number(self, street: int, number: int) -> tuple[int, int]:
        """The rows of one number on a street: first and after the last; the same twice where it is not there, the
        rows before and from there being its neighbors."""
        start, end = self.rows(street)
        column = self.number[start:end]
        # As wide as the column, which would be copied otherwise.
        wanted = np.int32(number)
        return start + int(column.searchsorted(wanted)), start + int(column.searchsorted(wanted, "right"))

    def written(self, row: int) -> str:
        """A row's number as written."""
        return self.odds[int(self.odd[row])] or str(self.number[row])

    def label(self, row: int, street: int) -> str:
        """A row as shown: "1604 Harbor St Apt 3, 40203"."""
        unit, code = self.units[int(self.unit[row])], self.zips[int(self.zip[row])]
        return (
            f"{self.written(row)} {self.streets[street]}" + (f" {unit}" if unit else "") + (f", {code}" if code else "")
        )

    def point(self, row: int) -> tuple[float, float]:
        """Longitude and latitude in degrees."""
        return int(self.longitude[row]) / _DEGREE, int(self.latitude[row]) / _DEGREE

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Named arrays, from which `from_arrays` makes the same again."""
        arrays: dict[str, NDArray[Any]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Words):
                arrays[f"{field.name}.data"], arrays[f"{field.name}.ends"] = value.data, value.ends
            else:
                arrays[field.name] = value
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Addresses":
        """What `to_arrays` gave."""
        given: dict[str, Any] = {
            field.name: arrays[field.name]
            if field.name in arrays
            else Words(arrays[f"{field.name}.data"], arrays[f"{field.name}.ends"])
            for field in fields(cls)
        }
        return cls(**given)
