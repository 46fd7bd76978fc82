"""Who may open a route. A route that says nothing is closed to everyone.

A view is marked `@public`, `@anyone_signed_in`, `@on_the_way_in` or `@allow(Role.…)`. AccessMiddleware turns away
everyone else and every view without a mark; `tests/guards` walks all routes with every role. What a person may do to
one request is the app's own `permissions`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from brightline.platform.accounts.roles import EVERYONE_ON_STAFF, Role

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """public: anyone at all; roles: else one of these, signed in; before_second_factor: even without having set up the
    second factor the city requires.
    """

    public: bool = False
    roles: frozenset[Role] = frozenset()
    before_second_factor: bool = False


def public(view: View) -> View:
    """Open to anyone, signed in or not."""
    return _mark(view, Access(public=True))


def anyone_signed_in(view: View) -> View:
    """Open to every active person who has signed in."""
    return _mark(view, Access(roles=EVERYONE_ON_STAFF))


def on_the_way_in(view: View) -> View:
    """Open to every active person who has signed in, even before the second factor: what setting it up takes."""
    return _mark(view, Access(roles=EVERYONE_ON_STAFF, before_second_factor=True))


def allow(*roles: Role) -> Callable[[View], View]:
    """Open to people who hold one of `roles`."""
    return lambda view: _mark(view, Access(roles=frozenset(roles)))


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view says, or None when it says nothing."""
    return getattr(view, "access", None)


def _mark(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
