"""The only writers of collection. Each locks, checks, decides, records, in one transaction."""

from brightline.resident.collection.actions.announcing import Announced, announce, check, withdraw
from brightline.resident.collection.actions.loading import check_rules, load_rules

__all__ = ["Announced", "announce", "check", "check_rules", "load_rules", "withdraw"]
