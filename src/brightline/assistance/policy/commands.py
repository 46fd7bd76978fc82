"""`brightline decide` and `brightline prove`: the gate from a shell.

Exit 0 done, whatever was decided; 1 a pack breaks an invariant or a worked example; 2 bad input, with one line.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from brightline.platform.kernel.errors import BrightlineError, Invalid

# Imported late, so that the other commands need not wait for the gate.
if TYPE_CHECKING:
    from brightline.assistance.policy import prove as proving
    from brightline.assistance.policy.packs import Pack

DECIDE_HELP = """Say what a policy pack permits for the facts of a request.

FACTS.json is one JSON object, every key optional; - reads it from standard input. With --batch each line of a file is
one such object, and each line of the answer one decision; a line that cannot be read is answered by its number and what
is wrong, the others are still decided, and the exit code is 2. Empty lines are passed over.

Example: echo '{"warrant": "criminal", "warrant_verified": true}' | brightline decide --pack lmpd-2017-09 -
"""
PROVE_HELP = """Try every combination of facts against what must hold of a policy pack.

Runs the pack's worked examples, then evaluates every combination of facts, each with no task and with each task asked
alone. Prints how many, how long it took and the first counterexample, at which
it stops. Exit 1 if there is one.

Example: brightline prove --pack lmpd-2017-09
"""
PackOption = Annotated[
    str | None, typer.Option("--pack", metavar="PACK", help="The pack's name, or the path of its folder.")
]


def register(app: typer.Typer) -> None:
    """Adds the commands `decide` and `prove` to `app`."""
    app.command("decide", help=DECIDE_HELP)(decide)
    app.command("prove", help=PROVE_HELP)(prove)


def decide(
    path: Annotated[
        str | None,
        typer.Argument(metavar="FACTS.json", help="A file of facts; - reads standard input."),
    ] = None,
    pack: PackOption = None,
    batch: Annotated[
        str | None, typer.Option("--batch", metavar="FILE.jsonl", help="Answer line by line; - is standard input.")
    ] = None,
) -> None:
    """See DECIDE_HELP."""
    with _one_line():
        policy = _pack(pack)
        if (path is None) == (batch is None):
            raise Invalid("Give either FACTS.json or --batch FILE.jsonl; - reads standard input.")
        if batch is not None:
            wrong = _answer_lines(policy, batch)
            if wrong:
                lines = "1 line" if wrong == 1 else f"{wrong} lines"
                raise Invalid(f"{_name(batch)}: {lines} could not be decided; the answers with an error say which.")
            return
        path = str(path)
        name = _name(path)
        raw = sys.stdin.buffer.read() if path == "-" else _file(Path(path))
        print(_decision(policy, raw, name))


def prove(
    pack: PackOption = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes to share the work.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
) -> None:
    """See PROVE_HELP."""
    with _one_line():
        policy = _pack(pack)
        from brightline.assistance.policy import scenarios

        wrong = scenarios.failures(policy)
        began = time.monotonic()
        proof = _proved(policy, workers)
        seconds = time.monotonic() - began
    if as_json:
        print(json.dumps(_proof_json(policy, proof, wrong, seconds)))
    else:
        _print_proof(policy, proof, wrong, seconds)
    if proof.counterexample is not None or wrong:
        raise typer.Exit(1)


@contextmanager
def _one_line() -> Iterator[None]:
    """A refusal is one line on stderr and its exit code, never a traceback."""
    try:
        yield
    except BrightlineError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        raise typer.Exit(130) from None


def _file(path: Path) -> bytes:
    from brightline.assistance.policy import json_input

    return json_input.read(path)


def _pack(name: str | None) -> "Pack":
    from brightline.assistance.policy import packs

    if name is None:
        raise Invalid(f"Say which policy pack: --pack NAME (known: {', '.join(packs.catalog()) or 'none'}).")
    return packs.load(name)


def _name(path: str) -> str:
    return "standard input" if path == "-" else path


def _decision(policy: "Pack", raw: bytes, name: str, *, one_line: bool = False) -> str:
    from brightline.assistance.policy import facts, gate, json_input

    value = json_input.loads(raw, name, one_line=one_line)
    try:
        read = facts.parse(value, policy)
    except Invalid as error:
        raise Invalid(f"{name}: {error}") from None
    return json.dumps(gate.decide(policy, read).to_json())


def _answer_lines(policy: "Pack", batch: str) -> int:
    """Answers each line, returns how many could not be decided."""
    wrong = 0
    with _opened(batch) as (lines, size), _progress("lines read", size, in_bytes=True) as progress:
        done = 0
        # Only \n ends a line: a text may hold the other characters that Unicode calls line ends.
        for number, line in enumerate(lines, 1):
            done += len(line)
            if line.strip():
                try:
                    print(_decision(policy, line.rstrip(b"\r\n"), f"line {number}", one_line=True))
                except Invalid as error:
                    wrong += 1
                    print(json.dumps({"line": number, "error": str(error)}))
            if number % 500 == 0:
                progress(done, size)
    return wrong


@contextmanager
def _opened(batch: str) -> Iterator[tuple[BinaryIO, int]]:
    if batch == "-":
        yield sys.stdin.buffer, 0
        return
    path = Path(batch)
    try:
        stream = path.open("rb")
    except (OSError, ValueError):
        _file(path)  # Says why in one sentence.
        raise
    with stream:
        yield stream, path.stat().st_size


@contextmanager
def _progress(what: str, total: int, *, in_bytes: bool = False) -> Iterator["proving.Progress"]:
    """A bar on stderr, only where someone looks at it, gone when done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    count = [] if in_bytes else [MofNCompleteColumn()]
    columns = (TextColumn("{task.description}"), BarColumn(), *count, TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total or None)

        def advance(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of or None)

        yield advance


def _proved(policy: "Pack", workers: int) -> "proving.Proof":
    from rich.markup import escape

    from brightline.assistance.policy import prove as proving

    total = proving.combinations(policy) * (1 + len(policy.tasks))
    with _progress(f"Proving {escape(policy.id)}", total) as progress:
        return proving.prove(policy, workers, progress, stop_early=True)


def _proof_json(policy: "Pack", proof: "proving.Proof", wrong: list[str], seconds: float) -> dict[str, object]:
    return {
        "pack": policy.id,
        "pack_digest": policy.digest,
        "count": proof.count,
        "seconds": round(seconds, 2),
        "invariants": list(proof.invariants),
        "counterexample": None if proof.counterexample is None else proof.counterexample.to_json(),
        "failed_scenarios": wrong,
    }


def _print_proof(policy: "Pack", proof: "proving.Proof", wrong: list[str], seconds: float) -> None:
    print(f"{policy.id} {policy.digest}")
    print(f"{proof.count:,} combinations evaluated in {seconds:.1f} s against {len(proof.invariants)} invariants.")
    for sentence in wrong:
        print(sentence)
    found = proof.counterexample
    if found is None:
        print("No counterexample: every invariant holds of every combination.")
        return
    from brightline.assistance.policy import facts

    plain = facts.Facts(extra=tuple((fact.name, fact.default) for fact in policy.facts.values())).to_json()
    changed = {name: value for name, value in found.facts.to_json().items() if value != plain[name]}
    print("Stopped at the first counterexample:")
    print(f"  invariant  {found.invariant}")
    print(f"  facts      {json.dumps(changed)} (all others at their defaults)")
    print(f"  dispatch   {found.decision.dispatch}, before assessment {found.decision.before_assessment}")
    if found.decision.tasks:
        print(f"  tasks      {', '.join(f'{task} {outcome}' for task, outcome in found.decision.tasks.items())}")
    print(f"  because    {', '.join(reason.rule for reason in found.decision.because)}")
