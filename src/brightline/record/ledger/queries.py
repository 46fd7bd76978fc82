"""What other rooms may read of the ledger."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger import audit, checkpoint
from brightline.record.ledger.entry import Entry as PureEntry
from brightline.record.ledger.models import Checkpoint, Entry, Private
from brightline.record.ledger.note import Verifier


def size() -> int:
    """How many entries there are."""
    last = Entry.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def latest_time() -> datetime | None:
    """The latest date any entry bears, or None when there is none."""
    latest: datetime | None = Entry.objects.aggregate(latest=Max("at"))["latest"]
    return latest


def entries(since: int = 0) -> Iterator[tuple[int, PureEntry]]:
    """(index, entry) from index `since` on, in order, read in steps so that memory does not grow with the log."""
    rows = Entry.objects.filter(index__gte=since).order_by("index").values_list("index", "content")
    for index, content in rows.iterator(chunk_size=2000):
        yield index, PureEntry.decode(bytes(content))


def entries_about(subject: str) -> list[tuple[int, PureEntry]]:
    """(index, entry) of one subject, in order."""
    rows = Entry.objects.filter(subject=subject).order_by("index").values_list("index", "content")
    return [(index, PureEntry.decode(bytes(content))) for index, content in rows]


def private_values(subject: str) -> dict[int, dict[str, Any]]:
    """For each entry about `subject`: what it commits to without showing it. For oversight, never for the public."""
    found: dict[int, dict[str, Any]] = {}
    for row in Private.objects.filter(entry__subject=subject):
        found.setdefault(row.entry_id, {})[row.name] = row.value
    return found


def latest_checkpoint() -> Checkpoint | None:
    """The last signed root, with `note` as anyone can check it."""
    return Checkpoint.objects.last()


def stored() -> Iterator[audit.StoredEntry]:
    """Every entry as it stands in the database, for the audit."""
    for row in Entry.objects.order_by("index").prefetch_related("private").iterator(chunk_size=2000):
        private = tuple((each.name, each.value, bytes(each.salt)) for each in row.private.all())
        filed = (row.kind, row.at, row.subject)
        yield audit.StoredEntry(row.index, bytes(row.content), bytes(row.leaf_hash), filed, private)


def own_checkpoints(
    verifiers: list[Verifier], origin: str
) -> tuple[list[checkpoint.Checkpoint], list[audit.BadCheckpoint]]:
    """The checkpoints kept here, each one's signature checked, and apart from them what is kept as one and is none."""
    good, bad = [], []
    for row in Checkpoint.objects.all():
        try:
            opened = checkpoint.Checkpoint.open(row.note, verifiers, origin=origin)
        except Invalid as why:
            bad.append(audit.BadCheckpoint(row.size, str(why)))
            continue
        if opened.size == row.size:
            good.append(opened)
        else:
            bad.append(audit.BadCheckpoint(row.size, f"The note kept there was signed over size {opened.size}."))
    return good, bad


def entries_of(kind: str) -> list[tuple[int, PureEntry]]:
    """(index, entry) of one kind, in order. For kinds there are few of."""
    rows = Entry.objects.filter(kind=kind).order_by("index").values_list("index", "content")
    return [(index, PureEntry.decode(bytes(content))) for index, content in rows]
