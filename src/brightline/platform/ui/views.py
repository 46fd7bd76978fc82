"""Answers that belong to no app: what Django itself refuses before or instead of a view."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from brightline.platform.ui.middleware import answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(
        request, 403, _("This form is too old or came from another site. Go back, reload, and send it again.")
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 404, _("There is nothing at this address. Check it, or start from the first page."))
