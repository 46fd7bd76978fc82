"""What the public figures need beside the requests: which policy is in force, and how many calls there were in all."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from brightline.assistance.policy import packs
from brightline.assistance.requests import permissions
from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger import actions as ledger
from brightline.record.ledger import queries as ledger_queries

_LANGUAGES = ("en", "es", "ar")
# What is entered can never be taken off the ledger, so a slip of the hand is refused before it is.
_FIRST_YEAR = 2000


@transaction.atomic
def adopt_policies() -> list[str]:
    """Put every policy the city has taken up on the ledger, with the words the public reads it in.

    Returns the ids of those that were not there yet. A pack whose text changed has a new digest and is entered anew.
    """
    entered = {
        (entry.subject, entry.public["digest"], entry.public["in_force_from"])
        for _index, entry in ledger_queries.entries_of("policy.adopted")
    }
    added = []
    for row in city.city().policy_adoptions:
        pack = packs.load(row["pack"])
        if (pack.id, pack.digest, row["from"]) in entered:
            continue
        ledger.append(
            "policy.adopted",
            subject=pack.id,
            public={
                "pack": pack.id,
                "digest": pack.digest,
                "title": pack.title,
                "in_force_from": row["from"],
                "grounds": _labels(pack, "ground", list(pack.grounds)),
                "tasks": _labels(pack, "task", list(pack.tasks)),
                "rules": {
                    rule.id: {language: pack.says(rule.id, language) for language in _LANGUAGES}
                    for rule in pack.rules.by_policy.values()
                },
                "sources": [{"title": source.title, "dated": source.dated.isoformat()} for source in pack.sources],
            },
        )
        added.append(pack.id)
    return added


@transaction.atomic
def count_calls(*, month: str, calls: int, source: str, by: Person) -> None:
    """Enter how many calls for service there were in a month ("2026-05"). A later count replaces it in the figures;
    both stay on the ledger. Raises Denied, Invalid.
    """
    permissions.check_can_count_calls(by)
    try:
        first = date.fromisoformat(f"{month}-01")
        if first.year < _FIRST_YEAR:
            raise ValueError(month)
    except ValueError as error:
        raise Invalid(_("%(month)s is no month: write it as 2026-05.") % {"month": month}) from error
    if first > city.local(clock.now()).date():
        raise Invalid(_("%(month)s has not begun: enter its calls when it is over.") % {"month": month})
    if not 0 <= calls <= 100_000_000:
        raise Invalid(_("%(calls)d calls in a month cannot be right: enter a number from 0 on.") % {"calls": calls})
    ledger.append(
        "calls.counted",
        subject="calls",
        public={"month": first.isoformat()[:7], "calls": calls, "source": source},
        private={"by": by.email},
    )


def _labels(pack: packs.Pack, kind: str, names: list[str]) -> dict[str, dict[str, str]]:
    return {name: {language: pack.label(kind, name, language) for language in _LANGUAGES} for name in names}
