"""Who may open what is part of the record: each change of an account is entered as it is made.

Public is which roles, so that anyone sees an administrator come or go; who it is, and who did it, is committed to.
"""

from typing import Any

from brightline.platform.accounts.actions import Details
from brightline.platform.accounts.models import Person
from brightline.record.ledger import actions

SUBJECT = "accounts"


def enter(
    sender: object, *, kind: str, person: Person, by: Person | None, before: Details | None = None, **_more: Any
) -> None:
    """Listens to `account_changed`, in whose transaction the entry lives or dies."""
    public: dict[str, Any] = {"roles": sorted(person.roles)}
    private: dict[str, Any] = {"who": person.email, "by": by.email if by else "the command line"}
    if before is not None:
        public["roles_before"] = sorted(before.roles)
        private["was"] = before.email
    actions.append(f"account.{kind}", subject=SUBJECT, public=public, private=private)
