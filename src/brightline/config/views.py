"""What belongs to the whole: the first page, and whether we are alive."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from brightline.platform.accounts.access import public
from brightline.record.disclosure.views import pages as record


@public
def home(request: HttpRequest) -> HttpResponse:
    """The city's first page."""
    return render(request, "config/home.html", record.headline())


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """For load balancers and `brightline up`: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
