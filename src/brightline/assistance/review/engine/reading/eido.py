"""NENA-STA-021 Emergency Incident Data Objects: one JSON document holds what one system knew of an incident.

Components name each other by `$id` and `$ref`; texts are found by following these, and by taking every note of the
document, since a note nobody refers to was still written down.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from brightline.assistance.review.engine.reading.layout import ROLES, Layout

_COMPONENTS = ("incidentComponent", "callComponent", "notesComponent", "locationComponent", "dispatchComponent")
_MARKUP = re.compile(r"<[^<>]*>")
# Parts of a civic location (RFC 5139) in the order they are spoken.
_CIVIC = ("HNP", "HNO", "HNS", "PRM", "PRD", "RD", "STS", "POD", "UNIT", "LMK", "NAM", "A3")
_COLUMNS = {role: (number,) for number, role in enumerate(ROLES)}


def layout_of(file: str) -> Layout:
    """Every document has the same five fields. Later documents on the same incident add to the first."""
    return Layout(file, ROLES, _COLUMNS, joined=True)


def is_document(value: object) -> bool:
    """Whether a JSON value is an EIDO, perhaps in an envelope."""
    return isinstance(value, dict) and ("eidoVersion" in value or any(name in value for name in _COMPONENTS))


def opened(value: Any) -> Any:
    """The document itself, taken out of the envelope it was conveyed in."""
    if isinstance(value, dict) and not is_document(value):
        for name in ("eido", "emergencyIncidentDataObject", "body"):
            if is_document(inner := value.get(name)):
                return inner
    return value


def fields_of(document: Mapping[str, Any]) -> list[str] | str:
    """The fields of one document in the order of ROLES, or why it has none."""
    parts = {str(part["$id"]): part for part in _parts(document) if "$id" in part}
    incident = next(iter(_components(document, "incidentComponent")), {})
    calls = _components(document, "callComponent")
    call_id = _first(incident, "internalIncidentId", "incidentTrackingIdentifier") or _first(document, "$id")
    call_id = call_id or _first(incident, "$id")
    if not call_id:
        return "the document has no incident identifier"
    received = next((time for call in calls if (time := _first(call, "callStartTimestamp", "answerDate"))), "")
    received = received or _first(incident, "incidentStartTimestamp") or _earliest(document)
    nature = _first(incident, "incidentTypeInternalText", "incidentTypeCommonRegistryText", "incidentTypeInternalCode")
    places = [part for owner in (incident, *calls) for part in _referred(owner, "locationReference", parts)]
    places += _components(document, "locationComponent")
    address = next((text for place in places if (text := _address(place))), "")
    return [call_id, received, nature, address, " | ".join(_narrative(document, incident, calls, parts))]


def _narrative(
    document: Mapping[str, Any],
    incident: Mapping[str, Any],
    calls: list[Mapping[str, Any]],
    parts: Mapping[str, Mapping[str, Any]],
) -> list[str]:
    notes = [note for owner in (incident, *calls) for note in _referred(owner, "notesReference", parts)]
    notes += _components(document, "notesComponent")
    notes.sort(key=lambda note: _first(note, "noteTimestamp", "lastUpdateTimestamp", "lastUpdateTimeStamp"))
    texts = [plain for note in notes if (plain := _plain(_first(note, "notesActionComments", "noteText")))]
    for agency in _components(document, "agencyComponent"):
        texts += [_card_name(agency.get("agencyJcard")), _card_name(agency.get("agencyName"))]
    for place in _components(document, "locationComponent"):
        texts.append(_plain(_first(place, "locationDescriptionText")))
    for disposition in _components(incident, "dispositionComponent"):
        texts.append(_plain(_first(disposition, "dispositionInternalText", "dispositionComments")))
    return list(dict.fromkeys(text for text in texts if text))


def _components(owner: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = owner.get(name)
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, dict)]


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict | list):
                yield from _parts(inner)


def _referred(
    owner: Mapping[str, Any], name: str, parts: Mapping[str, Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    references = owner.get(name)
    for reference in references if isinstance(references, list) else [references]:
        target = reference.get("$ref") if isinstance(reference, dict) else reference
        if isinstance(target, str) and (part := parts.get(target) or parts.get(target.removeprefix("$ref:"))):
            yield part


def _first(owner: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = owner.get(name)
        value = next(iter(value), None) if isinstance(value, list) else value
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value).strip()
    return ""


def _earliest(document: Mapping[str, Any]) -> str:
    times = [_first(part, "lastUpdateTimestamp", "lastUpdateTimeStamp") for part in _parts(document)]
    return min(filter(None, times), default="")


def _plain(text: str) -> str:
    """Notes are HTML by the standard; a call holds text without markup."""
    return " ".join(html.unescape(_MARKUP.sub(" ", text)).split()) if "<" in text or "&" in text else text.strip()


def _address(place: Mapping[str, Any]) -> str:
    """A location's address; locationByValue is a PIDF-LO document, whose civic address is taken part by part."""
    if text := _first(place, "locationAddressText", "address"):
        return text
    value = place.get("locationByValue")
    if isinstance(value, dict):
        return _first(value, "address", "civicAddressText", "fullAddress")
    if not isinstance(value, str):
        return ""
    if "<" not in value:
        return value.strip()
    # Read by pattern and not as XML: what a stranger's document declares must not be expanded.
    civic = {name: text.strip() for name, text in re.findall(r"<(?:\w+:)?([A-Z]\w{1,4})>([^<]*)</", value)}
    return html.unescape(" ".join(civic[name] for name in _CIVIC if civic.get(name)))


def _card_name(card: Any) -> str:
    """The organization or name on a jCard (RFC 7095), which may be given as text."""
    if isinstance(card, str):
        found = re.search(r'"(?:org|fn)"\s*,\s*\{[^{}]*\}\s*,\s*"text"\s*,\s*"([^"]+)"', card)
        return found[1] if found else card if "[" not in card and "{" not in card else ""
    if isinstance(card, list) and len(card) == 2 and isinstance(card[1], list):
        for entry in card[1]:
            if isinstance(entry, list) and len(entry) >= 4 and entry[0] in ("org", "fn") and isinstance(entry[3], str):
                return entry[3]
    return ""
