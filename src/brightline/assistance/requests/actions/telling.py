"""Telling the screens that look at a request."""

from brightline.assistance.requests.models import Request
from brightline.platform.live.actions import publish


def tell(request: Request) -> None:
    """The lists that show it and its own page ask again once this transaction has committed."""
    publish("register", f"request.{request.number}")
