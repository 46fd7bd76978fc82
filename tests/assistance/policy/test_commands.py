"""`brightline decide` and `brightline prove` as an operator meets them: real processes, exit codes, one line."""

import json
import subprocess
import sys

import pytest

from tests.assistance.policy.builders import LMPD, inverted_danger

PROGRAM = (
    "import typer; from brightline.assistance.policy.commands import register; a = typer.Typer(); register(a); a()"
)


def run(*args, given=b""):
    done = subprocess.run([sys.executable, "-c", PROGRAM, *args], input=given, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_decide_answers_standard_input_and_a_file_alike(tmp_path):
    facts = b'{"clear_public_danger": true, "asks": ["knock_and_clear"]}'
    (tmp_path / "facts.json").write_bytes(facts)
    from_file = run("decide", "--pack", LMPD, str(tmp_path / "facts.json"))
    assert run("decide", "--pack", LMPD, "-", given=facts) == from_file
    assert (from_file[0], from_file[2]) == (0, "")
    answer = json.loads(from_file[1])
    assert (answer["dispatch"], answer["before_assessment"]) == ("refused", "permitted")
    assert answer["tasks"] == {"knock_and_clear": "refused"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b'{"warrant": "criminal"', "standard input line 1 column 23"),
        (b'{\n "warrant": criminal}', "line 2 column 13"),
        (b'{"warrant": "\xff"}', "byte 14 is not UTF-8"),
        (b"", "nothing in it"),
        (b"[]", "not a list"),
        (b'{"crime": "none", "crime": "occurred"}', 'the key "crime" is given twice'),
        (b'{"warrant_verified": NaN}', "NaN is not JSON"),
        (b'{"asks": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"asks": ' + b"9" * 5_000 + b"}", "too long"),
        (b'{"immigration_status": "x"}', 'unknown key "immigration_status"'),
        (b'{"crime": "maybe"}', 'crime is "maybe" (allowed: none, occurred, occurring)'),
        (b'{"\\ud800\\n": 1}', "unknown key"),
    ],
)
def test_bad_facts_are_one_line_and_exit_2(given, says):
    code, out, err = run("decide", "--pack", LMPD, "-", given=given)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_missing_file_a_folder_an_unknown_pack_and_no_pack_are_one_line(tmp_path):
    for args, says in [
        (("decide", "--pack", LMPD, str(tmp_path / "no.json")), "there is no such file"),
        (("decide", "--pack", LMPD, str(tmp_path)), "this is a folder"),
        (("decide", "--pack", LMPD, "--batch", str(tmp_path)), "this is a folder"),
        (("decide", "--pack", "nowhere", "-"), "known: lmco-2017-10, lmpd-2017-09"),
        (("decide", "-"), "Say which policy pack"),
        (("decide", "--pack", LMPD), "Give either FACTS.json or --batch"),
        (("prove", "--pack", "nowhere"), "no policy pack called nowhere"),
    ]:
        code, out, err = run(*args)
        assert (code, out, err.count("\n")) == (2, "", 1), args
        assert says in err


def test_batch_answers_each_line_and_goes_on_after_a_bad_one(tmp_path):
    lines = tmp_path / "facts.jsonl"
    lines.write_bytes(b'{}\n{"crime": "maybe"}\r\n\n{bad\n{"agency_kind": "local"}')
    code, out, err = run("decide", "--pack", LMPD, "--batch", str(lines))
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer.get("dispatch", answer.get("line")) for answer in answers] == ["refused", 2, 4, "not_covered"]
    assert answers[1].keys() == {"line", "error"}
    assert (code, err.count("\n")) == (2, 1)
    assert "2 lines could not be decided" in err


def test_batch_without_a_bad_line_exits_0():
    code, out, err = run("decide", "--pack", LMPD, "--batch", "-", given=b"{}\n{}\n")
    assert (code, len(out.splitlines()), err) == (0, 2, "")


def test_help_shows_an_example():
    for command in ("decide", "prove"):
        code, out, _ = run(command, "--help")
        assert code == 0
        assert "Example:" in out


def test_prove_evaluates_every_combination_and_exits_0():
    code, out, _ = run("prove", "--pack", LMPD, "--json")
    proof = json.loads(out)
    assert 5**4 * 2 * 3 * 4 * 2 * 2 * 2 * 2 * 16 == 3_840_000
    # It stops at the first counterexample, so that the full count says there is none.
    assert (code, proof["count"], proof["counterexample"]) == (0, 3_840_000, None)
    assert proof["failed_scenarios"] == []


def test_prove_prints_the_counterexample_and_exits_1(tmp_path):
    folder = inverted_danger(tmp_path)
    code, out, _ = run("prove", "--pack", str(folder))
    assert code == 1
    assert "Nothing is permitted by default." in out
    assert "before assessment permitted" in out
    assert "Shots fired near bystanders" in out
