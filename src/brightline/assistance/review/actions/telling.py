"""Telling the screens that look at an examination, and the workers that one waits."""

from procrastinate.contrib.django import app

from brightline.assistance.review.models import Examination
from brightline.platform.live.actions import publish


def tell(examination: Examination) -> None:
    """Its page and the list ask again once this transaction has committed."""
    publish("review", f"examination.{examination.pk}")


def wake_a_worker() -> None:
    """Set a job that takes up whatever waits longest. One too many finds nothing and ends."""
    app.configure_task("review.read", queue="review").defer()
