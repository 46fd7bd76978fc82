"""`brightline add-person`."""

import pytest
import typer
from typer.testing import CliRunner

from brightline.platform.accounts import commands
from brightline.platform.accounts.models import Person
from brightline.platform.kernel.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _django_is_set_up_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)


def _run(*arguments: str) -> str:
    app = typer.Typer()
    app.callback()(lambda: None)
    commands.register(app)
    result = CliRunner().invoke(app, ["add-person", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_it_adds_a_person_and_prints_their_link() -> None:
    said = _run(
        "--email", "kit@x.example", "--name", "Kit", "--role", "administrator", "--address", "https://x.example/"
    )
    assert "https://x.example/account/first-password/" in said
    assert Person.objects.get(email="kit@x.example").roles == ["administrator"]


def test_an_unknown_role_is_one_sentence() -> None:
    with pytest.raises(Invalid, match="--role sheriff is no role"):
        _run("--email", "kit@x.example", "--name", "Kit", "--role", "sheriff")
    assert not Person.objects.filter(email="kit@x.example").exists()
