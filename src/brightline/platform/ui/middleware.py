"""Errors become answers in one place."""

import json
import secrets
import traceback
from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from brightline.platform.kernel import logs
from brightline.platform.kernel.errors import BrightlineError
from brightline.platform.ui.privacy import keeps_no_words

# No view of ours means anything by another one; Django would run some views for it all the same.
_METHODS = ("GET", "HEAD", "POST")

log = structlog.get_logger("brightline.web")


class ErrorsMiddleware:
    """A person's mistake is one sentence; a defect of ours is logged and shown as a reference number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            # No name of ours has one, and PostgreSQL cannot even be asked.
            return answer(request, 404, _nothing_here())
        if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            # Our forms are UTF-8; in any other coding the form cannot even be read to be refused.
            return answer(
                request,
                400,
                _("This form is too old or came from another site. Go back, reload, and send it again."),
            )
        if request.method not in _METHODS:
            return _no_such_method(request, ", ".join(_METHODS))
        response = self.get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            return _no_such_method(request, response.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, BrightlineError):
            return answer(request, error.status, str(error))
        if isinstance(error, Http404):
            return answer(request, 404, _nothing_here())
        if isinstance(error, PermissionDenied):
            return answer(request, 403, _("This page is not open to you."))
        reference = secrets.token_hex(4)
        log.error("Unexpected error", reference=reference, route=logs.route_of(request), **_told(request, error))
        return answer(
            request,
            500,
            _("Something went wrong on our side. Nothing was changed. Tell support this number: %(number)s")
            % {"number": reference},
            reference,
        )


def _told(request: HttpRequest, error: Exception) -> dict[str, Any]:
    """What the log says of a defect: all of it, or where the view keeps no words, only its kind and the lines of code,
    for an error's own text may quote what someone typed.
    """
    if not keeps_no_words(getattr(request.resolver_match, "func", None)):
        return {"exc_info": error}
    return {"error": type(error).__name__, "lines": "".join(traceback.format_tb(error.__traceback__))}


def _no_such_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """405 with the methods that would do (RFC 9110 section 15.5.6)."""
    response = answer(request, 405, _("This address cannot be used in this way. Open it from the page it belongs to."))
    response["Allow"] = allowed
    return response


def _nothing_here() -> str:
    return _("There is nothing at this address. Check it, or start from the first page.")


def answer(request: HttpRequest, status: int, sentence: str, reference: str = "") -> HttpResponse:
    """The sentence as a notice to htmx, as JSON to a program, as a page to anyone else.

    reference: where our log says what went wrong, shown in a place of its own.
    """
    # Asked first: htmx accepts anything, which would read as JSON.
    if request.headers.get("HX-Request"):
        fragment = render(request, "ui/components/notice.html", {"sentence": sentence}, status=status)
        # The sentence goes to the notice place of the screen; whatever was typed stays as it was.
        fragment["HX-Retarget"] = "#notice"
        fragment["HX-Reswap"] = "innerHTML"
        fragment["HX-Trigger"] = json.dumps({"brightline:refused": {"status": status}})
        return fragment
    # A program that says nothing we understand of what it accepts is no browser either, but a page harms nobody.
    accepts = request.accepted_types
    if request.path.startswith("/api/") or (accepts and accepts[0].match("application/json")):
        said = JsonResponse({"error": sentence}, status=status)
        if request.path.startswith("/api/"):
            # A program on another site reads a refusal as it reads an answer.
            said["Access-Control-Allow-Origin"] = "*"
        return said
    return render(
        request, "ui/error.html", {"status": status, "sentence": sentence, "reference": reference}, status=status
    )
