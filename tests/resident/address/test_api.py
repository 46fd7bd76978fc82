"""Places as JSON: what the OpenAPI document says is what is answered, whatever is asked."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from brightline.city.matching.match import MatchKind
from brightline.resident.address.openapi import document
from brightline.resident.address.words import MATCH
from tests.support.places import HOME, a_town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


def test_a_line_is_answered_best_first() -> None:
    said = _get("/api/places/?q=1604+harbor")
    best, *others = said["matches"]
    assert best | {"longitude": 0, "latitude": 0, "score": 0} == {
        "kind": "address", "id": HOME, "address": "1604 Harbor St, 40203", "longitude": 0, "latitude": 0, "score": 0,
        "instead": False, "missing": "", "url": f"/address/{HOME}/",
    }  # fmt: skip
    assert [best["score"], *(each["score"] for each in others)] == sorted(
        (each["score"] for each in said["matches"]), reverse=True
    )


def test_suggestions_say_where_they_lead() -> None:
    (best, *_others) = _get("/api/places/suggest?q=1604+ha")["suggestions"]
    assert best == {"label": "1604 Harbor St, 40203", "note": "address", "kind": "address", "url": f"/address/{HOME}/"}
    assert _get("/api/places/suggest?q=")["suggestions"] == []


def test_a_place_has_everything_that_serves_it() -> None:
    said = _get(f"/api/places/{HOME}/")
    assert (said["id"], said["zip"]) == (HOME, "40203")
    political = said["groups"]["political"]
    kinds = [area["kind"] for area in political["areas"]]
    assert kinds == ["council_district", "precinct", "state_house", "state_senate"]
    assert political["facilities"][0]["name"] == "Shelby School gym"
    assert said["groups"]["emergency"]["facilities"][0]["miles"] > 0


def test_a_point_has_the_same_without_an_id() -> None:
    said = _get("/api/places/near?lat=38.2420&lon=-85.7560")
    assert said["id"] == ""
    assert said["groups"]["political"]["areas"][0]["key"] == "6"


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/api/places/?q=" + "x" * 10_000, 400, "at most 200 characters"),
        ("/api/places/?q=a&limit=0", 400, "limit is no whole number from 1 to 50"),
        ("/api/places/?q=a&limit=9999999999999999999999", 400, "limit"),
        ("/api/places/near?lat=91&lon=0", 400, "lat is missing or outside"),
        ("/api/places/near?lat=0&lon=0", 404, "outside Falls City"),
        ("/api/places/1-nowhere/", 404, "No address of the city has this link"),
        ("/api/places/%00/", 404, "nothing at this address"),
        ("/api/nowhere/", 404, "nothing at this address"),
    ],
)
def test_a_mistake_is_one_sentence_that_any_site_may_read(path: str, status: int, says: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == status
    assert says in answer.json()["error"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_programs_on_any_site_may_ask() -> None:
    assert Client().get("/api/places/?q=harbor")["Access-Control-Allow-Origin"] == "*"


def test_words_for_people_come_in_the_readers_language() -> None:
    with translation.override("es"):
        address = str(MATCH[MatchKind.ADDRESS])
    client = Client(headers={"accept-language": "es"})
    assert client.get("/api/places/suggest?q=1604+harbor").json()["suggestions"][0]["note"] == address


def test_the_document_is_served_and_names_every_route_of_places() -> None:
    said = _get("/api/openapi.json")
    assert said == json.loads(json.dumps(document()))
    assert set(said["paths"]) == {
        "/api/places/", "/api/places/suggest", "/api/places/near", "/api/places/{key}/", "/api/places/{key}/set-outs",
    }  # fmt: skip


def _get(path: str) -> dict[str, Any]:
    answer = Client().get(path)
    assert answer.status_code == 200, answer.content
    said: dict[str, Any] = answer.json()
    return said
