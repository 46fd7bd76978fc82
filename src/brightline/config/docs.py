"""docs/reference, written from the code: `python -m brightline.config.docs`, with --check only compared."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from brightline.platform.kernel.environment import ROOT

REFERENCE = ROOT / "docs" / "reference"
_NOTE = "<!-- Written by `make docs` from the code: change the code, not this page. -->\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which are out of step. Returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brightline.config.settings")
    os.environ.setdefault("BRIGHTLINE_VAR", str(ROOT / ".venv" / "check-var"))
    import django

    django.setup()
    stale = []
    for name, write in PAGES.items():
        path, text = REFERENCE / name, _NOTE + write()
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(_shown(path))
    if stale:
        print(f"Out of step with the code: {', '.join(stale)}. Run `make docs`.", file=sys.stderr)
        return 1
    return 0


def states() -> str:
    """The states of a request and of an examination, each as a table and a Mermaid diagram."""
    from brightline.assistance.requests import states as requests
    from brightline.assistance.review import states as review

    return (
        _drawn("request", "requests", requests.TRANSITIONS, requests.State.PAGED)
        + "\n"
        + _drawn("examination", "review", review.TRANSITIONS, review.State.WAITING)
    )


def _drawn(thing: str, app: str, transitions: Mapping[Any, frozenset[Any]], first: str) -> str:
    """One table of states."""
    edges = "\n".join(f"    {a} --> {b}" for a in transitions for b in transitions if b in transitions[a])
    finals = "\n".join(f"    {state} --> [*]" for state in transitions if not transitions[state])
    rows = "\n".join(
        f"| `{state}` | {state.label} | {', '.join(f'`{to}`' for to in transitions if to in exits) or 'final'} |"
        for state, exits in transitions.items()
    )
    return (
        f"# States of a{'n' if thing[0] in 'aeiou' else ''} {thing}\n\n"
        f"The table is `assistance/{app}/states.py`; the database holds the same one and refuses any other step.\n\n"
        f"```mermaid\nstateDiagram-v2\n    [*] --> {first}\n{edges}\n{finals}\n```\n\n"
        f"| state | on screen | goes on to |\n| --- | --- | --- |\n{rows}\n"
    )


def entry_kinds() -> str:
    """Every kind of ledger entry and its fields."""
    from brightline.record.ledger.kinds import KINDS

    rows = "\n".join(
        f"| `{name}` | {kind.says} | {_listed(kind.public)} | {_listed(kind.private)} |" for name, kind in KINDS.items()
    )
    return (
        "# Kinds of ledger entries\n\n"
        "An entry is RFC 8785 canonical JSON: `v`, `kind`, `at`, `subject`, `public`, `private`. Public fields stand "
        "in it as they are. Of private ones it holds only a salted SHA-256 commitment, against which a later lawful "
        "release can be checked.\n\n"
        f"| kind | says | public | committed to |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def permissions() -> str:
    """Who may open which route."""
    from brightline.config.routes import all_routes
    from brightline.platform.accounts.roles import Role

    heads = " | ".join(str(role.label) for role in Role)
    rows = []
    for route in sorted(all_routes(), key=lambda each: each.path):
        access = route.access
        open_to = [access is not None and (access.public or role in access.roles) for role in Role]
        anyone = "yes" if access is not None and access.public else ""
        cells = " | ".join("yes" if each else "" for each in open_to)
        rows.append(f"| `/{route.path}` | {anyone} | {cells} |")
    return (
        "# Who may open what\n\n"
        "A route not marked is closed to everyone. What a person may do to one request is decided by "
        "`permissions.py` of its app.\n\n"
        f"| route | anyone | {heads} |\n| --- | --- |{' --- |' * len(Role)}\n" + "\n".join(rows) + "\n"
    )


def api() -> str:
    """The public API of places, as its OpenAPI document says it."""
    from brightline.resident.address.openapi import document

    said = document()
    schemas = said["components"]["schemas"]
    pages = [_operation(path, each["get"]) for path, each in said["paths"].items()]
    tables = [_schema(name, schema) for name, schema in schemas.items()]
    return (
        "# The API of places\n\n"
        f"{said['info']['description']}\n\n"
        "The same for programs: [`/api/openapi.json`](/api/openapi.json), OpenAPI 3.1. Answers are JSON; a mistake is "
        'answered with its status and `{"error": "one sentence"}`. Any site may ask (CORS). Brightline itself counts '
        "no requests: how many one client may make is for the proxy in front to say "
        "([docs/operate/running.md](../operate/running.md)).\n\n"
        + "\n".join(pages)
        + "\n## What is answered\n\n"
        + "\n".join(tables)
    )


def _operation(path: str, said: Mapping[str, Any]) -> str:
    answer = said["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    rows = "\n".join(
        f"| `{each['name']}` | {need} | {each['description']} | {_kind(each['schema'])} |"
        for each in said["parameters"]
        for need in ["yes" if each.get("required") else ""]
    )
    others = "; ".join(
        f"{status}: {each['description'].rstrip('.')}" for status, each in said["responses"].items() if status != "200"
    )
    return (
        f"## `GET {path}`\n\n{said['summary']}. Answers with [{answer}](#{answer.lower()}); {others}.\n\n"
        f"| parameter | required | means | |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    rows = "\n".join(
        f"| `{field}` | {each.get('description', '')} | {_kind(each)} |" for field, each in schema["properties"].items()
    )
    return f"### {name}\n\n{schema.get('description', '')}\n\n| field | means | |\n| --- | --- | --- |\n{rows}\n"


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value is, in a word or two."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    kind = str(schema.get("format") or schema.get("type", ""))
    if kind == "array":
        return f"list of {_kind(schema['items'])}"
    limits = [
        f"{schema[low]} to {schema[high]}"
        for low, high in (("minimum", "maximum"),)
        if low in schema and high in schema
    ]
    limits += [f"at most {schema['maxLength']} characters"] if "maxLength" in schema else []
    return ", ".join([kind, *limits])


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "none"


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


PAGES: dict[str, Callable[[], str]] = {
    "states.md": states,
    "entry-kinds.md": entry_kinds,
    "permissions.md": permissions,
    "api.md": api,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
