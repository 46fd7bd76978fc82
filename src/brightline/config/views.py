"""What belongs to the whole: the first page, and whether we are alive."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from brightline.city.kinds import Group
from brightline.platform.accounts.access import public
from brightline.platform.ui import privacy
from brightline.record.disclosure.views import pages as record
from brightline.resident.address import words


@public
@privacy.same_for_all
def home(request: HttpRequest) -> HttpResponse:
    """The city's first page: the box, what it answers, and how often immigration agencies asked for police help."""
    groups = [
        {"title": words.GROUP[group], "holds": words.GROUP_HOLDS[group], "icon": words.GROUP_ICON[group]}
        for group in Group
    ]
    return render(request, "config/home.html", {"groups": groups, **record.headline()})


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """For load balancers and `brightline up`: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
