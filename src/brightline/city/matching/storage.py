"""An index as bytes and back: arrays of numbers and text, compressed, nothing that runs."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from brightline.city.matching.addresses import Addresses, Words
from brightline.city.matching.corners import Corners
from brightline.city.matching.match import Named

_FORMAT = b"brightline places 1\n"
_LEVEL = 6

Parts = tuple[Addresses, Corners, list[Named], list[Named]]


def pack(addresses: Addresses, corners: Corners, places: Sequence[Named], areas: Sequence[Named]) -> bytes:
    """Everything an index is made of."""
    arrays = addresses.to_arrays() | {f"corner.{field.name}": getattr(corners, field.name) for field in fields(Corners)}
    arrays |= _named("places", places) | _named("areas", areas)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return _FORMAT + zstandard.compress(buffer.getbuffer(), _LEVEL)


def unpack(data: bytes) -> Parts:
    """What `pack` was given. Raises ValueError where the bytes are none of its own."""
    if not data.startswith(_FORMAT):
        raise ValueError("The search index was written by another version: load the city again.")
    try:
        raw = zstandard.decompress(data[len(_FORMAT) :])
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        corners = Corners(**{field.name: arrays[f"corner.{field.name}"] for field in fields(Corners)})
        return Addresses.from_arrays(arrays), corners, _unnamed("places", arrays), _unnamed("areas", arrays)
    except (zstandard.ZstdError, zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
        raise ValueError("The search index is damaged: load the city again.") from error


def _named(name: str, many: Sequence[Named]) -> dict[str, NDArray[Any]]:
    words = Words.of([one.name for one in many])
    points = np.array([(one.longitude, one.latitude) for one in many], np.float64).reshape(-1, 2)
    return {f"{name}.data": words.data, f"{name}.ends": words.ends, f"{name}.points": points}


def _unnamed(name: str, arrays: Mapping[str, NDArray[Any]]) -> list[Named]:
    words = Words(arrays[f"{name}.data"], arrays[f"{name}.ends"]).all()
    return [Named(text, *point) for text, point in zip(words, arrays[f"{name}.points"].tolist(), strict=True)]
