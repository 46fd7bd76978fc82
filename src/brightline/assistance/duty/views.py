"""The roster: who commands now, who will, and what no shift covers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.contrib import messages
from django.db.models import Max
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brightline.assistance.duty import actions, coverage, permissions, queries
from brightline.assistance.duty.forms import PostForm, ShiftForm
from brightline.assistance.duty.models import Post, Shift
from brightline.city import queries as city
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Denied, Invalid, NotFound
from brightline.platform.ui.templatetags.ui import DASH

_KEEPS = (Role.COMMANDER, Role.ADMINISTRATOR)
_LOOKS = (*_KEEPS, Role.REVIEWER, Role.AUDITOR)
_DAYS = 14


@dataclass(frozen=True)
class Piece:
    """Part of a day in one post's column. removable: its shift has not begun, and the reader keeps the roster.

    endable: its shift is running, and the reader keeps the roster.
    """

    times: str
    commander: Person
    by_fallback: bool
    past: bool
    shift: Shift | None
    removable: bool
    endable: bool


@dataclass(frozen=True)
class Day:
    day: coverage.Day
    today: bool
    columns: list[tuple[Post, list[Piece]]]


@allow(*_LOOKS)
@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """Who is on duty now, and the coming two weeks."""
    return _page(request)


@allow(*_LOOKS)
@require_GET
def roster_live(request: HttpRequest) -> HttpResponse:
    """The same without forms and frame, for the page to bring itself up to date."""
    return render(request, "duty/roster_live.html", _shown(request))


@allow(*_KEEPS)
@require_POST
def add_shift(request: HttpRequest) -> HttpResponse:
    """Put a commander on a post."""
    form = ShiftForm(request.POST)
    if form.is_valid() and _done(form, lambda: actions.add_shift(by=_me(request), **form.cleaned_data)):
        messages.success(
            request,
            _("%(name)s is on the roster as %(post)s.")
            % {"name": form.cleaned_data["commander"], "post": form.cleaned_data["post"]},
        )
        return redirect("roster")
    return _page(request, shift_form=form)


@allow(*_KEEPS)
@require_POST
def add_post(request: HttpRequest) -> HttpResponse:
    """Add a post to the order of paging."""
    form = PostForm(request.POST)
    if form.is_valid() and _done(form, lambda: actions.add_post(by=_me(request), **form.cleaned_data)):
        messages.success(request, _("%(post)s is a post now.") % {"post": form.cleaned_data["name"]})
        return redirect("roster")
    return _page(request, post_form=form)


@allow(*_KEEPS)
@require_http_methods(["GET", "POST"])
def remove_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Ask, then take a shift that has not begun off the roster."""
    if request.method == "POST":
        actions.remove_shift(shift_id, by=_me(request))
        messages.success(request, _("The shift is off the roster. The post's fallback answers for that time."))
        return redirect("roster")
    return render(request, "duty/remove_shift.html", {"shift": _shift(shift_id)})


@allow(*_KEEPS)
@require_http_methods(["GET", "POST"])
def end_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Ask, then end a running shift now."""
    if request.method == "POST":
        actions.end_shift(shift_id, by=_me(request))
        messages.success(request, _("The shift has ended. The post's fallback answers from now on."))
        return redirect("roster")
    return render(request, "duty/end_shift.html", {"shift": _shift(shift_id)})


def _shift(shift_id: int) -> Shift:
    shift = Shift.objects.select_related("post__fallback", "commander").filter(pk=shift_id).first()
    if shift is None:
        raise NotFound(_("That shift is no longer on the roster."))
    return shift


def _page(request: HttpRequest, **forms: Form) -> HttpResponse:
    """The whole page; `forms` are those that came back with a mistake."""
    context = {**_shown(request), "live_topic": "duty"}
    if context["keeps"]:
        begins = city.local(clock.now()).replace(hour=7, minute=0) + timedelta(days=1)
        rank = (Post.objects.aggregate(last=Max("rank"))["last"] or 0) + 1
        context["shift_form"] = ShiftForm(initial={"starts_at": begins, "ends_at": begins + timedelta(hours=12)})
        context["post_form"] = PostForm(initial={"rank": rank})
    return render(request, "duty/roster.html", {**context, **forms}, status=400 if forms else 200)


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Act; what the action finds wrong is said beside what was typed, so that it need not be typed again."""
    try:
        act()
    except Invalid as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _shown(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    keeps = _keeps(_me(request))
    today = city.local(now).date()
    calendar = list(coverage.days(today, _DAYS, city.zone()))
    posts = list(Post.objects.select_related("fallback"))
    held: dict[int, list[Shift]] = {post.pk: [] for post in posts}
    for shift in queries.shifts(calendar[0].start, calendar[-1].end):
        # A person who is no commander any more answers no page: the fallback does (queries.on_duty).
        if shift.commander.has_role(Role.COMMANDER):
            held[shift.post_id].append(shift)
    return {
        "keeps": keeps,
        "on_duty": [(each, _until(held[each.post.pk], now)) for each in queries.on_duty(now)],
        "posts": posts,
        "days": [
            Day(day, day.date == today, [(post, _pieces(day, post, held[post.pk], now, keeps)) for post in posts])
            for day in calendar
        ],
    }


def _pieces(day: coverage.Day, post: Post, shifts: list[Shift], now: datetime, keeps: bool) -> list[Piece]:
    found = []
    for piece in coverage.pieces(day, shifts):
        shift = cast(Shift | None, piece.shift)
        found.append(
            Piece(
                times=_times(day, piece),
                commander=shift.commander if shift else post.fallback,
                by_fallback=shift is None,
                past=piece.end <= now,
                shift=shift,
                # Only where it begins, so that a night shift over two days shows one button.
                removable=keeps and shift is not None and now < shift.starts_at == piece.start,
                endable=keeps and shift is not None and piece.start <= now < piece.end,
            )
        )
    return found


def _times(day: coverage.Day, piece: coverage.Piece) -> str:
    """From and to, or "all day"; with the zone's name on a day when the clocks change and an hour comes twice."""
    if piece.start == day.start.astimezone(UTC) and piece.end == day.end.astimezone(UTC):
        return _("all day")
    pattern = "%H:%M %Z" if day.clocks_change else "%H:%M"
    last = piece.end == day.end.astimezone(UTC)
    ends = "24:00" if last else f"{city.local(piece.end):{pattern}}"
    return f"{city.local(piece.start):{pattern}}{DASH}{ends}"


def _until(shifts: list[Shift], now: datetime) -> datetime | None:
    """When what is now changes: the running shift's end, or the next one's start; None when nothing is planned."""
    edges = sorted(edge for shift in shifts for edge in (shift.starts_at, shift.ends_at) if edge > now)
    return edges[0] if edges else None


def _keeps(person: Person) -> bool:
    try:
        permissions.check_can_keep_roster(person)
    except Denied:
        return False
    return True


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
