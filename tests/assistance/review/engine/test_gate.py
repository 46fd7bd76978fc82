"""What the gate says of a request, had its narrative been all that was known."""

import pytest

from brightline.assistance.policy import packs
from brightline.assistance.review.engine.finding.finding import Finding, Label
from brightline.assistance.review.engine.gate import asked, facts_of

PACK = packs.load("lmpd-2017-09")


def finding(
    *grounds: str, label: Label = "request", asks: tuple[str, ...] = ("perimeter",), commander: bool = False
) -> Finding:
    told = ("FC1", label, "ICE", asks, grounds, commander, 0.9, ())
    return Finding(*told, "2017-03-01T10:00:00", "ASSIST", "1 OAK ST", "…", "calls.csv", 2)


@pytest.mark.parametrize("ground", ["criminal_warrant", "crime", "public_danger"])
def test_a_ground_and_a_commander_permit(ground: str) -> None:
    answered = asked(finding(ground, commander=True), PACK)

    assert answered.gate == "permitted"
    assert len(set(answered.because)) == len(answered.because) > 0


def test_a_ground_without_a_commander_is_refused() -> None:
    answered = asked(finding("crime"), PACK)

    assert answered.gate == "refused"
    assert "No commander has handled the request." in answered.because


def test_a_commander_without_a_ground_is_refused() -> None:
    assert asked(finding(commander=True), PACK).gate == "refused"


def test_what_is_asked_tells_of_the_paper_behind_it() -> None:
    answered = asked(finding(asks=("serve_administrative_warrant",)), PACK)

    assert "An administrative warrant is not a criminal warrant." in answered.because
    assert (
        facts_of(PACK, asks=["hold_on_detainer"], grounds=["criminal_warrant"], commander=False).warrant == "criminal"
    )


def test_the_gate_is_asked_of_requests_alone() -> None:
    mention = finding(label="mention", asks=())

    assert asked(mention, PACK) == mention


def test_a_pack_with_facts_and_grounds_of_its_own_answers_too() -> None:
    county = packs.load("lmco-2017-10")

    assert asked(finding("criminal_warrant", commander=True), county).gate == "permitted"
    assert asked(finding("crime", asks=("perimeter", "juggle")), county).gate == "refused"
