"""Look-ups: what was typed leads to the right page, and every page says what serves the place."""

import html
import re

import pytest
from django.test import Client

from brightline.city.models import Area
from tests.support.places import HOME, WEST, a_town

pytestmark = pytest.mark.django_db

# What people and programs put into the box that is no address.
HOSTILE = [
    "'; DROP TABLE city_address; --",
    "<script>alert(1)</script>",
    "\u202e40203 ts robraH",
    "1604\0 Harbor",
    "🏠🗑️ 🚒",
    "%00%ff",
    "\ud83d",
    "٣٤٥ شارع",
    "a" * 200,
    "((((((((((",
    "{{ 7*7 }}",
    "\u200b\u200d",
]


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


@pytest.mark.parametrize("typed", ["1604 Harbor St", "1604 harbor", " 1604  HARBOR street ", "1604 harbr st"])
def test_what_leaves_no_doubt_goes_straight_to_its_page(typed: str) -> None:
    answer = Client().get("/address/", {"q": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/address/{HOME}/")


def test_several_are_listed_with_what_differs() -> None:
    page = Client().get("/address/", {"q": "304 Oak Ave"}).content.decode()
    assert "Which one did you mean?" in page
    for unit in ("Apt 1", "Apt 2"):
        assert f"304 Oak Ave {unit}" in page


def test_a_number_alone_lists_what_was_suggested_while_it_was_typed() -> None:
    page = Client().get("/address/", {"q": "304"}).content.decode()
    assert "304 Oak Ave Apt 1" in page
    assert "304 Oak Ave Apt 2" in page


def test_a_number_that_is_not_there_offers_the_nearest() -> None:
    page = Client().get("/address/", {"q": "1606 Harbor St"}).content.decode()
    assert "That number is not there" in page
    assert f'href="/address/{HOME}/"' in page


@pytest.mark.parametrize("typed", ["1604 Harbor St Apt 999", "304 Oak Ave Apt 9"])
def test_a_unit_that_is_not_there_is_not_called_an_unknown_number(typed: str) -> None:
    page = Client().get("/address/", {"q": typed}).content.decode()
    assert "That house is there, but not that unit in it." in page
    assert "this house, not the unit typed" in page
    assert "That number is not there" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1604 Harbor St, Louisville KY", "You typed another city. In Falls City there is:"),
        ("1604 Harbor St 40299", "There is no ZIP 40299 in Falls City."),
        ("1604 Harbor St 40204", "That address is not in the ZIP you typed."),
    ],
)
def test_a_house_like_it_here_is_not_passed_off_as_that_in_another_city_or_zip(typed: str, said: str) -> None:
    page = Client().get("/address/", {"q": typed}).content.decode()
    assert said in page
    assert f'href="/address/{HOME}/"' in page


def test_a_zip_the_city_does_not_have_is_not_called_misspelled() -> None:
    answer = Client().get("/address/", {"q": "40299"})
    assert answer.status_code == 404
    assert "There is no ZIP 40299 in Falls City." in answer.content.decode()
    assert "sounds like it" not in answer.content.decode()


@pytest.mark.parametrize("page", ["/address/{}/?a=b", "/address/{}/calendar/?view=list", "/api/places/{}/"])
def test_a_link_in_capitals_leads_to_the_one_link(page: str) -> None:
    answer = Client().get(page.format(HOME.upper()))
    assert (answer.status_code, answer["Location"]) == (301, page.format(HOME))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert Client().get(answer["Location"]).status_code == 200
    assert Client().get(page.format("NO-SUCH-ST"), follow=True).status_code == 404


@pytest.mark.parametrize(
    "at", ["lat=999&lon=-85.7", "lat=38.2", "lat=x&lon=y", "", "lat=nan&lon=1", "lat=1&lon=inf", "lat=1&lon=181"]
)
def test_a_position_that_is_none_is_one_sentence_for_residents_and_one_for_programs(at: str) -> None:
    answer = Client().get(f"/address/near/?{at}")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "or type your address." in page
    assert 'id="look-up"' in page
    assert "degrees" not in page
    for url in ("/api/places/near", "/api/places/near/"):
        said = Client().get(f"{url}?{at}")
        assert said.status_code == 400
        assert "degrees: give it as in lat=38.25&lon=-85.76." in said.json()["error"]


def _links(page: str, start: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]*)"', page) if link.startswith(start)]


@pytest.mark.parametrize(
    ("typed", "among"), [("Harbor St", HOME), ("40203", HOME), ("oak ave", "304-oak-ave-apt-2-40203")]
)
def test_from_a_street_or_a_zip_links_lead_on_to_each_address(typed: str, among: str) -> None:
    client = Client()
    page = client.get("/address/", {"q": typed}).content.decode()
    assert "Which address there?" in page
    assert '<div class="found__link">' not in page
    todo, reached = _links(page, "/address/?"), set(_links(page, "/address/"))
    for _ in range(60):
        if not todo:
            break
        page = client.get(todo.pop()).content.decode()
        todo += [link for link in _links(page, "/address/?") if link not in reached]
        reached |= set(_links(page, "/address/"))
    assert f"/address/{among}/" in reached
    assert len(reached) > 20


@pytest.mark.parametrize("query", ["block=x", "block=99999999999", "page=x", "block=999999"])
def test_a_link_with_nonsense_in_it_is_still_the_street(query: str) -> None:
    assert Client().get(f"/address/?street=Harbor+St&{query}").status_code == 200


@pytest.mark.parametrize("query", ["street=<script>", "street=Nowhere+St", "street=Harbor+St&zip=99999"])
def test_no_street_of_ours_leads_home_and_puts_no_words_on_the_page(query: str) -> None:
    assert Client().get(f"/address/?{query}").status_code == 302


def test_a_place_by_its_name_has_a_page_under_it() -> None:
    answer = Client().get("/address/", {"q": "wheel park"}, follow=True)
    assert answer.status_code == 200
    assert "<h1><bdi>Wheel Park</bdi></h1>" in answer.content.decode()


def test_a_link_cannot_put_words_of_its_own_on_the_page() -> None:
    at = {"lat": "38.2423", "lon": "-85.7558", "name": "You owe the city money"}
    page = Client().get("/address/near/", at).content.decode()
    assert "You owe" not in page
    assert "<h1><bdi>Where you are</bdi></h1>" in page


def test_nothing_found_says_how_to_go_on() -> None:
    answer = Client().get("/address/", {"q": "qqqqzzzz"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "We could not find that" in page
    assert "tel:311" in page
    assert 'value="qqqqzzzz"' in page


def test_nothing_typed_goes_back_to_the_box() -> None:
    assert Client().get("/address/", {"q": "  \u200b "})["Location"] == "/"


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_answered_and_shown_as_text(typed: str) -> None:
    answer = Client().get("/address/?q=" + _quoted(typed))
    assert answer.status_code in (200, 302, 404)
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("length", [201, 10_000])
def test_what_is_too_long_is_one_sentence(length: int) -> None:
    answer = Client().get("/address/", {"q": "a" * length})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "at most 200 characters" in page
    assert 'value=""' in page


def test_the_page_of_a_place_has_four_groups_with_who_and_how_far() -> None:
    page = _text(f"/address/{HOME}/")
    for words in (
        "1604 Harbor St", "Falls City KY 40203", "Solid waste", "Emergency services", "Political", "General location",
        "4th Division", "Beat 412", "Engine 6", "Falls General", "District 6", "Ada Quill", "(502) 555-0106",
        "district6@falls-city.example", "H118", "Shelby School gym", "House district 43", "Old Harbor", "40203",
        "Shelby Elementary School", "Harbor branch", "Wheel Park", "Harbor historic district", "Meriwether center",
        "Takes paint", "0.1 mi", "Police, no emergency",
    ):  # fmt: skip
        assert words in page, words


def test_names_in_one_line_keep_their_own_script_around_what_stands_between() -> None:
    page = Client(headers={"Accept-Language": "ar"}).get(f"/address/{HOME}/").content.decode()
    assert "<bdi>4th Division · Beat 412</bdi>" in page


def test_an_area_with_html_in_its_name_is_text() -> None:
    Area.objects.filter(kind="neighborhood").update(name='<img src=x onerror="x">')
    page = Client().get(f"/address/{HOME}/").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_map_is_drawn_without_a_script() -> None:
    page = Client().get(f"/address/{HOME}/").content.decode()
    drawing = page.split('<svg class="map__drawing"')[1].split("</svg>")[0]
    assert 'id="area-council_district-6"' in drawing
    assert "Market St</text>" in drawing
    assert re.search(r'class="map__street" d="M[\d.]+ [\d.]+L', drawing)


def test_my_location_shows_what_serves_the_spot() -> None:
    page = _text(f"/address/near/?lat=38.2423&lon={WEST + 0.004}")
    assert "Where you are" in page
    assert "District 6" in page


def test_outside_the_city_is_said_so() -> None:
    answer = Client().get("/address/near/?lat=10&lon=10")
    assert answer.status_code == 404
    assert "outside the city" in answer.content.decode()


def test_a_link_that_leads_nowhere_is_one_sentence() -> None:
    answer = Client(HTTP_ACCEPT="text/html").get("/address/1-nowhere-st-00000/")
    assert answer.status_code == 404
    assert "type the address again" in answer.content.decode()


def test_the_first_page_has_the_box_and_the_record() -> None:
    page = _text("/")
    for words in ("What serves your address", "Look up", "Solid waste", "Political", "911", "311", "check the record"):
        assert words in page


def test_what_the_map_that_moves_asks_for_is_geojson() -> None:
    for path in ("areas/council_district/6.json", "ground.json", "streets/4711/6412.json"):
        answer = Client().get(f"/address/map/{path}")
        assert answer.status_code == 200
        assert answer.json()["type"] == "FeatureCollection"
    names = {
        each["properties"]["name"] for each in Client().get("/address/map/streets/4712/6412.json").json()["features"]
    }
    assert "Harbor St" in names
    assert Client().get("/address/map/areas/council_district/none.json").status_code == 404
    assert Client().get("/address/map/areas/nonsense/6.json").status_code == 404
    assert Client().get("/address/map/streets/99999999/1.json").status_code == 404


def _text(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    without_tags = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(without_tags.split())


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
