"""Writing to the ledger: the only way in, and always in the caller's own transaction."""

from typing import Any

from django.db import connection, transaction

from brightline.platform.kernel import clock
from brightline.record.ledger import checkpoint as checkpoints
from brightline.record.ledger import commitment, keys
from brightline.record.ledger.entry import Entry as PureEntry
from brightline.record.ledger.kinds import KINDS
from brightline.record.ledger.models import Checkpoint, Entry, Private
from brightline.record.ledger.tree import Frontier, leaf_hash


def append(kind: str, *, subject: str, public: dict[str, Any], private: dict[str, Any] | None = None) -> Entry:
    """Append one entry. It lives or dies with the change it tells of.

    public: shown to anyone; private: kept here, only its salted commitment stands in the entry.
    Raises RuntimeError outside a transaction and ValueError for a kind or field not in `KINDS`: both are our defects.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind} was appended outside a transaction: entry and change could part.")
    private = private or {}
    declared = KINDS.get(kind)
    if declared is None or not (public.keys() <= declared.public and private.keys() <= declared.private):
        raise ValueError(f"{kind} with {sorted(public)} and private {sorted(private)} is not declared in kinds.py.")
    # Held to the end of the transaction, and taken before the clock is read: entries stand in the order of their times.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.append'))")
    committed = {name: commitment.commit(name, value) for name, value in private.items()}
    pure = PureEntry(
        kind=kind,
        at=clock.now(),
        subject=subject,
        public=public,
        private={name: each.commitment for name, each in committed.items()},
    )
    content = pure.encode()
    stored = Entry.objects.create(kind=kind, at=pure.at, subject=subject, content=content, leaf_hash=leaf_hash(content))
    Private.objects.bulk_create(
        Private(entry=stored, name=name, salt=each.salt, value=private[name]) for name, each in committed.items()
    )
    return stored


@transaction.atomic
def sign_checkpoint(origin: str) -> Checkpoint | None:
    """Sign the root of all entries so far, or return None when nothing was added since the last one."""
    with connection.cursor() as cursor:
        # Two workers would sign the same size; the second waits here and then finds nothing new.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.checkpoint'))")
    last = Checkpoint.objects.last()
    frontier = Frontier.from_bytes(bytes(last.frontier)) if last else Frontier()
    added = Entry.objects.filter(index__gte=frontier.size).values_list("leaf_hash", flat=True)
    before = frontier.size
    for leaf in added.iterator():
        frontier.append(bytes(leaf))
    if last and frontier.size == before:
        return None
    head = checkpoints.Checkpoint(origin=origin, size=frontier.size, root=frontier.root())
    return Checkpoint.objects.create(
        size=frontier.size, frontier=frontier.to_bytes(), note=head.sign(keys.signer(origin)), at=clock.now()
    )
