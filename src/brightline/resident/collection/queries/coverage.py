"""How much of the city has each service: a hole in the drawing of its routes is seen by the addresses in it."""

from collections.abc import Mapping

from brightline.city.kinds import AreaKind
from brightline.resident.collection.queries import kept


def coverage(inside: Mapping[AreaKind, int], total: int) -> list[str]:
    """A line for each service that has routes or areas, for who loads the city. inside: how many of the `total`
    addresses lie in some area of a kind.
    """
    lines = []
    for service in kept.in_force().rules.services:
        if service.area is not None:
            _, name = service.name.said_in("en")
            has = inside.get(service.area, 0)
            on = ("on a route", "on none") if service.area.value.endswith("_route") else ("in an area", "in none")
            lines.append(f"{name}: {has:,} addresses {on[0]}, {total - has:,} {on[1]}")
    return lines
