"""A city's own words: found beside ours, or refused in one sentence that names file, entry and mend."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding.additions import Additions
from brightline.assistance.review.engine.finding.read_closely import Reader
from brightline.platform.kernel.errors import Invalid

DEMO = Path(__file__).parents[5] / "cities" / "falls-city" / "lexicon.toml"


def call(narrative: str) -> Call:
    return Call("1", "", "ASSIST", "100 MAIN", narrative, "calls.csv", 2)


@pytest.fixture(scope="module")
def theirs() -> Reader:
    return Reader(additions=Additions.load(DEMO))


@pytest.fixture(scope="module")
def ours() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    "narrative",
    [
        "BLUEGRASS CUSTODIAL REQ 2 UNITS TO HOLD SUBJ UNTIL THEIR VAN ARRIVES",
        "BCS OFC ASKS FOR MARKED UNIT TO HOLD PERIMETER AT 12 ELM ST",
    ],
)
def test_a_call_only_the_citys_word_finds_is_found(narrative: str, ours: Reader, theirs: Reader) -> None:
    assert ours.read([call(narrative)]) == []
    (found,) = theirs.read([call(narrative)])
    assert (found.label, found.agency, found.narrative) == ("request", "Bluegrass Custodial", narrative)
    marked = [narrative[span.start : span.end] for span in found.spans if span.cue == "immigration agency"]
    assert marked == [" ".join(narrative.split()[:2])]


def test_what_the_city_calls_harmless_is_no_finding(ours: Reader, theirs: Reader) -> None:
    park = call("CBP PAVILION ON LINE, KIDS FIGHTING, REQ 2 UNITS")
    assert [found.agency for found in ours.read([park])] == ["CBP"]
    assert theirs.read([park]) == []
    assert theirs.read([call("CBP AGENTS REQ OFFICERS TO HOLD PERIMETER, CBP PAVILION")]) != []


def test_additions_take_nothing_away(ours: Reader, theirs: Reader) -> None:
    request = call("ICE AGENTS REQ 2 MARKED UNITS FOR PERIMETER WHILE THEY SERVE AN ADMIN WARRANT")
    assert theirs.read([request]) == ours.read([request])


def test_unless_weak_and_beside_are_added_too() -> None:
    text = "strong = ['\\bred barn\\b']\nharmless = ['\\bred barn farm\\b']\nunless = ['\\bfarm (req|asks)']"
    reader = Reader(additions=Additions.read(text.encode(), "a.toml"))
    assert not reader._concerns(call("RED BARN FARM, COWS OUT"))
    assert reader._concerns(call("RED BARN FARM REQ OFFICERS"))
    weak = "weak = ['\\bred barn\\b']\nbeside = ['\\bvan\\b']"
    reader = Reader(additions=Additions.read(weak.encode(), "a.toml"))
    assert not reader._concerns(call("RED BARN, COWS OUT"))
    assert reader._concerns(call("RED BARN VAN"))


def test_what_was_added_is_said_and_travels() -> None:
    added = Additions.load(DEMO)
    assert added.said().startswith("lexicon.toml: words of the city's own are looked for too (strong 2, harmless 1, ")
    assert added.digest in added.said()
    assert pickle.loads(pickle.dumps(added)) == added  # noqa: S301 - our own, as Spark sends it.


WRONG: dict[str, tuple[str, str]] = {
    "no TOML": ("strong = [", "Correct it, as TOML"),
    "nothing": ("# only this\n", "it adds no word"),
    "an empty list": ("strong = []", "it adds no word"),
    "an unknown key": ("strongs = ['x y']", "'strongs' is no key here; there are strong, weak"),
    "a text for a list": ("strong = 'x y'", "strong is no list of texts"),
    "a number": ("strong = ['x y', 7]", "strong 2 is empty or no text"),
    "an empty pattern": ("harmless = ['']", "harmless 1 is empty"),
    "an open bracket": ("strong = ['x y', 'a(']", "strong 2 'a(' is no pattern Hyperscan can look for (Missing close"),
    "a look ahead": ("harmless = ['cbp(?= park)']", "harmless 1 'cbp(?= park)' is no pattern Hyperscan can look for"),
    "a pattern of anything": ("strong = ['x*']", "strong 1 'x*' is no pattern Hyperscan can look for"),
    "one agency": ("[agency]\nname = 'X'", "agency is no list of tables; write [[agency]]"),
    "agencies of texts": ("agency = ['X']", "[[agency]] 1 is no table"),
    "an agency's key": ("[[agency]]\nname = 'X'\nword = ['ice']", "[[agency]] 1 'word' is no key"),
    "no name": ("[[agency]]\nwords = ['ice']", "[[agency]] 1 name is missing"),
    "a name of two lines": (
        "[[agency]]\nname = \"X\\nY\"\nwords = ['ice']",
        "[[agency]] 1 name is missing or no text on",
    ),
    "no words": ("[[agency]]\nname = 'X'", "[[agency]] 1 words is missing or empty"),
    "words nobody looks for": (
        "[[agency]]\nname = 'X'\nwords = ['ice', 'red barn']",
        "[[agency]] 1 words 'red barn' is",
    ),
    "signs": ("[classes]\nAGENCY = ['--']", "[classes] AGENCY 1 '--' has no letter"),
    "all words": ("[classes]\nAGENCY = ['r*']", "[classes] AGENCY 1 'r*' begins with fewer than two letters"),
    "no class": ("[classes]\nFRIENDS = ['red barn']", "[classes] 'FRIENDS' is no class; there are AGENCY, STATUS"),
    "classes a text": ("classes = 'x'", "classes is no table"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_bad_file_is_one_sentence(what: str, tmp_path: Path) -> None:
    text, said = WRONG[what]
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Invalid) as refused:
        Additions.load(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "this is not a file"),
        (lambda path: path.write_bytes(b"strong = ['\xff']"), "Correct it, as TOML in UTF-8"),
    ],
)
def test_what_is_no_such_file_is_one_sentence(make: Callable[[Path], object], said: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    make(path)
    with pytest.raises(Invalid, match=said):
        Additions.load(path)
