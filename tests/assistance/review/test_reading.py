"""Rules of handing in and reading exports."""

import io
import os
import stat
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from brightline.assistance.review import actions, exports
from brightline.assistance.review.actions import reading
from brightline.assistance.review.models import Examination, Finding
from brightline.assistance.review.states import TRANSITIONS, State
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Denied, Invalid, WrongState
from tests.assistance.review.examined import Reviewers, examined, found, handed_in

pytestmark = pytest.mark.django_db
EXPORT = (
    "call_id,received_at,nature,address,narrative\n"
    '26-1,2026-05-10T14:30:00,ASSIST OTHER AGENCY,1604 Harbor St,"ICE agents on scene request two officers to hold a '
    'perimeter at 1604 Harbor St while they serve an administrative warrant. Two units sent."\n'
    "26-2,2026-05-11T08:00:00,TRAFFIC,12 Elm Ave,Two vehicles slid on the ice. No injuries.\n"
)


@pytest.fixture
def crew() -> Reviewers:
    return Reviewers()


def test_every_state_declares_its_exits() -> None:
    assert TRANSITIONS.keys() == set(State)


def test_an_export_is_kept_for_the_services_user_alone(crew: Reviewers) -> None:
    examination = handed_in(crew.reviewer, b"calls", name="../../May 2026.csv.gz")
    path = exports.path_of(examination)
    assert path.read_bytes() == b"calls"
    assert path.name == "May_2026.csv.gz"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(exports.folder().glob("incoming-*")) == []


def test_the_same_file_is_examined_once(crew: Reviewers) -> None:
    first = handed_in(crew.reviewer, b"calls")
    with pytest.raises(WrongState, match=first.reference):
        handed_in(crew.second, b"calls", name="other.csv")


def test_an_empty_or_too_large_export_is_refused_in_one_sentence(crew: Reviewers, settings: object) -> None:
    settings.BRIGHTLINE_REVIEW_LIMIT = 10  # type: ignore[attr-defined]
    with pytest.raises(Invalid, match="empty"):
        actions.hand_in(export=io.BytesIO(), name="a.csv", by=crew.reviewer)
    with pytest.raises(Invalid, match="larger than"):
        actions.hand_in(export=io.BytesIO(b"x" * 11), name="a.csv", by=crew.reviewer)
    assert list(exports.folder().glob("incoming-*")) == []


def test_only_reviewers_hand_in_stop_and_enter(crew: Reviewers) -> None:
    with pytest.raises(Denied):
        handed_in(crew.auditor)
    examination = handed_in(crew.reviewer)
    for act in (actions.stop, actions.resume, actions.enter):
        with pytest.raises(Denied):
            act(examination.pk, by=crew.auditor)


def test_the_citys_own_words_are_looked_for(crew: Reviewers) -> None:
    asked = "Bluegrass Custodial requests units to hold a man until their van arrives"
    row = f"26-3,2026-05-12T08:00:00,ASSIST,12 Elm Ave,{asked}\n"
    handed_in(crew.reviewer, (EXPORT + row).encode())
    read = actions.read_next()
    assert read is not None
    examination = Examination.objects.get(pk=read.pk)
    assert "Bluegrass Custodial" in examination.findings.values_list("agency", flat=True)
    assert examination.summary["assumed"][0].startswith("lexicon.toml: words of the city's own")


def test_the_engine_reads_what_was_handed_in(crew: Reviewers) -> None:
    handed_in(crew.reviewer, EXPORT.encode())
    read = actions.read_next()
    assert read is not None
    examination = Examination.objects.get(pk=read.pk)
    assert (examination.state, examination.problem, examination.calls) == (State.JUDGING, "", 2)
    finding = Finding.objects.filter(examination=examination).exclude(label="none").get()
    assert (finding.call_id, finding.label) == ("26-1", "request")
    assert finding.asks
    assert actions.read_next() is None


def test_what_cannot_be_read_fails_with_one_sentence_and_can_be_tried_again(crew: Reviewers) -> None:
    handed_in(crew.reviewer, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, name="photo.png")
    actions.read_next()
    failed = Examination.objects.get()
    assert failed.state == State.FAILED
    # By its name, not by where the server keeps it.
    assert failed.problem.startswith("photo.png: this is no CAD export")
    assert failed.problem
    assert "\n" not in failed.problem
    actions.resume(failed.pk, by=crew.reviewer)
    assert Examination.objects.get().state == State.WAITING


def test_one_export_is_read_at_a_time_the_oldest_first(crew: Reviewers) -> None:
    first, second = handed_in(crew.reviewer), handed_in(crew.reviewer)
    assert reading.take_up() == first
    assert reading.take_up() is None
    assert Examination.objects.get(pk=second.pk).state == State.WAITING


def test_a_reading_whose_worker_fell_silent_is_handed_back_and_its_old_worker_files_nothing(crew: Reviewers) -> None:
    handed_in(crew.reviewer)
    lost = reading.take_up()
    assert lost is not None
    actions.hand_back_lost()
    assert Examination.objects.get().state == State.READING
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        actions.hand_back_lost()
        assert Examination.objects.get().state == State.WAITING
        again = reading.take_up()
    assert again is not None
    assert again.run == lost.run + 1
    reading.file_findings(lost, exports.out_of(lost))
    assert Examination.objects.get().state == State.READING


def test_a_reading_stops_when_told_and_goes_on_when_told(crew: Reviewers) -> None:
    examination = handed_in(crew.reviewer)
    reading.take_up()
    actions.stop(examination.pk, by=crew.reviewer)
    assert Examination.objects.get().stop_wanted
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        actions.hand_back_lost()
    assert Examination.objects.get().state == State.STOPPED
    actions.resume(examination.pk, by=crew.second)
    resumed = reading.take_up()
    assert resumed is not None
    assert not resumed.stop_wanted


def test_what_no_database_can_hold_becomes_one_character_so_that_spans_stay(crew: Reviewers) -> None:
    finding = Finding.objects.get(examination=examined(crew.reviewer, [found(narrative="a\x00b\ud800c ICE")]))
    assert finding.narrative == "a\ufffdb\ufffdc ICE"


def test_a_call_that_stands_twice_in_an_export_is_judged_once(crew: Reviewers) -> None:
    line = found()
    assert examined(crew.reviewer, [line, line]).found == 1


def test_each_file_of_the_watched_folder_is_handed_in_once_when_it_has_lain_still(
    crew: Reviewers, tmp_path: Path
) -> None:
    (tmp_path / "may.csv").write_text("calls")
    (tmp_path / ".hidden").write_text("hidden")
    (tmp_path / "empty.csv").write_text("")
    assert actions.look_in_folder(tmp_path) == []
    for path in tmp_path.iterdir():
        os.utime(path, (time.time() - 700, time.time() - 700))
    (only,) = actions.look_in_folder(tmp_path)
    assert (only.name, only.by) == ("may.csv", None)
    assert actions.look_in_folder(tmp_path) == []
    assert actions.look_in_folder(tmp_path / "nowhere") == []


def test_an_upload_that_is_no_export_is_answered_beside_the_field(crew: Reviewers) -> None:
    client = Client()
    client.force_login(crew.reviewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    empty = client.post(reverse("review_hand_in"), {"export": SimpleUploadedFile("a.csv", b"")})
    assert empty.status_code == 400
    assert "This file is empty" in empty.content.decode()
    sent = client.post(reverse("review_hand_in"), {"export": SimpleUploadedFile("a.csv", EXPORT.encode())})
    assert sent["Location"] == reverse("examination", args=[Examination.objects.get().pk])
    again = client.post(reverse("review_hand_in"), {"export": SimpleUploadedFile("b.csv", EXPORT.encode())})
    assert again.status_code == 409
    assert "handed in before" in again.content.decode()


def test_rows_that_a_person_should_read_are_named_on_the_page(crew: Reviewers) -> None:
    torn = {"rejected_with_words": 1, "read_yourself": [{"file": "may.csv", "row": 1234}]}
    client = Client()
    client.force_login(crew.auditor, backend="allauth.account.auth_backends.AuthenticationBackend")
    for summary, named in ((torn, True), ({}, False)):
        page = client.get(reverse("examination", args=[examined(crew.reviewer, [], **summary).pk])).content.decode()
        assert ("<bdi>may.csv</bdi> 1,234" in page) is named
        assert ("1 of these rows holds words of an immigration agency" in page) is named
