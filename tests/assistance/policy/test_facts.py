import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.assistance.policy import packs
from brightline.assistance.policy.facts import BOOLEANS, CHOICES, TASKS, Facts, parse
from brightline.platform.kernel.errors import Invalid
from tests.assistance.policy.builders import LMCO, LMPD

standard = {
    **{name: st.sampled_from(values) for name, values in CHOICES.items()},
    **{name: st.booleans() for name in BOOLEANS},
    "asks": st.lists(st.sampled_from(TASKS), unique=True),
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.fixed_dictionaries({}, optional=standard))
def test_facts_survive_the_way_to_json_and_back(given_facts):
    pack = packs.load(LMPD)
    facts = parse(given_facts, pack)
    assert parse(facts.to_json(), pack) == facts
    assert all(facts.to_json()[name] == value for name, value in given_facts.items())


@given(st.fixed_dictionaries({"articulated_risk_of_violence": st.booleans()}, optional=standard))
def test_a_packs_own_fact_survives_too_and_no_other_pack_knows_it(given_facts):
    pack = packs.load(LMCO)
    facts = parse(given_facts, pack)
    assert parse(facts.to_json(), pack) == facts
    assert dict(facts.extra) == {"articulated_risk_of_violence": given_facts["articulated_risk_of_violence"]}
    with pytest.raises(Invalid, match="articulated_risk_of_violence"):
        parse(given_facts, packs.load(LMPD))


@given(st.dictionaries(st.sampled_from([*standard, "else"]) | st.text(max_size=5), json_values, min_size=1))
def test_anything_is_read_whole_or_refused_in_one_line(values):
    said, facts = "", None
    try:
        facts = parse(values, packs.load(LMPD))
    except Invalid as error:
        said = str(error)
    if facts is None:
        assert said.endswith(".")
        assert "\n" not in said
    else:
        assert all(type(facts.to_json()[name]) is type(value) for name, value in values.items())


def test_the_defaults_are_those_of_the_issue():
    assert parse({}, packs.load(LMPD)) == Facts(
        agency_kind="immigration", channel="phone", purpose="unknown", warrant="none", warrant_verified=False,
        crime="none", crime_kind="none", clear_public_danger=False, asks=(), handled_by_commander=False,
        call_recorded=False, commander_joins=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"immigration_status": "x", "warant": "none"}, ['"immigration_status", "warant"', "allowed: agency_kind,"]),
        ({"warrant": "judge"}, ['warrant is "judge"', "immigration_crime, criminal"]),
        ({"warrant": "Criminal"}, ['"Criminal"']),
        ({"warrant": None}, ["warrant is null"]),
        ({"warrant_verified": 1}, ["warrant_verified is 1 (allowed: true, false)"]),
        ({"call_recorded": "true"}, ['call_recorded is "true"']),
        ({"asks": "perimeter"}, ["a list of tasks"]),
        ({"asks": ["perimeter", "fly", 3]}, ['asks has "fly", 3', "allowed: serve_criminal_warrant"]),
        ({"asks": ["perimeter", "perimeter"]}, ["asks names perimeter more than once"]),
        ({"nope": 1, "crime": "x", "channel": []}, ['"nope"', 'crime is "x"', "channel is []"]),
        ([], ["one JSON object, not a list"]),
    ],
)
def test_each_fault_is_named_with_what_is_allowed(facts, named):
    with pytest.raises(Invalid) as caught:
        parse(facts, packs.load(LMPD))
    for words in named:
        assert words in str(caught.value)


def test_no_fact_is_about_anyones_immigration_status():
    for pack in packs.catalog():
        keys = parse({}, packs.load(pack)).to_json()
        assert not [key for key in keys if "status" in key or "citizen" in key or "nationality" in key]
