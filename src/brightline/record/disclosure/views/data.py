"""Open data: the figures, the requests, the entries themselves, and what they are checked with."""

import csv
import io
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from brightline.platform.accounts.access import public
from brightline.platform.kernel.errors import NotFound
from brightline.record.disclosure import caching, columns, queries
from brightline.record.disclosure.figures import Figures, figures
from brightline.record.disclosure.views import asked
from brightline.record.ledger import keys
from brightline.record.ledger import queries as ledger
from brightline.record.ledger.models import Checkpoint

_ENTRIES_A_PAGE = 500
_LARGEST_INDEX = 2**62
_SCRIPT = Path(__file__).parents[1] / "check_record.py"


@public
@caching.data
def requests_csv(_request: HttpRequest) -> HttpResponse:
    """Every request as CSV (RFC 4180), oldest first."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column.name for column in columns.COLUMNS)
    writer.writerows(columns.as_csv(each) for each in queries.record().requests.values())
    # The mark tells spreadsheets that the file is UTF-8.
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="requests.csv"'
    return answer


@public
@caching.data
def requests_json(request: HttpRequest) -> HttpResponse:
    """Every request, oldest first."""
    record = queries.record()
    return _json({**_about(request), "requests": [columns.as_json(each) for each in record.requests.values()]})


@public
@caching.data
def figures_json(request: HttpRequest) -> HttpResponse:
    """The figures of a period, as the page shows them."""
    record = queries.record()
    period = asked.period(request, record)
    counted = figures(record, period, asked.zone()) if period else None
    return _json({**_about(request), "figures": _figures(counted) if counted else None})


@public
@caching.data
def entries_json(request: HttpRequest) -> HttpResponse:
    """The public entries from `since` on, each as the exact text that was hashed; `next` is the following `since`."""
    since = asked.number(request, "since", 0, _LARGEST_INDEX)
    limit = max(1, asked.number(request, "limit", _ENTRIES_A_PAGE, _ENTRIES_A_PAGE))
    size = queries.record().size
    found = list(islice(ledger.entries(since), limit))
    following = found[-1][0] + 1 if found else size
    return _json(
        {
            "size": size,
            "since": since,
            "next": following if following < size else None,
            "entries": [{"index": index, "entry": entry.encode().decode()} for index, entry in found],
        }
    )


@public
@caching.data
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The last signed checkpoint, a C2SP signed note."""
    return HttpResponse(_signed().note, content_type="text/plain; charset=utf-8")


@public
@caching.data
def key(_request: HttpRequest) -> HttpResponse:
    """The verifier key, by which anyone checks a checkpoint's signature."""
    return HttpResponse(verifier_key(_signed()) + "\n", content_type="text/plain; charset=utf-8")


@public
@caching.data
def script(_request: HttpRequest) -> HttpResponse:
    """The program that recounts all of it on the reader's own computer."""
    answer = HttpResponse(_SCRIPT.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="check_record.py"'
    return answer


def verifier_key(signed: Checkpoint) -> str:
    """The key of the log that `signed` is a checkpoint of: its origin is the note's first line."""
    return keys.verifier(signed.note.split("\n", 1)[0]).text


def _signed() -> Checkpoint:
    latest = ledger.latest_checkpoint()
    if latest is None:
        raise NotFound(_("Nothing has been signed yet: the first checkpoint comes with the first entries."))
    return latest


def _about(request: HttpRequest) -> dict[str, Any]:
    city = getattr(request, "city", None)
    return {
        "city": getattr(city, "name", None),
        "time_zone": timezone.get_current_timezone_name(),
        "entries": queries.record().size,
    }


def _figures(counted: Figures) -> Mapping[str, Any]:
    return {
        "from": counted.period.first,
        "to": counted.period.last,
        "requests": counted.requests,
        "status": counted.status,
        "grounds": counted.grounds,
        "calls_for_service": counted.calls,
        "months_without_call_count": counted.uncounted,
        "median_seconds_to_commander": counted.median_seconds,
        "sent_with_commander_on_scene": counted.commander_on_scene,
        "exceptions": counted.exceptions,
        "requests_of_other_agencies": counted.other_agencies,
        "looked_back": {
            "months": counted.examined_months,
            "calls": counted.examined.calls,
            "requests": counted.examined.requests,
            "logged": counted.examined.logged,
            "not_logged": counted.examined.unlogged,
            "rows_not_read": counted.examined.rejected,
        }
        if counted.examined_months
        else None,
        "months": [
            {
                "month": month.month,
                "requests": month.requests,
                "by_ground": month.by_ground,
                "declined": month.declined,
                "withdrawn_or_undecided": month.other,
                "calls_for_service": month.calls,
            }
            for month in counted.months
        ],
    }


def _json(value: Mapping[str, Any]) -> HttpResponse:
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False, "indent": 1})
