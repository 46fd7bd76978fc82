"""Look-ups: what was typed leads to the right page, and every page says what serves the place."""

import pytest
from django.test import Client

from tests.support.places import HOME, a_town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


def test_one_exact_hit_goes_straight_to_its_page() -> None:
    answer = Client().get("/address/", {"q": "1604 Harbor St"})
    assert (answer.status_code, answer["Location"]) == (302, f"/address/{HOME}/")
