"""Calls made of others by putting another party in the agency's place.

The same words asked by the drug agency, a landlord or an ice company are no request of an immigration agency; asked by
another branch of it they are. Learning from both teaches that it matters who asks (counterfactual augmentation,
Kaushik et al., arXiv:1909.12434).
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from brightline.assistance.review.engine.finding.lexicon import lexicon

_BRANCHES = (
    "ICE", "ICE", "ERO", "HSI", "CBP", "IMMIGRATION", "Immigration", "IMMAGRATION", "IMIGRATION", "HOMELAND SEC",
    "BORDER PATROL", "I.C.E.", "Border Patrol", "ICE ERO", "INMIGRATION", "DHS ICE", "FED IMMIGRATION",
)  # fmt: skip
_OTHERS = (
    "DEA", "FBI", "ATF", "US MARSHALS", "POSTAL INSPECTORS", "SECRET SERVICE", "STATE POLICE", "PROBATION", "PAROLE",
    "TSA", "FPS", "IRS", "NCIS", "COUNTY SHERIFF", "CHILD PROTECTIVE", "CODE ENFORCEMENT", "ANIMAL CONTROL",
    "BAIL BOND", "REPO", "GAS CO", "WATER CO", "TOW CO", "LANDLORD", "SCHOOL SECURITY", "PARK RANGER", "VA POLICE",
    "AMTRAK POLICE", "FISH AND WILDLIFE", "FIRE MARSHAL", "HEALTH DEPT", "ICE CO", "ICE CREAM CO", "ICE RINK",
    "ERO ELECTRIC", "HSI ROOFING", "CBP PARK", "HOMELAND INSURANCE", "CUSTOMS AUTO SHOP", "STATE GAMING",
    "FOREST SERVICE",
)  # fmt: skip
# With one of these in it a call concerns immigration whoever asks.
_TELLS = ("STATUS", "FEDERAL")


def swapped(calls: Sequence[Mapping[str, Any]], seed: int) -> list[dict[str, Any]]:
    """New calls, each naming the one it was made of with a mark after its id. The same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    words = lexicon()
    made = []
    for call in calls:
        if call["label"] not in ("request", "other_contact"):
            continue
        found = words.words(call["narrative"])
        cues = words.classes.find([word.text for word in found])
        spans = [(found[cue.first].start, found[cue.last - 1].end) for cue in cues if cue.name == "AGENCY"]
        if not spans:
            continue
        if len(spans) == 1:
            branch = _put(call["narrative"], spans, dice.choice(_BRANCHES))
            made.append({**call, "call_id": call["call_id"] + "+", "narrative": branch})
        if not any(cue.name in _TELLS for cue in cues):
            other = _put(call["narrative"], spans, dice.choice(_OTHERS))
            nothing = {"label": "none", "agency": None, "asks": [], "grounds_documented": []}
            made.append({**call, **nothing, "call_id": call["call_id"] + "-", "narrative": other})
    return made


def _put(text: str, spans: Sequence[tuple[int, int]], name: str) -> str:
    for start, end in reversed(spans):
        text = text[:start] + (name if text[start:end].isupper() else name.title()) + text[end:]
    return text
