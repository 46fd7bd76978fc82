"""The report's words for what the engine names by a short name, where no policy pack gives its own."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from brightline.assistance.policy.packs import Pack

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WORDS: Final[Mapping[str, str]] = {
    "serve_criminal_warrant": "Serve a criminal warrant",
    "serve_administrative_warrant": "Serve an administrative warrant",
    "knock_and_clear": "Knock and clear",
    "perimeter": "Hold a perimeter",
    "transport": "Transport a person",
    "identify_person": "Identify a person",
    "keep_the_peace": "Keep the peace",
    "traffic_control": "Control traffic",
    "backup_officer_safety": "Back up an officer",
    "respond_to_crime": "Respond to a crime",
    "medical_aid": "Give medical aid",
    "hold_on_detainer": "Hold a person on a detainer",
    "ask_immigration_status": "Ask about immigration status",
    "share_information": "Share information",
    "other": "Something else",
    "criminal_warrant": "Criminal warrant",
    "crime": "Crime",
    "public_danger": "Clear public danger",
    "permitted": "would permit",
    "refused": "would refuse",
    "not_covered": "not covered",
}


def word(name: str, pack: "Pack | None" = None) -> str:
    """What a task, a ground or an outcome is called."""
    if pack is not None:
        for known in (pack.tasks, pack.grounds):
            if name in known:
                return known[name]
    return _WORDS.get(name) or name.replace("_", " ").capitalize()


def cue(name: str, pack: "Pack | None" = None) -> str:
    """What a marked stretch was taken for: "ask: perimeter" becomes "Hold a perimeter"."""
    kind, colon, what = name.partition(":")
    if not colon:
        return word(name.strip(), pack)
    return f"{kind.strip().replace('_', ' ').capitalize()}: {word(what.strip(), pack)}"


def day(received_at: str) -> str:
    """ "21 Mar 2017, 05:38" of an ISO time; "time unknown" of none."""
    if len(received_at) < 16:
        return "time unknown"
    return f"{int(received_at[8:10])} {month(received_at[:7])}, {received_at[11:16]}"


def month(name: str) -> str:
    """ "Mar 2017" of "2017-03"."""
    return f"{MONTHS[int(name[5:7]) - 1]} {name[:4]}" if len(name) == 7 else name or "time unknown"


def long_month(name: str) -> str:
    """ "March 2017" of "2017-03"."""
    return f"{_LONG_MONTHS[int(name[5:7]) - 1]} {name[:4]}"
