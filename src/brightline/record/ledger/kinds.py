"""Every kind of entry, what of it is public and what is committed to but kept private.

The list is closed: `append` refuses a kind or a field that is not here. docs/reference/entry-kinds.md is generated
from it. Fields are never renamed or removed, since old entries keep them; a new meaning is a new field.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """says: one plain sentence, for docs and timelines; public and private: names of the fields an entry may have."""

    says: str
    public: frozenset[str]
    private: frozenset[str]


def _kind(says: str, public: str, private: str = "") -> Kind:
    return Kind(says, frozenset(public.split()), frozenset(private.split()))


KINDS: dict[str, Kind] = {
    "policy.adopted": _kind(
        "The city took up a written policy.",
        "pack digest title in_force_from grounds tasks rules sources",
    ),
    "calls.counted": _kind("All calls for service of one month were counted.", "month calls source", "by"),
    "request.received": _kind(
        "An outside agency asked for police help.",
        "agency agency_kind channel purpose asks danger district received_at",
        "officer callback cad_number location words by",
    ),
    "request.amended": _kind(
        "The call-taker added to what was first written down.",
        "agency agency_kind channel purpose asks danger district",
        "officer callback cad_number location words by",
    ),
    "page.sent": _kind("A commander was paged.", "reason step posts count respond_by", "to"),
    "page.acknowledged": _kind("A commander answered the page.", "step seconds", "by"),
    "page.ended": _kind("The page ended without an answer being needed any more.", "why", "by"),
    "request.command_taken": _kind("A commander took command of the request.", "handed_over", "by"),
    "request.facts_recorded": _kind(
        "What is known of the request was set down.",
        "facts grounds dispatch before_assessment missing pack pack_digest",
        "by",
    ),
    "request.decided": _kind(
        "The commander decided.",
        "outcome tasks refused referred grounds rules facts missing pack pack_digest after_sending",
        "reason by",
    ),
    "request.units_sent": _kind("Officers were sent.", "before_assessment units commander_among", "call_signs by"),
    "request.unit_arrived": _kind("A unit reached the scene.", "commander arrived_at", "call_sign by"),
    "request.stood_down": _kind("The units were called back.", "", "reason by"),
    "request.withdrawn": _kind("The agency took back its request.", "", "reason by"),
    "request.closed": _kind("The request was closed.", "outcome", "note by"),
    "request.reviewed": _kind("A second person reviewed the closed request.", "finding", "note by"),
    "request.explained": _kind("Someone answered for an exception.", "exception", "explanation by"),
    "request.sent_outside": _kind(
        "Officers had gone, or done something, that was not authorized here.", "noticed_at", "what by"
    ),
    "finding.read": _kind("Someone read what was said in a call found by looking back.", "examination", "by"),
    "request.found_unlogged": _kind(
        "Looking back found a request that nobody had logged.",
        "examination month agency_kind asks grounds gate pack pack_digest had_commander",
        "cad_number address narrative by",
    ),
    "request.unlogged_explained": _kind(
        "Someone answered for a request that nobody had logged.", "examination", "explanation by"
    ),
    "calls.examined": _kind(
        "All calls of one month in an export were looked through for requests.",
        "month calls requests logged unlogged rejected source",
        "by",
    ),
    "recording.attached": _kind("A recording of the call was attached.", "sha256 bytes media_type", "by"),
    "recording.heard": _kind("Someone listened to a recording.", "sha256", "by"),
    "account.opened": _kind("Someone was given an account.", "roles", "who by"),
    "account.changed": _kind("An account, or what it may open, was changed.", "roles roles_before", "who was by"),
    "account.closed": _kind("An account was closed.", "roles", "who by"),
    "account.reopened": _kind("A closed account was opened again.", "roles", "who by"),
    "account.link_made": _kind("A link was made by which someone sets a new password.", "roles", "who by"),
    "account.second_factor_reset": _kind("Someone's second factor was taken away.", "roles", "who by"),
    "roster.changed": _kind("The duty roster was changed.", "post change starts_at ends_at", "who by"),
}
