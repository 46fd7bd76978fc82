"""The only writers of collection. Each locks, checks, decides, records, in one transaction."""

from brightline.resident.collection.actions.announcing import Announced, announce, check, withdraw
from brightline.resident.collection.actions.loading import load_rules

__all__ = ["Announced", "announce", "check", "load_rules", "withdraw"]
