"""Playing the demo city's history through the real actions, on a simulated clock."""

import io
import math
import struct
import uuid
import wave
from datetime import UTC, datetime, timedelta

from django.db import transaction

from brightline.assistance.duty import actions as duty
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.actions.intake import Written
from brightline.assistance.requests.models import Request
from brightline.city import queries as city
from brightline.demo.cases import CALLS, CASES, Case, cad_number
from brightline.demo.people import person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger import actions as ledger
from brightline.record.ledger import queries as ledger_queries

_NAMES = uuid.UUID("6f1d3c0e-6a52-4f0e-9d0b-8f9f4b1f6a10")
_KNOWN: dict[str, dict[str, object]] = {
    "criminal_warrant": {"purpose": "criminal", "warrant": "criminal", "warrant_verified": True},
    "crime": {"purpose": "criminal", "crime": "occurring", "crime_kind": "state_or_local"},
    "public_danger": {"purpose": "emergency", "clear_public_danger": True},
    "": {"purpose": "civil_immigration"},
}


def months(now: datetime) -> list[tuple[int, int]]:
    """(year, month) of the six whole months before `now`, the oldest first."""
    local = city.local(now)
    counted = local.year * 12 + local.month - 1
    return [divmod(counted - back, 12) for back in range(6, 0, -1)]


def beginning(now: datetime) -> datetime:
    """The day before the history: when the demo city took up its policy and made its roster."""
    year, month = months(now)[0]
    return datetime(year, month + 1, 1, 17, tzinfo=UTC) - timedelta(days=1)


def play() -> str:
    """Play it once. Raises Invalid when it has been played or the ledger is past it, and then nothing was added."""
    if Request.objects.filter(intake_key=_key(0, "intake")).exists():
        raise Invalid("The history is in the register already; nothing was added.")
    calendar = months(clock.now())
    latest = ledger_queries.latest_time()
    if latest and latest > min(_moment(case, calendar[case.month]) for case in CASES):
        raise Invalid(
            f"The ledger holds an entry of {latest:%Y-%m-%d} already, later than the history begins, and its dates "
            "would run backwards: start with an empty folder (move var/ away, or set BRIGHTLINE_VAR to a new one) and "
            "load the history first, by `make demo-history`. Nothing was added."
        )
    # All or nothing: a history half told would be a false record.
    with transaction.atomic():
        for month, calls in enumerate(CALLS):
            for number, case in enumerate(CASES):
                if case.month == month:
                    _play(number, case, calendar[month])
            _count(calendar[month], calls)
    ledger.sign_checkpoint(city.city().log_origin)
    grounded = sum(bool(case.ground) for case in CASES)
    return (
        f"{len(CASES)} requests among {sum(CALLS):,} calls: {grounded} with a ground, {len(CASES) - grounded} without."
    )


def _count(month: tuple[int, int], calls: int) -> None:
    """A month's calls are counted on the first day after it."""
    year, last = month
    counted = datetime(year + last // 11, (last + 1) % 12 + 1, 1, 14, tzinfo=UTC)
    # Never ahead of now: on that very morning, what happens next would be dated before it.
    with clock.at(min(counted, clock.now())):
        actions.count_calls(month=f"{year}-{last + 1:02d}", calls=calls, source="dispatch system", by=person("kit"))


def _play(index: int, case: Case, month: tuple[int, int]) -> None:
    moment = _moment(case, month)
    before = "sent_before" in case.special
    with clock.at(moment):
        request = actions.receive(
            key=_key(index, "intake"), written=_written(index, case), by=person("ana"), danger_now=before
        )
    number = request.number
    if before:
        with clock.at(moment + timedelta(seconds=20)):
            actions.send_before_assessment(
                number, call_signs=[f"{index + 1}12A", "C1"], key=_key(index, "early"), by=person("dev")
            )
    if "escalated" in case.special:
        with clock.at(moment + queries.pack_for(request).clocks.acknowledge_within):
            duty.escalate_due()
    commander = person(case.commander)
    answered = moment + timedelta(seconds=case.answered)
    with clock.at(answered):
        actions.take_command(number, by=commander)
    with clock.at(answered + timedelta(minutes=2)):
        known = _KNOWN[case.ground] | {"commander_joins": bool(case.ground)}
        if case.warrant != "none":
            known |= {"warrant": case.warrant}
        if case.channel == "phone" and "no_recording" not in case.special:
            known |= {"call_recorded": True}
        answer = actions.record_facts(number, ticked=known, by=commander)
        seen = queries.latest_facts(request)
        actions.decide(
            number,
            tasks=[task for task in case.asks if answer.tasks[task] == "permitted"],
            reason=_reason(case),
            by=commander,
            seen=seen.pk if seen else None,
            decline=not case.ground,
        )
    decided = answered + timedelta(minutes=2)
    if case.ground:
        decided = _on_scene(index, case, number, decided, before)
    _aftermath(index, case, number, decided)


def _moment(case: Case, month: tuple[int, int]) -> datetime:
    """When the agency asked, in UTC."""
    hour, minute = (int(part) for part in case.time.split(":"))
    return datetime(month[0], month[1] + 1, case.day, hour, minute, tzinfo=city.zone()).astimezone(UTC)


def _on_scene(index: int, case: Case, number: str, decided: datetime, before: bool) -> datetime:
    commander = person(case.commander)
    sent = decided + timedelta(seconds=45)
    if not before:
        with clock.at(sent):
            actions.send_units(
                number, call_signs=[f"{index + 1}12A", commander.call_sign], key=_key(index, "sent"), by=person("dev")
            )
    arrived = sent + timedelta(minutes=case.scene)
    with clock.at(arrived):
        actions.arrive(number, call_sign=f"{index + 1}12A", by=person("dev"))
        actions.arrive(number, call_sign=commander.call_sign, by=commander)
    return arrived + timedelta(minutes=35)


def _aftermath(index: int, case: Case, number: str, ended: datetime) -> None:
    commander = person(case.commander)
    with clock.at(ended):
        outcome = "helped" if case.ground else "caller_told"
        actions.close(number, outcome=outcome, note="", by=commander)
    if case.channel == "phone" and "no_recording" not in case.special:
        with clock.at(ended + timedelta(minutes=20)):
            actions.attach_recording(number, audio=_tone(index), by=commander)
    with clock.at(ended + timedelta(hours=20)):
        actions.review(
            number, finding="within_policy", note="Read the entries, heard the recording.", by=person("rosa")
        )
    if case.special & {"no_recording", "escalated"}:
        exception = "no_recording" if "no_recording" in case.special else "unanswered_page"
        said = {
            "no_recording": "The agent came on a radio patch; nobody could put the call on the line in time.",
            "unanswered_page": "The duty commander was in a tunnel; the backup answered.",
        }
        with clock.at(ended + timedelta(hours=22)):
            actions.explain(number, exception=exception, explanation=said[exception], by=commander)


def _written(index: int, case: Case) -> Written:
    return Written(
        agency=case.agency,
        channel=case.channel,
        officer=f"Agent {index + 101}",
        callback=f"(502) 555-01{index:02d}",
        cad_number=cad_number(index),
        location=case.place,
        district=case.district,
        asks=list(case.asks),
        danger="yes" if case.ground == "public_danger" else "no",
        words=case.words,
    )


def _reason(case: Case) -> str:
    return {
        "criminal_warrant": "The clerk of the court confirmed the warrant.",
        "crime": "Our own officers would go to this for anyone.",
        "public_danger": "People are in danger.",
        "": "No ground: this is immigration enforcement.",
    }[case.ground]


def _key(index: int, what: str) -> uuid.UUID:
    return uuid.uuid5(_NAMES, f"{index} {what}")


def _tone(index: int) -> io.BytesIO:
    """A second of sound in place of a call, another pitch for each request, so that each has its own SHA-256."""
    rate, pitch = 8000, 300 + 20 * index
    samples = (int(8000 * math.sin(2 * math.pi * pitch * at / rate)) for at in range(rate))
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    out.seek(0)
    return out
