"""What a look back came to, in numbers: counted as it goes, and what summary.json holds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from brightline.assistance.review.engine.call import Batch, Days
from brightline.assistance.review.engine.finding.finding import LABELS, Finding

# A file torn all over must not make the summary as long as itself; rejected.csv names every row.
MOST_NAMED: Final = 200


@dataclass(slots=True)
class SourceRead:
    """One file: how much of it was read. sha256 is None where no digest was wanted, or the file broke off."""

    file: str
    size: int
    sha256: str | None = None
    calls: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The keys of summary.json. Months are "2017-03", "" for calls whose time could not be read.

    first_call and last_call are the first and the last day with a call, None where no call's day could be read.
    A request with two grounds counts under both in requests_by_ground. partial: what could not be read, or None;
    not_read: the part of it that says of which files nothing was read, and why, a sentence each. set_aside: how
    many calls the screen kept and stage two took to concern nothing, and how many of them were sampled.

    A row that could not be read whole is a call where something was found in it (read_in_part), else rejected. Of the
    rejected, rejected_with_words hold a word that could concern an immigration agency: a person should read them.
    read_yourself has the first MOST_NAMED of these, by file and row.
    """

    calls_read: int
    rejected: int
    partial: str | None
    months: dict[str, int]
    findings: dict[str, int]
    requests_by_month: dict[str, int]
    requests_by_ground: dict[str, int]
    requests_without_ground: int
    set_aside: dict[str, int]
    assumed: list[str]
    sources: list[dict[str, Any]]
    first_call: str | None
    last_call: str | None
    pack: str | None = None
    pack_digest: str | None = None
    requests_by_gate: dict[str, int] = field(default_factory=dict)
    not_read: list[str] = field(default_factory=list)
    read_in_part: int = 0
    rejected_with_words: int = 0
    read_yourself: list[dict[str, str | int]] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        """What summary.json holds."""
        return asdict(self)

    @property
    def headline(self) -> str:
        """The whole in one sentence."""
        requests, without = self.findings["request"], self.requests_without_ground
        said = f"{requests:,} {'request' if requests == 1 else 'requests'} among {self.calls_read:,} calls"
        if not requests:
            return f"No request found among {self.calls_read:,} calls"
        return f"{said}; {without:,} with no ground on record" if without else f"{said}; each with a ground on record"


@dataclass(slots=True)
class Tally:
    """The running counts; everything in it can be written down and taken up again."""

    calls: int = 0
    rejected: int = 0
    months: Counter[str] = field(default_factory=Counter)
    days: Days = field(default_factory=Days)
    labels: Counter[str] = field(default_factory=Counter)
    requests_by_month: Counter[str] = field(default_factory=Counter)
    requests_by_ground: Counter[str] = field(default_factory=Counter)
    requests_by_gate: Counter[str] = field(default_factory=Counter)
    requests_without_ground: int = 0
    read_in_part: int = 0
    rejected_with_words: int = 0
    read_yourself: list[dict[str, str | int]] = field(default_factory=list)

    def add(self, batch: Batch, findings: list[Finding]) -> None:
        """Count a batch and what was found in it."""
        self.calls += batch.calls
        for each in batch.rejected:
            self.rejected += each.seen != "found"
            self.read_in_part += each.seen == "found"
            if each.seen == "words":
                self.rejected_with_words += 1
                if len(self.read_yourself) < MOST_NAMED:
                    self.read_yourself.append({"file": each.file, "row": each.row})
        self.months.update(batch.months)
        self.days.add(batch.days.first, batch.days.last)
        for finding in findings:
            self.labels[finding.label] += 1
            if finding.label == "request":
                self.requests_by_month[finding.received_at[:7]] += 1
                self.requests_by_ground.update(finding.grounds)
                self.requests_without_ground += not finding.grounds
                if finding.gate is not None:
                    self.requests_by_gate[finding.gate] += 1

    @property
    def findings(self) -> int:
        """Findings of every label."""
        return self.labels.total()

    def json(self) -> dict[str, Any]:
        """As plain values. Not by `asdict`, which makes of a Counter one of pairs."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        plain = {name: dict(value) if isinstance(value, Counter) else value for name, value in values.items()}
        return plain | {"days": asdict(self.days)}

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> "Tally":
        """As `json` wrote it."""
        values: dict[str, Any] = {}
        for name, each in written.items():
            values[name] = Counter(each) if isinstance(each, dict) else each
        return cls(**values | {"days": Days(**written["days"])})


def summary_of(
    tally: Tally,
    sources: list[SourceRead],
    *,
    set_aside: dict[str, int],
    partial: list[str],
    not_read: list[str],
    assumed: list[str],
    pack: str | None,
    pack_digest: str | None,
) -> Summary:
    """The summary of what was counted."""
    return Summary(
        calls_read=tally.calls,
        rejected=tally.rejected,
        partial=" ".join([*not_read, *partial]) or None,
        months=_sorted(tally.months),
        findings={label: tally.labels[label] for label in LABELS},
        requests_by_month=_sorted(tally.requests_by_month),
        requests_by_ground=_sorted(tally.requests_by_ground),
        requests_without_ground=tally.requests_without_ground,
        set_aside=set_aside,
        assumed=assumed,
        sources=[asdict(source) for source in sources],
        first_call=tally.days.first or None,
        last_call=tally.days.last or None,
        pack=pack,
        pack_digest=pack_digest,
        requests_by_gate=_sorted(tally.requests_by_gate),
        not_read=not_read,
        read_in_part=tally.read_in_part,
        rejected_with_words=tally.rejected_with_words,
        read_yourself=list(tally.read_yourself),
    )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}
