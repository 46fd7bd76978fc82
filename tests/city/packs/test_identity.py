"""Loading a city: every problem listed, each a sentence with file, key and mend, and nothing changed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from brightline.city import packs, queries
from brightline.city.models import City
from brightline.config import commands
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from tests.support.builders import a_city
from tests.support.packs import DEMO
from tests.support.packs import IDENTITY as GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "a-city"
    made.mkdir()
    return made


def _problems(folder: Path, text: str) -> list[str]:
    """What is said of this city.toml, without the file's name in front, which each must have."""
    path = folder / "city.toml"
    path.write_text(text)
    with pytest.raises(Invalid) as refused:
        packs.read(folder, now=clock.now(), policies=["lmpd-2017-09"])
    *lines, end = str(refused.value).split("\n")
    assert end == "Nothing was loaded."
    assert all(line.startswith(f"{path}: ") and line.endswith(".") for line in lines)
    return [line.removeprefix(f"{path}: ") for line in lines]


def test_the_demo_city_has_none() -> None:
    assert packs.read(DEMO, now=clock.now(), policies=["lmpd-2017-09"]).slug == "falls-city"


WRONG: dict[str, tuple[Callable[[str], str], str]] = {
    "no table": (lambda text: text.replace("[city]", "[town]"), "[city] is missing"),
    "a city that is a text": (lambda text: "city = 'x'\n" + text.replace("[city]", "[town]"), "[city] is missing"),
    "a number for a name": (lambda text: text.replace('"Falls City"', "7"), "[city] name is missing, empty or no text"),
    "a long name": (lambda text: text.replace("Falls City", "F" * 81), "[city] name has 81 characters; write at most"),
    "a line break": (lambda text: text.replace("MetroSafe", "Metro\\nSafe"), "[city] dispatch_center has a line break"),
    "a NUL": (lambda text: text.replace("MetroSafe", "Metro\\u0000Safe"), "[city] dispatch_center has a line break"),
    "no zone": (lambda text: text.replace("America/Kentucky/Louisville", "Mars/Olympus"), "[city] timezone"),
    "a folder of zones": (lambda text: text.replace("America/Kentucky/Louisville", "America"), "[city] timezone"),
    "a prefix": (lambda text: text.replace('"AR"', '"A-R"'), "[city] request_prefix"),
    "an origin": (lambda text: text.replace("falls-city.example/assistance", "falls city"), "[city] log_origin"),
    "an e-mail": (lambda text: text.replace("records@falls-city.example", "records"), "[city] contact_email"),
    "a spaced e-mail": (lambda text: text.replace("records@falls", "the records@falls"), "[city] contact_email"),
    "a datetime": (lambda text: text.replace("2017-09-22", "2017-09-22T10:00:00Z"), "[[policy]] 1 from"),
    "a date in quotes": (lambda text: text.replace("2017-09-22", '"2017-09-22"'), "[[policy]] 1 from"),
    "the far future": (lambda text: text.replace("2017-09-22", "2999-01-01"), "[[policy]] from 2999-01-01 is still"),
    "no pack of ours": (lambda text: text.replace("lmpd-2017-09", "lmpd-1999"), "[[policy]] 1 pack 'lmpd-1999' is no"),
    "single brackets": (lambda text: text.replace("[[policy]]", "[policy]"), "[policy] is no list"),
    "policy a text": (lambda text: "policy = 'x'\n" + text.replace("[[policy]]", "[x]"), "[policy] is no list"),
    "policies of texts": (lambda text: "policy = ['x']\n" + text.replace("[[policy]]", "[x]"), "[[policy]] 1 is no"),
    "no policy": (lambda text: text.replace("[[policy]]", "[x]"), "no [[policy]] table"),
    "two on one day": (
        lambda text: text + '\n[[policy]]\npack = "lmpd-2017-09"\nfrom = 2017-09-22\n',
        "[[policy]] from 2017-09-22 stands 2 times",
    ),
    "an agency's kind": (lambda text: text.replace('kind = "federal"', 'kind = ["federal"]'), "[[agencies]] 4 kind"),
    "an agency's name": (lambda text: text.replace('"US Marshals Service"', "true"), "[[agencies]] 4 name"),
    "a long agency": (lambda text: text.replace("US Marshals Service", "U" * 121), "[[agencies]] 4 name has 121"),
    "one agency twice": (
        lambda text: text.replace("US Marshals Service", "Customs and Border Protection"),
        "[[agencies]] name 'Customs and Border Protection' stands 2 times",
    ),
    "a number of districts": (lambda text: text[: text.index("names = [")] + "names = 8", "[districts] names is no"),
    "districts a text": (lambda text: "districts = 'x'\n" + text.replace("[districts]", "[x]"), "[districts] names is"),
    "a district's name": (lambda text: text.replace('"2nd Division"', "2"), "[districts] names 2 is missing"),
    "a long district": (lambda text: text.replace("2nd Division", "D" * 61), "[districts] names 2 has 61 characters"),
}


@pytest.mark.parametrize("what", WRONG)
def test_each_problem_is_one_sentence_naming_its_key(what: str, folder: Path) -> None:
    change, said = WRONG[what]
    assert change(GOOD) != GOOD
    # A table renamed away is a sentence too.
    renamed = ("x is unknown", "town is unknown")
    problems = [problem for problem in _problems(folder, change(GOOD)) if not problem.startswith(renamed)]
    assert [problem.startswith(said) for problem in problems] == [True], problems


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("timezone =", "timezoen =", "[city] timezoen is unknown; write timezone, or take it out."),
        ("[city]", '[city]\nmotto = "x"', "[city] motto is unknown; choose one of name, timezone,"),
        ("America/Kentucky/Louisville", "America/Luisville", "is no IANA zone; write America/Louisville."),
        ("[[policy]]\n", "[[policy]]\nfrm = 1\n", "[[policy]] 1 frm is unknown; "),
        ("[[policy]]", '[[area]]\nkind = "zip"\n\n[[policy]]', "area is unknown; write areas, or take it out."),
        ('kind = "federal"', 'kind = "fedral"', "[[agencies]] 4 kind 'fedral' is unknown; write federal."),
    ],
)
def test_a_slip_in_a_word_is_one_sentence_with_the_word_that_was_meant(
    old: str, new: str, said: str, folder: Path
) -> None:
    assert old in GOOD
    (problem,) = _problems(folder, GOOD.replace(old, new, 1))
    assert said in problem


def test_all_problems_are_listed_at_once(folder: Path) -> None:
    text = GOOD.replace('"Falls City"', "7").replace("2017-09-22", '"soon"').replace('"2nd Division"', "2")
    assert len(_problems(folder, text)) == 3


@pytest.mark.parametrize("text", ["city = ", "\xff", "when = 2024-02-31", "a = 1\na = 2"])
def test_what_is_no_toml_is_one_sentence(folder: Path, text: str) -> None:
    (folder / "city.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(Invalid, match="Nothing was loaded"):
        packs.read(folder, now=clock.now())


@pytest.mark.parametrize("name", ["nowhere", "a city", "c" * 51])
def test_a_folder_that_cannot_be_a_citys_is_refused(name: str, tmp_path: Path) -> None:
    if name != "nowhere":
        (tmp_path / name).mkdir()
        (tmp_path / name / "city.toml").write_text(GOOD)
    with pytest.raises(Invalid, match=r"city\.toml"):
        packs.read(tmp_path / name, now=clock.now())


@pytest.mark.django_db
def test_a_citys_own_words_are_loaded_as_they_stand_and_refused_when_they_cannot_be_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)
    (folder / "city.toml").write_text(GOOD)
    commands.load_city(folder)
    assert queries.city().lexicon == ""
    (folder / "lexicon.toml").write_bytes((DEMO / "lexicon.toml").read_bytes())
    commands.load_city(folder)
    assert queries.city().lexicon.encode() == (DEMO / "lexicon.toml").read_bytes()
    for text, said in (("strong = ['a(']", "a-city/lexicon.toml: strong 1"), ("strong = ", "lexicon.toml: ")):
        (folder / "lexicon.toml").write_text(text)
        with pytest.raises(Invalid, match=re.escape(said)):
            commands.load_city(folder)
    assert queries.city().lexicon.encode() == (DEMO / "lexicon.toml").read_bytes()


@pytest.mark.django_db
def test_what_was_loaded_stays_when_the_new_one_is_wrong(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)
    a_city()
    before = queries.city().loaded_at
    (folder / "city.toml").write_text(GOOD.replace('"Falls City"', '"Other City"').replace("lmpd-2017-09", "none-such"))
    with pytest.raises(Invalid, match="is no policy pack here; there are: lmco-2017-10, lmpd-2017-09"):
        commands.load_city(folder)
    assert (queries.city().name, queries.city().loaded_at) == ("Falls City", before)
    commands.load_city(DEMO)
    assert City.objects.count() == 1
