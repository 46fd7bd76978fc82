"""The audit: whatever is done to the log after a checkpoint was kept elsewhere is found and placed."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger.audit import MOST_FINDINGS, StoredEntry, audit
from brightline.record.ledger.checkpoint import Checkpoint
from brightline.record.ledger.entry import Entry
from brightline.record.ledger.tree import leaf_hash, root

ORIGIN = "city.example/ledger"
START = datetime(2026, 3, 1, tzinfo=UTC)


def written(number, note=""):
    return Entry("request.received", START + timedelta(minutes=number), f"R-{number}", {"note": note}).encode()


def stored(contents):
    """What someone with full power over the database leaves behind: indexes and leaf hashes all in order."""
    return [StoredEntry(index, data, leaf_hash(data)) for index, data in enumerate(contents)]


def checkpoint(contents, size):
    return Checkpoint(ORIGIN, size, root(leaf_hash(data) for data in contents[:size]))


CONTENTS = [written(number) for number in range(20)]
LOG = stored(CONTENTS)
AT = {size: checkpoint(CONTENTS, size) for size in range(21)}


def codes(report):
    return [finding.code for finding in report.findings]


def the(report, code):
    return next(finding for finding in report.findings if finding.code == code)


# --- an intact log


@given(st.integers(0, 20), st.sets(st.integers(0, 20), min_size=1), st.sets(st.integers(0, 20)))
def test_an_intact_log_passes_at_every_size(size, kept, own):
    kept, own = ([AT[each] for each in sizes if each <= size] for sizes in (kept, own))
    report = audit(LOG[:size], kept, own)
    assert report.ok
    assert (report.size, report.root) == (size, AT[size].root)
    assert report.vouched == max((each.size for each in kept), default=0)
    assert codes(report) == ([] if kept else ["nothing_kept"])


def test_without_a_kept_checkpoint_the_report_says_what_it_is_worth():
    report = audit(LOG, [], [AT[20]])
    assert report.ok
    assert "agrees with itself" in the(report, "nothing_kept").says
    assert "no checkpoint kept elsewhere vouches for it" in report.says


def test_the_empty_log_passes():
    report = audit([], [AT[0]])
    assert (report.ok, report.size, report.root) == (True, 0, AT[0].root)


def test_time_going_backwards_is_a_warning():
    contents = [written(1), written(3), written(2), written(4)]
    report = audit(stored(contents), [checkpoint(contents, 4)])
    assert report.ok
    assert (the(report, "time_backwards").first, codes(report)) == (2, ["time_backwards"])
    assert "clock was set back, or a past was loaded" in the(report, "time_backwards").says


# --- every single change by someone who also rewrites indexes, leaf hashes and the log's own checkpoints

places = st.integers(0, 19)


def assert_found(contents, kept_size, place, own_size):
    """The kept checkpoint shows it; its range holds the place, however the own checkpoints were forged."""
    own = [checkpoint(contents, min(own_size, len(contents)))]
    for own_checkpoints in ([], own):
        report = audit(stored(contents), [AT[kept_size]], own_checkpoints)
        assert not report.ok
        found = [finding for finding in report.findings if finding.code in ("root_differs", "cut_off")]
        assert found
        assert all(finding.first <= place <= finding.last for finding in found)
        assert report.vouched == 0


@given(places, st.data())
def test_a_changed_entry_is_found(place, data):
    contents = CONTENTS.copy()
    contents[place] = written(place, "forged")
    assert_found(contents, data.draw(st.integers(place + 1, 20)), place, data.draw(st.integers(0, 20)))


@given(places, st.data())
def test_a_removed_entry_is_found(place, data):
    contents = CONTENTS[:place] + CONTENTS[place + 1 :]
    assert_found(contents, data.draw(st.integers(place + 1, 20)), place, data.draw(st.integers(0, 19)))


@given(places, st.data())
def test_an_inserted_entry_is_found(place, data):
    contents = [*CONTENTS[:place], written(place, "forged"), *CONTENTS[place:]]
    assert_found(contents, data.draw(st.integers(place + 1, 20)), place, data.draw(st.integers(0, 21)))


@given(st.lists(places, min_size=2, max_size=2, unique=True), st.data())
def test_two_swapped_entries_are_found(pair, data):
    first, second = sorted(pair)
    contents = CONTENTS.copy()
    contents[first], contents[second] = contents[second], contents[first]
    assert_found(contents, data.draw(st.integers(first + 1, 20)), first, data.draw(st.integers(0, 20)))


@given(st.integers(0, 19), st.data())
def test_a_cut_off_log_is_found_with_how_many_are_missing(size, data):
    kept = data.draw(st.integers(size + 1, 20))
    before = data.draw(st.integers(0, size))
    report = audit(LOG[:size], [AT[before], AT[kept]])
    finding = the(report, "cut_off")
    assert codes(report) == ["cut_off"]
    assert (finding.missing, finding.first, finding.last) == (kept - size, before, kept - 1)
    assert f"{kept - size} entr" in finding.says
    assert report.vouched == before


@given(st.permutations(range(20)))
def test_no_order_but_the_signed_one_passes(order):
    report = audit(stored([CONTENTS[place] for place in order]), [AT[20]])
    assert report.ok == (order == list(range(20)))


def test_what_comes_after_the_last_kept_checkpoint_is_not_vouched_for():
    contents = CONTENTS.copy()
    contents[15] = written(15, "forged")
    report = audit(stored(contents), [AT[10]])
    assert (report.ok, report.vouched) == (True, 10)
    assert "vouches for the first 10" in report.says


# --- where it was


def changed_at(*changed):
    return stored([written(place, "forged") if place in changed else data for place, data in enumerate(CONTENTS)])


def test_the_range_lies_between_the_last_that_agrees_and_the_first_that_does_not():
    report = audit(changed_at(12), [AT[4], AT[8], AT[16], AT[20]])
    finding = the(report, "root_differs")
    assert (finding.first, finding.last, finding.checkpoint) == (8, 15, 16)
    assert report.vouched == 8


def test_genuine_own_checkpoints_narrow_it_further_and_are_told_apart():
    finding = the(audit(changed_at(12), [AT[8], AT[20]], [AT[11], AT[14], AT[17]]), "root_differs")
    assert (finding.first, finding.last) == (8, 19)
    assert (finding.likely_first, finding.likely_last) == (11, 13)
    assert "if the log's own checkpoints are genuine, among 11 to 13" in finding.says


def test_own_checkpoints_alone_narrow_it_down():
    report = audit(changed_at(12), [], [AT[11], AT[14]])
    assert (the(report, "root_differs").first, the(report, "root_differs").last) == (0, 13)
    assert (the(report, "root_differs").likely_first, the(report, "root_differs").likely_last) == (11, 13)


def test_an_own_checkpoint_may_show_a_change_after_the_last_kept_one():
    report = audit(changed_at(12), [AT[10]], [AT[14]])
    assert (the(report, "root_differs").first, the(report, "root_differs").last) == (10, 13)
    assert report.vouched == 10


def test_own_checkpoints_signed_after_the_change_are_caught():
    forged = [row.data for row in changed_at(5)]
    report = audit(stored(forged), [AT[15]], [checkpoint(forged, 10), checkpoint(forged, 20)])
    assert codes(report) == ["root_differs", "contradiction"]
    assert "changed and signed again" in the(report, "contradiction").says
    # The forged one at 10 must not make 10 to 14 look likely.
    finding = the(report, "root_differs")
    assert (finding.first, finding.last, finding.likely_first) == (0, 14, None)


def test_an_altered_own_checkpoint_is_no_change_of_the_entries():
    wrong = replace(AT[8], root=bytes(32))
    report = audit(LOG, [AT[15]], [wrong, AT[10]])
    assert codes(report) == ["contradiction"]
    assert "own checkpoint was altered" in the(report, "contradiction").says
    assert report.vouched == 15


def test_kept_checkpoints_that_contradict_each_other_show_two_histories():
    report = audit(LOG, [replace(AT[8], root=bytes(32)), AT[15]])
    assert codes(report) == ["contradiction"]
    assert "two histories" in the(report, "contradiction").says


def test_checkpoints_of_two_logs_are_refused():
    with pytest.raises(Invalid, match="several logs"):
        audit(LOG, [AT[8], replace(AT[10], origin="other.example/ledger")])


# --- rows that are wrong by themselves


def test_bytes_changed_under_a_kept_hash_are_pinned_to_the_entry():
    rows = LOG.copy()
    rows[7] = replace(rows[7], data=written(7, "forged"))
    report = audit(rows, [AT[5], AT[20]])
    assert codes(report) == ["changed"]
    assert (report.findings[0].first, report.findings[0].last) == (7, 7)
    assert report.vouched == 5


def test_a_changed_hash_is_found_though_the_bytes_are_vouched_for():
    rows = LOG.copy()
    for wrong in (bytes(32), b"short"):
        rows[7] = replace(rows[7], leaf_hash=wrong)
        report = audit(rows, [AT[20]])
        assert (codes(report), report.vouched, report.root) == (["changed"], 20, AT[20].root)


def test_an_entry_that_cannot_be_read_is_found():
    contents = CONTENTS.copy()
    contents[3] = b"{}"
    report = audit(stored(contents), [checkpoint(contents, 20)])
    assert (codes(report), report.findings[0].first) == (["unreadable"], 3)


def test_a_gap_is_found_and_later_checkpoints_cannot_be_compared():
    report = audit(LOG[:5] + LOG[8:], [AT[4], AT[6], AT[20]])
    assert codes(report) == ["missing", "cannot_compare", "cannot_compare"]
    finding = the(report, "missing")
    assert (finding.first, finding.last, finding.missing) == (5, 7, 3)
    assert (report.vouched, report.root, report.size) == (4, None, 17)


def test_a_missing_first_entry_is_a_gap():
    report = audit(LOG[1:], [AT[20]])
    assert "Entry 0 is missing." in [finding.says for finding in report.findings]


def test_a_repeated_entry_is_found():
    report = audit([*LOG[:6], LOG[5], *LOG[6:]], [AT[20]])
    assert (codes(report), report.findings[0].first, report.vouched) == (["repeated"], 5, 20)


def test_rows_out_of_order_are_not_called_missing():
    rows = LOG.copy()
    rows[3], rows[5] = rows[5], rows[3]
    report = audit(rows, [AT[20]])
    assert "missing" not in codes(report)
    assert [finding.first for finding in report.findings if finding.code == "out_of_order"] == [4, 3]


@given(st.permutations(range(20)))
def test_every_order_of_the_rows_but_theirs_is_found(order):
    report = audit([LOG[place] for place in order], [AT[20]])
    assert report.ok == (order == list(range(20)))
    assert "missing" not in report.counts


@given(st.sets(st.integers(0, 19), min_size=1))
def test_every_row_left_out_is_counted(left_out):
    report = audit([row for row in LOG if row.index not in left_out], [AT[20]])
    assert not report.ok
    assert sum(finding.missing or 0 for finding in report.findings) == len(left_out)


# --- the report


def test_the_report_is_json():
    report = audit(changed_at(12), [AT[8], AT[20]], [AT[11]])
    document = json.loads(json.dumps(report.to_json()))
    assert (document["ok"], document["size"], document["root"]) == (False, 20, base64.b64encode(report.root).decode())
    assert document["counts"] == {"root_differs": 1}
    assert document["findings"][0] == {
        "code": "root_differs",
        "severity": "error",
        "says": report.findings[0].says,
        "first": 8,
        "last": 19,
        "checkpoint": 20,
        "missing": None,
        "likely_first": 11,
        "likely_last": 19,
    }


def test_memory_is_bounded_on_a_log_changed_throughout():
    rows = (StoredEntry(2 * number, b"{}", bytes(32)) for number in range(3 * MOST_FINDINGS))
    report = audit(rows, [])
    assert report.counts["changed"] == report.counts["unreadable"] == 3 * MOST_FINDINGS
    assert report.counts["missing"] == 3 * MOST_FINDINGS - 1
    assert len(report.findings) == 3 * MOST_FINDINGS + 1


def test_entries_are_read_once_and_not_kept():
    alive = 0
    most = 0

    class Counted(bytes):
        def __init__(self, *_):
            nonlocal alive, most
            alive += 1
            most = max(most, alive)

        def __del__(self):
            nonlocal alive
            alive -= 1

    contents = [written(number) for number in range(300)]
    rows = (StoredEntry(index, Counted(data), leaf_hash(data)) for index, data in enumerate(contents))
    assert audit(rows, [checkpoint(contents, 300)]).ok
    assert most <= 2
