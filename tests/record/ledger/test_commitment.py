"""Salted commitments: they hide, they bind, and they open only to what was committed."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger.commitment import commit, opens

SALT = bytes(range(32))
salts = st.binary(min_size=32, max_size=32)
values = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text() | st.lists(st.text())
names = st.text(min_size=1)


def test_the_bytes_are_as_documented():
    preimage = b"brightline/commitment/v1\n" + SALT + b"\0\0\0\x06reason" + b"\0\0\0\0\0\0\0\x04" + b'"ok"'
    assert commit("reason", "ok", SALT).commitment == f"sha256:{sha256(preimage).hexdigest()}"
    assert len(b"brightline/commitment/v1\n") == 25


def test_the_format_is_pinned():
    # Fixed so that a change of format cannot go unnoticed: commitments made once must open for ever.
    pinned = "sha256:cd6176bad5b9888fbe8ffe13164f532b5aa7fb1348fc20239e22a8e5bffc3cac"
    assert commit("reason", {"b": [1, None], "a": "é"}, SALT).commitment == pinned


@given(names, values)
def test_a_commitment_opens_to_its_value(name, value):
    made = commit(name, value)
    assert opens(made.commitment, name, value, made.salt)


@given(names, values, values)
def test_a_commitment_opens_to_no_other_value(name, value, other):
    made = commit(name, value)
    # 1 and True are equal in Python and not in JSON, so the canonical bytes decide what is another value.
    assert opens(made.commitment, name, other, made.salt) == (made.value == commit(name, other).value)


@given(names, names, values, salts, salts)
def test_a_commitment_opens_under_no_other_name_or_salt(name, other_name, value, salt, other_salt):
    made = commit(name, value, salt).commitment
    assert opens(made, other_name, value, salt) == (name == other_name)
    assert opens(made, name, value, other_salt) == (salt == other_salt)


def test_where_the_name_ends_cannot_be_moved():
    assert commit("a", '"b"', SALT).commitment != commit('a"', 'b"', SALT).commitment


def test_equal_values_show_unlike_commitments():
    assert commit("badge", 7).commitment != commit("badge", 7).commitment


def test_salt_and_value_stay_out_of_logs():
    made = commit("reason", "sensitive", b"s" * 32)
    assert "sensitive" not in repr(made)
    assert "ssss" not in repr(made)


@pytest.mark.parametrize("salt", [b"", b"x" * 31, b"x" * 33])
def test_a_salt_of_another_length_is_a_slip_and_not_a_no(salt):
    made = commit("reason", 1)
    with pytest.raises(Invalid, match="salt of 'reason'"):
        opens(made.commitment, "reason", 1, salt)
    with pytest.raises(Invalid):
        commit("reason", 1, salt)


@pytest.mark.parametrize(
    "text", ["", "sha256:", "sha256:" + "A" * 64, "sha256:" + "a" * 63, "a" * 64, "sha512:" + "a" * 64]
)
def test_a_malformed_commitment_is_a_slip_and_not_a_no(text):
    with pytest.raises(Invalid, match="commitment of 'reason'"):
        opens(text, "reason", 1, SALT)


@pytest.mark.parametrize("name", ["", "\ud800"])
def test_a_field_needs_a_name(name):
    with pytest.raises(Invalid):
        commit(name, 1)
