"""Entries: one event, one sequence of bytes."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger.canonical import SAFE_INTEGER
from brightline.record.ledger.commitment import commit
from brightline.record.ledger.entry import LARGEST, Entry

AT = datetime(2026, 3, 1, 14, 5, 9, 120000, tzinfo=UTC)
COMMITMENT = "sha256:" + "ab" * 32
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-SAFE_INTEGER, SAFE_INTEGER)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False)
)
entries = st.builds(
    Entry,
    kind=st.from_regex(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", fullmatch=True),
    at=st.datetimes(timezones=st.just(UTC)),
    subject=st.text(st.characters(exclude_categories=["Cc", "Cs"])),
    public=st.dictionaries(st.text(), scalars | st.lists(scalars), max_size=5),
    private=st.dictionaries(st.text(min_size=1), st.just(COMMITMENT), max_size=3),
)


def an_entry(**changes):
    return Entry(**{"kind": "request.decided", "at": AT, "subject": "R-2026-0012", **changes})


def test_the_bytes_are_as_documented():
    entry = an_entry(public={"tasks": ["perimeter"], "dispatch": "permitted"}, private={"reason": COMMITMENT})
    assert entry.encode() == (
        b'{"at":"2026-03-01T14:05:09.120000Z","kind":"request.decided","private":{"reason":"'
        + COMMITMENT.encode()
        + b'"},'
        b'"public":{"dispatch":"permitted","tasks":["perimeter"]},"subject":"R-2026-0012","v":1}'
    )


@given(entries)
def test_an_entry_reads_back_equal(entry):
    assert Entry.decode(entry.encode()) == entry
    assert Entry.decode(entry.encode()).encode() == entry.encode()


@given(entries, st.data())
def test_any_changed_byte_gives_another_entry_or_none(entry, data):
    written = entry.encode()
    place = data.draw(st.integers(0, len(written) - 1))
    changed = bytearray(written)
    changed[place] ^= data.draw(st.integers(1, 255))
    with suppress(Invalid):
        assert Entry.decode(bytes(changed)).encode() == bytes(changed)


GOOD = b'{"at":"2026-03-01T14:05:09.120000Z","kind":"a.b","private":{},"public":{"n":1},"subject":"s","v":1}'


def test_the_example_below_is_itself_good():
    assert Entry.decode(GOOD).encode() == GOOD


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"n":1', b'"n": 1'),
        (b'"n":1', b'"n":1.0'),
        (b'"n":1', b'"n":1,"n":1'),
        (b'"n":1', b'"n":-0'),
        (b'"n":1', b'"n":NaN'),
        (b'"n":1', b'"n":9007199254740993'),
        (b'"n":1', b'"\\u006e":1'),
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":true'),
        (b'"v":1', b'"v":1,"w":1'),
        (b',"v":1', b""),
        (b'"private":{},', b""),
        (b'"private":{}', b'"private":[]'),
        (b'"private":{}', b'"private":{"reason":"text"}'),
        (b'"private":{}', b'"private":{"":"' + COMMITMENT.encode() + b'"}'),
        (b'{"n":1}', b"3"),
        (b'"a.b"', b'"A.b"'),
        (b'"a.b"', b"7"),
        (b'"s"', b"7"),
        (b'"s"', b'"two\\nlines"'),
        (b"120000Z", b"120000+00:00"),
        (b"09.120000Z", b"09Z"),
        (b"09.120000Z", b"60.120000Z"),
        (b"03-01", b"02-30"),
        (b"2026", b"0000"),
        (b"}", b"}\n"),
        (b'{"at"', b' {"at"'),
        (b'{"at"', b'\xef\xbb\xbf{"at"'),
    ],
)
def test_bytes_we_would_not_have_written_are_refused(old, new):
    at = GOOD.rindex(old) if old == b"}" else GOOD.index(old)
    with pytest.raises(Invalid):
        Entry.decode(GOOD[:at] + new + GOOD[at + len(old) :])


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"3", b"\xff"])
def test_what_is_no_object_is_refused(data):
    with pytest.raises(Invalid):
        Entry.decode(data)


def test_a_time_is_kept_in_utc():
    entry = an_entry(at=datetime(2026, 3, 1, 9, 5, 9, 120000, tzinfo=timezone(timedelta(hours=-5))))
    assert entry.at == AT
    assert entry.encode() == an_entry().encode()


def test_a_time_without_zone_is_refused():
    with pytest.raises(Invalid, match="no zone"):
        an_entry(at=datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_time_that_leaves_the_calendar_is_refused():
    with pytest.raises(Invalid, match="leaves the calendar"):
        an_entry(at=datetime.min.replace(tzinfo=timezone(timedelta(hours=1))))


@pytest.mark.parametrize("kind", ["", "Request", "request.", ".a", "a..b", "a b", "a.b\n", None])
def test_a_kind_is_lowercase_words_joined_by_dots(kind):
    with pytest.raises(Invalid, match="kind"):
        an_entry(kind=kind)


def test_a_private_value_cannot_slip_in_uncommitted():
    with pytest.raises(Invalid, match="commitment of 'reason'"):
        an_entry(private={"reason": "the plain reason"})
    assert an_entry(private={"reason": commit("reason", "the plain reason").commitment})


def test_changing_the_caller_s_dict_does_not_change_the_entry():
    public = {"tasks": ["perimeter"]}
    entry = an_entry(public=public)
    public["tasks"].append("transport")
    assert entry.public == {"tasks": ["perimeter"]}


def test_an_entry_fits_into_a_tlog_tiles_bundle():
    room = LARGEST - len(an_entry(public={"text": ""}).encode())
    assert len(an_entry(public={"text": "x" * room}).encode()) == 65535
    with pytest.raises(Invalid, match="65536 bytes"):
        an_entry(public={"text": "x" * (room + 1)}).encode()
