"""Canonical JSON, held against the vectors of RFC 8785."""

import json
import struct
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger.canonical import DEEPEST, SAFE_INTEGER, canonical, parse, plain

# RFC 8785 appendix B, without the rows for NaN and Infinity, which are refused below.
NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-SAFE_INTEGER, SAFE_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(("bits", "text"), NUMBERS)
def test_numbers_are_written_as_in_appendix_b(bits, text):
    assert canonical(struct.unpack(">d", bytes.fromhex(bits))[0]) == text.encode()


def test_the_sample_of_section_3_2_is_written_byte_for_byte():
    sample = r"""{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"""
    assert canonical(json.loads(sample)) == bytes.fromhex(
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a"
        "5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d"
        "2c22737472696e67223a22e282ac245c75303030665c6e412742"
        "5c225c5c5c5c5c222f227d"
    )


def test_members_are_ordered_by_utf16_code_units():
    # RFC 8785 section 3.2.3: an emoji sorts before U+FB33, as its first UTF-16 unit is smaller.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = json.loads(canonical(dict.fromkeys(names, 0)))
    assert list(written) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_the_array_sample_is_written_byte_for_byte():
    assert canonical([56, {"d": True, "10": None, "1": []}]) == b'[56,{"1":[],"10":null,"d":true}]'


@given(json_values)
def test_what_was_written_reads_back_to_the_same_bytes(value):
    written = canonical(value)
    assert parse(written) == plain(value)
    assert canonical(parse(written)) == written


@given(json_values)
def test_any_reader_of_doubles_reads_the_same_value(value):
    assert json.loads(canonical(value), parse_int=float) == value


class Ground(StrEnum):
    CRIME = "crime"


def test_a_tuple_is_an_array_and_an_enumeration_member_its_value():
    assert canonical({"grounds": (Ground.CRIME,)}) == b'{"grounds":["crime"]}'
    assert type(plain(Ground.CRIME)) is str


@pytest.mark.parametrize("edge", [SAFE_INTEGER, -SAFE_INTEGER])
def test_integers_end_where_json_readers_begin_to_round(edge):
    assert canonical(edge) == str(edge).encode()
    with pytest.raises(Invalid, match="as text"):
        canonical(edge + (1 if edge > 0 else -1))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"a": [0, float("nan")]}, r"value\.a\[1\] is nan"),
        (float("inf"), "is inf"),
        (float("-inf"), "is -inf"),
        ({"a": {3: "b"}}, r"value\.a has the key 3"),
        ({"when": datetime(2026, 1, 1)}, r"value\.when is a datetime"),  # noqa: DTZ001
        (b"bytes", "is a bytes"),
        ({1, 2}, "is a set"),
        (Decimal(1), "is a Decimal"),
        ("\ud800", "surrogate"),
        ({"\ud800": 1}, "surrogate"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(value, says):
    with pytest.raises(Invalid, match=f"(?i){says}"):
        canonical(value)


def test_nesting_is_bounded():
    value: list = []
    for _ in range(DEEPEST):
        value = [value]
    with pytest.raises(Invalid, match="nested deeper"):
        canonical(value)
    assert canonical(value[0])


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b"\xef\xbb\xbf{}", b'"a"'.decode().encode("utf-16"), b"[" * 99999]
)
def test_what_cannot_be_read_is_refused(data):
    with pytest.raises(Invalid, match="not readable JSON"):
        parse(data)


@pytest.mark.parametrize("text", ["9007199254740993", "1" * 5000, "NaN", "Infinity", "1e400"])
def test_a_number_that_a_double_does_not_hold_does_not_come_back_the_same(text):
    with suppress(Invalid):
        assert canonical(parse(text.encode())) != text.encode()
