"""What the written policy says of a request."""

from collections.abc import Iterable
from datetime import date, datetime

from brightline.assistance.line import queries as line
from brightline.assistance.policy import facts as policy_facts
from brightline.assistance.policy import gate, packs
from brightline.assistance.requests.models import Request
from brightline.assistance.requests.queries.register import commanders_of, latest_facts, latest_intake
from brightline.city import queries as city


def pack_in_force(at: datetime) -> packs.Pack:
    """The pack the city had taken up at that time."""
    return packs.in_force(_adoptions(), at, city.zone())


def pack_for(request: Request) -> packs.Pack:
    """The pack that decides this request: the one in force when it came in."""
    return pack_in_force(request.received_at)


def packs_for(requests: Iterable[Request]) -> dict[int, packs.Pack]:
    """The same for many, by the key of each request, with one question to the database."""
    adoptions = _adoptions()
    return {request.pk: packs.in_force(adoptions, request.received_at, city.zone()) for request in requests}


def facts_now(request: Request) -> policy_facts.Facts:
    """What is known now: what was last set down, with what the system itself knows put over it."""
    pack = pack_for(request)
    last = latest_facts(request)
    known = dict(last.facts) if last else {}
    return policy_facts.parse(known | _of_itself(request, known), pack)


def gate_now(request: Request) -> gate.Decision:
    """What the gate says now."""
    return gate.decide(pack_for(request), facts_now(request))


def _adoptions() -> list[tuple[str, date]]:
    """Which policy the city took up, and since when."""
    return [(row["pack"], date.fromisoformat(row["from"])) for row in city.city().policy_adoptions]


def _of_itself(request: Request, known: dict[str, object]) -> dict[str, object]:
    """Facts nobody ticks: who asks by which channel, that a commander answered, that a recording is attached."""
    intake = latest_intake(request)
    found: dict[str, object] = {
        "agency_kind": intake.agency_kind,
        "channel": intake.channel,
        "handled_by_commander": bool(commanders_of(request)),
    }
    if "asks" not in known:
        found |= {"asks": list(intake.asks), "purpose": intake.purpose}
    if line.has_recording(request.number):
        found["call_recorded"] = True
    return found
