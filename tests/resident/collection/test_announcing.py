"""Changes announced: who may, what is refused, how many addresses it touches, and that calendars have it at once."""

import html
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import translation

from brightline.city import queries as city
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Denied, Invalid, WrongState
from brightline.resident.collection import actions, queries
from brightline.resident.collection.actions import Announced
from brightline.resident.collection.models import Change, Effect
from brightline.resident.collection.queries.touched import touched
from tests.resident.collection.placed import KEY, SNOW, a_city_that_collects, announced, of_collections
from tests.support.builders import a_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
THURSDAY = date(2026, 12, 3)
FORM = "/collections/announce/"


@pytest.fixture(autouse=True)
def collects(tmp_path: Path):  # type: ignore[no-untyped-def]
    with time_machine.travel(NOW, tick=False):
        a_city_that_collects(tmp_path)
        yield


def on(service: str, first: date = THURSDAY) -> date | None:
    """The day of that service in the week from `first` on, None when it is not collected."""
    week = queries.set_outs(city.place(KEY), first - timedelta(days=3), first + timedelta(days=3))
    return next((each.day for each in week if each.service.id == service), date.min)


def test_a_change_is_in_the_calendar_at_once_and_out_of_it_when_withdrawn() -> None:
    change = announced(THURSDAY, effect=Effect.MOVED, to=date(2026, 12, 5), services=["garbage"])
    assert (on("garbage"), on("recycling")) == (date(2026, 12, 5), THURSDAY)
    actions.withdraw(change.pk, by=of_collections())
    assert on("garbage") == THURSDAY


def test_a_change_in_another_part_of_the_city_touches_nothing_here() -> None:
    announced(THURSDAY, areas=["garbage_route/2"])
    assert on("garbage") == THURSDAY
    announced(THURSDAY, areas=["neighborhood/old-harbor"])
    assert on("garbage") is None


def test_the_same_form_sent_twice_is_one_change() -> None:
    by, key = of_collections(), uuid.uuid4()
    said = Announced(Effect.SLIDES, THURSDAY, THURSDAY, SNOW)
    first, second = (actions.announce(said, key=key, by=by) for _ in range(2))
    assert first.pk == second.pk
    assert on("garbage") == THURSDAY + timedelta(days=1)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COLLECTIONS])
def test_only_the_people_of_collections_announce_and_withdraw(role: Role) -> None:
    with pytest.raises(Denied):
        announced(THURSDAY, by=a_person(role))
    change = announced(THURSDAY)
    with pytest.raises(Denied):
        actions.withdraw(change.pk, by=a_person(role))


def test_a_change_is_withdrawn_once() -> None:
    change = announced(THURSDAY)
    actions.withdraw(change.pk, by=of_collections())
    with pytest.raises(WrongState, match="withdrawn already"):
        actions.withdraw(change.pk, by=of_collections())


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"first": THURSDAY, "last": THURSDAY - timedelta(days=1)}, "before the first"),
        ({"first": date(2026, 11, 1)}, "from a week ago to a year ahead"),
        ({"first": date(2028, 1, 1)}, "from a week ago to a year ahead"),
        ({"first": THURSDAY, "last": THURSDAY + timedelta(days=40)}, "more than a month"),
        ({"effect": Effect.SLIDES, "first": THURSDAY, "last": date(2026, 12, 7)}, "lie in one week"),
        ({"effect": Effect.MOVED, "first": THURSDAY}, "Say to which day"),
        ({"effect": Effect.MOVED, "first": THURSDAY, "to": THURSDAY}, "Thu 3 Dec 2026 is one of the days"),
        ({"effect": Effect.MOVED, "first": THURSDAY, "to": date(2027, 2, 3)}, "at most four weeks"),
        ({"first": THURSDAY, "words": {}}, "Say why"),
        ({"first": THURSDAY, "services": ["lamps"]}, "There is no service lamps"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(said: dict[str, object], refused: str) -> None:
    given = {"effect": Effect.CANCELLED, "words": SNOW, "last": said["first"], **said}
    with pytest.raises(Invalid, match=refused):
        actions.announce(Announced(**given), key=uuid.uuid4(), by=of_collections())  # type: ignore[arg-type]
    assert Change.objects.count() == 0


def test_the_database_refuses_what_the_actions_would() -> None:
    change = announced(THURSDAY)
    row = {"effect": "cancelled", "first": THURSDAY, "last": THURSDAY, "words": SNOW, "announced_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(key=uuid.uuid4(), announced_by=a_person(Role.ADMINISTRATOR), **row)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(last=THURSDAY + timedelta(days=1))
    with pytest.raises(ProgrammingError), transaction.atomic():
        change.delete()
    actions.withdraw(change.pk, by=of_collections())
    with pytest.raises(ProgrammingError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(withdrawn_at=None, withdrawn_by=None)


def test_the_rules_once_loaded_are_never_changed() -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE collection_loadedrules SET text = ''")


def test_what_a_change_would_touch_is_what_it_then_does() -> None:
    said = Announced(Effect.SLIDES, THURSDAY, THURSDAY, SNOW)
    found = touched(said.as_row())
    assert (found.addresses, found.of) == (1, 3)
    moves = {(each.service.id, each.was, each.day) for each in found.moves}
    friday, saturday = date(2026, 12, 4), date(2026, 12, 5)
    # Yard waste goes on Saturday after a day without collections: its own rule.
    assert moves == {("garbage", THURSDAY, friday), ("recycling", THURSDAY, friday), ("yard_waste", THURSDAY, saturday)}
    actions.announce(said, key=uuid.uuid4(), by=of_collections())
    assert [on(service) for service in ("garbage", "recycling", "yard_waste")] == [friday, friday, saturday]


def test_a_preview_counts_from_the_calendars_as_holidays_and_earlier_changes_left_them() -> None:
    friday = date(2026, 11, 27)
    found = touched(Announced(Effect.CANCELLED, friday, friday, SNOW).as_row())
    assert [(each.service.id, each.was) for each in found.moves] == [("garbage", friday)]
    announced(friday)
    assert touched(Announced(Effect.CANCELLED, friday, friday, SNOW).as_row()).addresses == 0


def test_news_is_told_in_its_order_and_from_where_one_left_off() -> None:
    start = NOW - timedelta(seconds=1)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        one = announced(THURSDAY)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        two = announced(THURSDAY, services=["garbage"])
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        actions.withdraw(one.pk, by=of_collections())
    news = queries.changes_since(start)
    assert [(each.change.id, each.withdrawn) for each in news] == [(one.pk, False), (two.pk, False), (one.pk, True)]
    assert [(each.change.id, each.withdrawn) for each in queries.changes_since(news[1].at)] == [(one.pk, True)]


class TestScreens:
    """Filled in, looked at, announced."""

    @pytest.fixture
    def client(self) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(of_collections())
        return client

    def filled(self, **more: object) -> dict[str, object]:
        return {
            "effect": "cancelled",
            "first": f"{THURSDAY}",
            "last": "",
            "key": f"{uuid.uuid4()}",
            "words_en": "Snow on the streets",
            **more,
        }

    def seen(self, client: Client, filled: dict[str, object]) -> str:
        return str(client.post(FORM, {**filled, "look": "1"}).context["seen"])

    def test_what_was_not_looked_at_is_shown_and_not_announced(self, client: Client) -> None:
        answer = client.post(FORM, self.filled(announce="1"))
        assert answer.status_code == 200
        assert "address of 3 is touched" in answer.content.decode()
        assert Change.objects.count() == 0

    def test_whoever_gives_the_reason_in_one_language_alone_is_told_who_will_read_it_in_english(
        self, client: Client
    ) -> None:
        seen = client.post(FORM, self.filled(look="1")).content.decode()
        assert "Readers of these languages will see the reason in English: Spanish, Arabic." in seen

    def test_what_was_looked_at_is_announced(self, client: Client) -> None:
        filled = self.filled()
        answer = client.post(FORM, {**filled, "seen": self.seen(client, filled), "announce": "1"}, follow=True)
        assert answer.redirect_chain == [("/collections/", 302)]
        assert "Every calendar has it from now on" in answer.content.decode()
        assert on("garbage") is None

    def test_what_was_altered_after_the_look_is_shown_again(self, client: Client) -> None:
        filled = self.filled()
        altered = {**filled, "seen": self.seen(client, filled), "announce": "1", "services": ["garbage"]}
        assert "You changed something after you looked" in client.post(FORM, altered).content.decode()
        assert Change.objects.count() == 0

    @pytest.mark.parametrize(
        "wrong",
        [
            {"first": "2026-13-45"},
            {"first": "9999-12-31"},
            {"effect": "exploded"},
            {"words_en": " "},
            {"services": ["lamps"]},
            {"areas_garbage_route": ["garbage_route/99"]},
            {"key": "x"},
        ],
    )
    def test_a_mistake_is_said_beside_what_was_typed(self, client: Client, wrong: dict[str, object]) -> None:
        answer = client.post(FORM, self.filled(**wrong, announce="1"))
        assert answer.status_code == 400
        assert Change.objects.count() == 0

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("effect", "explodes"),
            ("services", "none-such"),
            ("areas_garbage_route", "garbage_route/none-such"),
            ("key", "x"),
            ("key", ""),
            ("seen", "x" * 65),
            ("seen", "\0"),
            ("first", "\0"),
            ("words_en", "\0x"),
            ("words_en", "x" * 201),
        ],
    )
    @pytest.mark.parametrize("language", ["en", "es", "ar"])
    def test_a_form_made_by_hand_is_answered_in_our_words_and_the_readers_language(
        self, client: Client, name: str, value: str, language: str
    ) -> None:
        answer = client.post(FORM, self.filled(**{name: value}), headers={"Accept-Language": language})
        assert answer.status_code == 400
        (said,) = answer.context["form"].errors[name]
        stock = [
            *forms.ChoiceField.default_error_messages.values(),
            *forms.MultipleChoiceField.default_error_messages.values(),
            *forms.UUIDField.default_error_messages.values(),
            ProhibitNullCharactersValidator.message,
        ]
        with translation.override(language):
            assert not any(str(said).startswith(str(one).split("%")[0]) for one in stock)
            assert str(said) in html.unescape(answer.content.decode())

    def test_words_nobody_can_run(self, client: Client) -> None:
        filled = self.filled(words_en="<script>alert(1)</script>' OR 1=1 --")
        client.post(FORM, {**filled, "seen": self.seen(client, filled), "announce": "1"})
        page = client.get("/collections/").content.decode()
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "<script>alert" not in client.get(f"/address/{KEY}/calendar/?month=2026-12").content.decode()

    def test_it_is_asked_before_it_is_withdrawn(self, client: Client) -> None:
        change = announced(THURSDAY)
        assert "Withdraw this change?" in client.get(f"/collections/{change.pk}/withdraw/").content.decode()
        assert on("garbage") is None
        client.post(f"/collections/{change.pk}/withdraw/")
        assert on("garbage") == THURSDAY
        assert client.post(f"/collections/{change.pk}/withdraw/").status_code == 409
        # Whoever comes back to its page is offered nothing that can no longer be done.
        page = client.get(f"/collections/{change.pk}/withdraw/").content.decode()
        assert "This change is withdrawn already" in page
        assert "Withdraw it" not in page
        assert client.get("/collections/99999/withdraw/").status_code == 404

    def test_the_menu_shows_collections_to_its_people_alone(self, client: Client) -> None:
        assert 'href="/collections/"' in client.get("/collections/").content.decode()
        reviewer = Client()
        reviewer.force_login(a_person(Role.REVIEWER))
        assert 'href="/collections/"' not in reviewer.get("/oversight/").content.decode()
        assert reviewer.get("/collections/").status_code == 403
        assert Client().get("/collections/").status_code == 302
