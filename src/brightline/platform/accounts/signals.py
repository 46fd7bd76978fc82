"""What accounts tell whoever listens, in the transaction of the change: this foundation knows no ledger."""

from django.dispatch import Signal

account_changed = Signal()
"""Sent with kind ("opened", "changed", "closed", "reopened", "link_made", "second_factor_reset"), person, by (a Person,
or None for whoever runs commands on the server) and, of a change, before (`actions.Details`). A listener that raises
undoes the change."""
