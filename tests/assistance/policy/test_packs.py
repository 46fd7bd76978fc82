import subprocess
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from brightline.assistance.policy import packs
from brightline.platform.kernel.errors import BrightlineError, Invalid, NotFound
from tests.assistance.policy.builders import LMCO, LMPD, POLICIES, changed, copy, with_rule

LOUISVILLE = ZoneInfo("America/Kentucky/Louisville")
ADOPTIONS = [(LMCO, date(2017, 10, 26)), (LMPD, date(2017, 9, 22))]


def test_both_packs_are_in_the_catalog_and_loaded_once():
    assert packs.catalog() == [LMCO, LMPD]
    assert packs.load(LMPD) is packs.load(POLICIES / LMPD)
    assert packs.load(LMPD).effective_from == date(2017, 9, 22)
    assert packs.load(LMPD).clocks.acknowledge_within == timedelta(minutes=2)


def test_the_search_path_can_be_named(tmp_path, monkeypatch):
    copy(tmp_path)
    monkeypatch.setenv("BRIGHTLINE_POLICIES", str(tmp_path))
    assert packs.catalog() == [LMPD]
    assert packs.load(LMPD).path == (tmp_path / LMPD).resolve()
    with pytest.raises(NotFound, match=r"lmco-2017-10 \(known: lmpd-2017-09\)"):
        packs.load(LMCO)


def test_the_digest_is_what_ordinary_tools_compute():
    shell = "find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum"
    found = subprocess.run(["bash", "-c", shell], cwd=POLICIES / LMPD, capture_output=True, text=True, check=True)
    assert packs.load(LMPD).digest == f"sha256:{found.stdout.split()[0]}"


@pytest.mark.parametrize("file", ["README.md", "policy.cedar", "locale/es.toml"])
def test_any_change_of_any_file_changes_the_digest(tmp_path, file):
    folder = copy(tmp_path)
    (folder / file).write_bytes((folder / file).read_bytes() + b"\n")
    assert packs.load(folder).digest != packs.load(LMPD).digest


def test_every_label_and_sentence_is_spoken_in_three_languages_and_falls_back_to_english():
    for name in packs.catalog():
        pack = packs.load(name)
        assert pack.languages == ["en", "ar", "es"]
        for task in pack.tasks:
            assert len({pack.label("task", task, language) for language in pack.languages}) == 3
        for rule in pack.rules.by_policy.values():
            assert len({pack.says(rule.id, language) for language in pack.languages}) == 3
    assert packs.load(LMPD).label("task", "knock_and_clear") == "Knock and clear"
    assert packs.load(LMPD).label("warrant", "none", "vi") == "No warrant"
    assert packs.load(LMPD).label("warrant", "none", "es-MX") == "Sin orden"
    with pytest.raises(NotFound, match="no ground called weather"):
        packs.load(LMPD).label("ground", "weather")


@pytest.mark.parametrize(
    ("moment", "pack"),
    [
        (datetime(2017, 9, 22, 4, 0, tzinfo=UTC), LMPD),  # Midnight in Louisville.
        (datetime(2017, 10, 26, 3, 59, 59, tzinfo=UTC), LMPD),  # Still the 25th there.
        (datetime(2017, 10, 26, 4, 0, tzinfo=UTC), LMCO),
        (datetime(2030, 1, 1, tzinfo=UTC), LMCO),
    ],
)
def test_the_pack_in_force_is_the_last_adopted_by_the_local_date(moment, pack):
    assert packs.in_force(ADOPTIONS, moment, LOUISVILLE).id == pack


def test_without_a_pack_in_force_there_is_no_decision(tmp_path):
    with pytest.raises(Invalid, match="No policy pack was in force on 2017-09-21"):
        packs.in_force(ADOPTIONS, datetime(2017, 9, 22, 3, 59, tzinfo=UTC), LOUISVILLE)
    with pytest.raises(Invalid, match="needs its zone"):
        packs.in_force(ADOPTIONS, datetime(2018, 1, 1), LOUISVILLE)  # noqa: DTZ001
    with pytest.raises(Invalid, match="both adopted from 2017-09-22"):
        packs.in_force([(LMPD, date(2017, 9, 22)), (LMCO, date(2017, 9, 22))], datetime(2018, 1, 1, tzinfo=UTC), UTC)
    ended = "effective_from = 2017-09-22\neffective_until = 2017-12-31"
    folder = changed(tmp_path, "pack.toml", "effective_from = 2017-09-22", ended)
    adopted = [(str(folder), date(2017, 9, 22))]
    assert packs.in_force(adopted, datetime(2017, 12, 31, tzinfo=UTC), UTC).id == LMPD
    with pytest.raises(Invalid, match="ended on 2017-12-31"):
        packs.in_force(adopted, datetime(2018, 1, 1, tzinfo=UTC), UTC)


FAULTS = [
    ("pack.toml", 'id = "lmpd-2017-09"', 'id = "other"', "but the folder is lmpd-2017-09"),
    ("pack.toml", "effective_from = 2017-09-22", 'effective_from = "2017"', "write a date such as"),
    ("pack.toml", '"2 minutes"', '"soon"', 'a time such as "2 minutes"'),
    ("pack.toml", 'perimeter = "Hold a perimeter"', "", "entity Task must list exactly"),
    ("pack.toml", "[clocks]", "[clockz]", "clocks: it is missing"),
    ("pack.toml", 'jurisdiction = "', 'colour = "red"\njurisdiction = "', "colour: this key is unknown"),
    ("pack.toml", 'never_permitted = ["', 'never_permitted = ["fly", "', '"fly" is unknown'),
    ("pack.toml", "[invariants]", "[invariants", "this is not TOML"),
    ("policy.cedar", 'Warrant::"detainer"', 'Warrant::"detaner"', "rule no-ground-detainer does not fit the schema"),
    ("policy.cedar", "context.clear_public_danger", "context.purpose", "rule ground-public-danger does not fit"),
    ("policy.cedar", '@says("A detainer is', '@note("A detainer is', "rule no-ground-detainer has no @says"),
    ("policy.cedar", '@id("no-ground-detainer")', '@id("no-ground")', "two rules are called no-ground"),
    ("policy.cedar", "permit (principal,", "permit (principal;", "Cedar cannot read it"),
    ("policy.cedar", 'action == Action::"cover"', "action", "must be for one stage"),
    (
        "schema.cedarschema",
        'Crime enum ["none", "occurred", "occurring"]',
        'Crime enum ["none"]',
        "entity Crime must list",
    ),
    (
        "schema.cedarschema",
        "context: {}",
        "context: { clear_public_danger: Bool }",
        "action refer sees clear_public_danger",
    ),
    ("schema.cedarschema", "action cover appliesTo", "action uncover appliesTo", "uncover is no stage"),
    ("locale/ar.toml", "default-deny", "default-denied", "says.default-deny: it is missing"),
    ("locale/es.toml", "[says]", '[says]\nweather = "sol"', "says.weather: this key is unknown"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), FAULTS)
def test_a_fault_in_a_pack_is_one_sentence_with_the_file(tmp_path, file, old, new, says):
    with pytest.raises(BrightlineError) as caught:
        packs.load(changed(tmp_path, file, old, new))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    named = "schema.cedarschema" if "must list" in says else file
    assert f"lmpd-2017-09/{named}" in str(caught.value)


def test_a_missing_a_stray_a_linked_and_a_broken_file_are_named(tmp_path):
    for number, (spoil, says) in enumerate(
        [
            (lambda f: (f / "policy.cedar").unlink(), "policy.cedar: this file is missing"),
            (lambda f: (f / ".DS_Store").write_text(""), ".DS_Store: this file is not part of a pack"),
            (lambda f: (f / "locale" / "fr.toml").symlink_to(f / "locale" / "es.toml"), "fr.toml: this is a link"),
            (lambda f: (f / "pack.toml").write_bytes(b"\xff"), "pack.toml: byte 1 is not UTF-8"),
        ]
    ):
        folder = copy(tmp_path / str(number))
        spoil(folder)
        with pytest.raises(Invalid, match=says):
            packs.load(folder)


def test_a_pack_that_is_not_there_is_named():
    for name in ("nowhere-2020-01", "no/such/folder", "", "a\0b"):
        with pytest.raises(NotFound, match=r"known: lmco-2017-10, lmpd-2017-09"):
            packs.load(name)


def test_a_translation_must_cover_a_new_rule(tmp_path):
    body = 'forbid (principal, action == Action::"dispatch", resource) when { false };'
    assert "planted" in packs.load(with_rule(tmp_path, "planted", body)).sentences["es"]
    (tmp_path / "bare").mkdir()
    marker = '@id("no-ground")'
    rule = f'@id("planted") @source("s") @says("t") {body}\n{marker}'
    folder = changed(tmp_path / "bare", "policy.cedar", marker, rule)
    with pytest.raises(Invalid, match=r"ar\.toml: says\.planted: it is missing"):
        packs.load(folder)
