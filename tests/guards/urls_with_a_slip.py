"""The city's routes and one whose view nobody marked: what a slip in a pull request would look like."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from brightline.config import urls

SECRET = "what nobody was meant to read"


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SECRET)


urlpatterns = [*urls.urlpatterns, path("slip/", unmarked, name="slip")]
