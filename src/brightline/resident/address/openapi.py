"""The OpenAPI 3.1 document, written from the classes the API answers with and the routes it has."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import msgspec
from django.urls import reverse
from msgspec import Struct

from brightline.resident.address import shapes, typed
from brightline.resident.collection.shapes import Calendar

_REFERENCE = "#/components/schemas/{name}"
_ANSWERS: Mapping[str, type[Struct]] = {
    "Matches": shapes.Matches,
    "Suggestions": shapes.Suggestions,
    "Place": shapes.Place,
    "Calendar": Calendar,
    "Error": shapes.Error,
}
_DAY = {"type": "string", "format": "date"}


def document() -> dict[str, Any]:
    """OpenAPI 3.1 (spec.openapis.org/oas/v3.1.0), as JSON values."""
    _, schemas = msgspec.json.schema_components(_ANSWERS.values(), ref_template=_REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Places",
            "version": version("brightline"),
            "description": (
                "Type an address, see what serves it. Open to everyone and to programs on any site; nothing of what is "
                "asked is kept. Words for people come in the language of Accept-Language: en, es or ar."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {
            reverse("api_places"): _get(
                "Find what a line means",
                "find_places",
                "Matches",
                [_text("A whole line: an address, a corner, a ZIP, a place's name."), _limit(10)],
            ),
            reverse("api_places_suggest"): _get(
                "Suggest while someone types",
                "suggest_places",
                "Suggestions",
                [_text("The beginning of a line."), _limit(8)],
            ),
            reverse("api_place", args=["KEY"]).replace("KEY", "{key}"): _get(
                "What serves an address",
                "place",
                "Place",
                [_key()],
                nothing="No address has that key.",
                bad="",
            ),
            reverse("api_place_set_outs", args=["KEY"]).replace("KEY", "{key}"): _get(
                "Set-out days of an address, each with why",
                "set_outs",
                "Calendar",
                [
                    _key(),
                    _parameter("from", "The first day; today unless given.", _DAY),
                    _parameter("to", "The last day; three months on unless given, two years at most.", _DAY),
                ],
                nothing="No address has that key.",
            ),
            reverse("api_places_near"): _get(
                "What serves a point",
                "place_near",
                "Place",
                [
                    _parameter("lat", "Degrees north.", {"type": "number", "minimum": -90, "maximum": 90}, True),
                    _parameter("lon", "Degrees east.", {"type": "number", "minimum": -180, "maximum": 180}, True),
                ],
                nothing="The point lies outside the city.",
            ),
        },
        "components": {"schemas": schemas},
    }


def _get(
    summary: str,
    operation: str,
    answer: str,
    parameters: list[dict[str, Any]],
    *,
    nothing: str = "",
    bad: str = "A parameter cannot be read.",
) -> dict[str, Any]:
    answers = {"200": _answer("The answer.", answer)}
    if bad:
        answers["400"] = _answer(bad, "Error")
    if nothing:
        answers["404"] = _answer(nothing, "Error")
    return {"get": {"summary": summary, "operationId": operation, "parameters": parameters, "responses": answers}}


def _answer(description: str, name: str) -> dict[str, Any]:
    schema = {"$ref": _REFERENCE.format(name=name)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameter(
    name: str,
    description: str,
    schema: dict[str, Any],
    required: bool = False,
    *,
    where: str = "query",
    example: str = "",
) -> dict[str, Any]:
    said: dict[str, Any] = {"name": name, "in": where, "description": description, "schema": schema}
    if required or where == "path":
        said["required"] = True
    if example:
        said["example"] = example
    return said


def _key() -> dict[str, Any]:
    schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
    said = "The id of a match of kind address."
    return _parameter("key", said, schema, where="path", example="1604-harbor-st-40203")


def _text(description: str) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": typed.LONGEST}
    return _parameter("q", description, schema, example="1604 harbor")


def _limit(usual: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": 50, "default": usual}
    return _parameter("limit", "How many answers at most.", schema)
