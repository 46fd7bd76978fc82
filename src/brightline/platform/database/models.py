"""What is written once. The base of every table that nobody, the runtime role included, may change afterwards."""

import pgtrigger
from django.db import models


class AppendOnly(models.Model):
    """Rows are inserted and read, never updated, deleted or truncated.

    Held twice: the runtime role has no such right (`roles.grant`), and these triggers refuse it for every role, so
    that the owner cannot do it by accident either.
    """

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'written once: this table is never emptied';",
            ),
        ]


def append_only_tables() -> list[str]:
    """The tables of all AppendOnly models, sorted."""
    from django.apps import apps

    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))
