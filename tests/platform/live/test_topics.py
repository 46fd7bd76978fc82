"""The stream repeats only names that are topics."""

import pytest
from django.test import Client

from brightline.platform.accounts.roles import Role
from brightline.platform.live import actions
from tests.support.builders import a_person

pytestmark = pytest.mark.django_db
WRONG = ["register\nevent: forged", "register\r\n\r\ndata: x", "", "*", "Register", "request.", "a b", "x" * 81]


@pytest.mark.parametrize("topic", WRONG)
def test_what_is_no_topic_is_refused_and_not_repeated(topic: str) -> None:
    client = Client()
    client.force_login(a_person(Role.CALL_TAKER))
    answer = client.get("/live/", {"topic": ["duty", topic]})
    assert answer.status_code == 400
    assert "forged" not in answer.content.decode()
    with pytest.raises(ValueError, match="no topic"):
        actions.publish(topic)


@pytest.mark.parametrize("topic", ["register", "duty", "request.AR-2026-0001"])
def test_the_topics_our_screens_follow_are_topics(topic: str) -> None:
    assert actions.is_topic(topic)
