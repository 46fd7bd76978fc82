"""Which requests of the register a finding could be."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from brightline.assistance.requests import queries as requests
from brightline.assistance.review.matching import WITHIN, Candidate, Known, Sought, candidates
from brightline.assistance.review.models import Finding
from brightline.assistance.review.queries.findings import received


def known(times: Iterable[datetime | None], cad_numbers: Iterable[str]) -> list[Known]:
    """The part of the register worth comparing: what came in around these times, or carries one of these numbers."""
    wanted = [number.strip() for number in cad_numbers if number.strip()]
    where = Q(pk=None)
    for number in wanted:
        where |= Q(cad_number__icontains=number)
    for at in times:
        if at is not None:
            where |= Q(received_at__gte=at - WITHIN, received_at__lte=at + WITHIN)
    rows: Iterable[Any] = requests.register().filter(where)
    return [Known(row.number, row.cad_number or "", row.received_at, row.location or "") for row in rows]


def candidates_for(finding: Finding) -> list[Candidate]:
    """The register's candidates, the surest first."""
    at = received(finding)
    sought = Sought(finding.call_id, at, finding.address)
    return candidates(sought, known([at], [finding.call_id]))
