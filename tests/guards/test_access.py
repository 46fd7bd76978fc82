"""Every route, walked with every role. What is open is open because it is listed."""

import re
import uuid

import pytest
from django.conf import settings
from django.test import Client, override_settings

from brightline.config.routes import Route, all_routes
from brightline.platform.accounts.roles import Role
from tests.guards import urls_with_a_slip
from tests.support.builders import a_city, a_person

PUBLIC_ROUTES = {
    "home",
    "healthz",
    "set_language",
    "account_login",
    "mfa_authenticate",
    "set_password",
    "record",
    "record_request",
    "record_data",
    "record_requests_csv",
    "record_requests_json",
    "record_figures_json",
    "record_entries_json",
    "record_checkpoint",
    "record_key",
    "record_script",
    "address",
    "address_near",
    "address_place",
    "address_offline",
    "address_worker",
    "address_manifest",
    "address_map_area",
    "address_map_ground",
    "address_map_streets",
    "api_openapi",
    "api_places",
    "api_places_suggest",
    "api_places_suggest_too",
    "api_places_near",
    "api_places_near_too",
    "api_place",
    "place_calendar",
    "place_feed",
    "api_place_set_outs",
}
SAMPLES = {
    "number": "AR-2026-0001",
    "recording_id": "1",
    "pk": "1",
    "key": str(uuid.UUID(int=0)),
    "token": "x",
    "shift_id": "1",
    "person_id": "1",
}


def address(route: Route) -> str:
    """The route with a sample in each place."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: SAMPLES.get(found[1], "1"), route.path)


def test_every_route_says_who_may_open_it() -> None:
    assert [route.path for route in all_routes() if route.access is None] == []


def test_public_routes_are_exactly_the_listed_ones() -> None:
    assert {route.name for route in all_routes() if route.access and route.access.public} == PUBLIC_ROUTES


def test_every_route_has_a_name_of_its_own() -> None:
    names = [route.name for route in all_routes()]
    assert "" not in names
    assert len(names) == len(set(names))


def test_one_click_sign_in_is_not_even_a_route_without_the_demo() -> None:
    assert not settings.DEMO
    assert "demo_sign_in" not in {route.name for route in all_routes()}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [*Role, None], ids=[*Role, "nobody"])
def test_a_route_opens_to_those_it_names_and_turns_all_others_away(role: Role | None, method: str) -> None:
    a_city()
    client = Client(raise_request_exception=False)
    if role:
        client.force_login(a_person(role))
    wrong = []
    for route in all_routes():
        access = route.access
        assert access is not None
        if access.public:
            continue
        answer = getattr(client, method)(address(route))
        turned_away = answer.status_code == 403 or (
            answer.status_code == 302 and answer["Location"].startswith("/account/sign-in/")
        )
        may = role in access.roles
        if route.name == "account_logout":
            if role:
                client.force_login(a_person(role))
            continue
        # A permission of the app may still refuse the sample's number; a missing route may not let anyone by.
        if not may and not turned_away:
            wrong.append(f"{method} {route.path}: {role} got {answer.status_code}")
        if may and answer.status_code >= 500:
            wrong.append(f"{method} {route.path}: {role} got {answer.status_code}")
    assert wrong == []


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.guards.urls_with_a_slip")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [*Role, None], ids=[*Role, "nobody"])
def test_a_view_without_a_mark_is_closed_to_everyone(role: Role | None, method: str) -> None:
    client = Client()
    if role:
        client.force_login(a_person(role))
    answer = getattr(client, method)("/slip/")
    assert answer.status_code == 403
    assert "This page is closed" in answer.content.decode()
    assert urls_with_a_slip.SECRET not in answer.content.decode()
