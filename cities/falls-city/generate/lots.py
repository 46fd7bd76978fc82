"""Addresses along the streets: a hundred numbers a block, odd and even sides, gaps, and units in apartment houses."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray

from generate.network import Network
from generate.plane import Points, outline
from generate.streets import Part, Street

# By a street's kind: meters of frontage an address takes, and from the middle of the street to its door.
_FRONTAGE = {
    "grid": (12, 17), "cross": (30, 17), "arterial": (30, 24), "pike": (26, 26), "drive": (21, 20), "way": (24, 20),
    "lane": (24, 20), "road": (48, 32), "loop": (21, 20), "court": (19, 18), "path": (16, 12),
}  # fmt: skip
_CLEAR = 12.5  # meters from any other street's middle
_APART = 7.0  # meters between the doors of two streets
_PIECE = 6  # points
_KNOWN = ("Harbor St", 1600)


@dataclass(frozen=True, slots=True)
class Spot:
    """A door. street: its place in the network's list; number: as written; at: meters, east + north * 1j."""

    street: int
    number: str
    unit: str
    at: complex


def spots(network: Network, random: Random) -> list[Spot]:
    """Every address, each unit of a building one of its own, in the order of their streets."""
    doors = [
        Spot(index, str(number), "", place)
        for index, street in enumerate(network.streets)
        for number, place in _doors(network, street, random)
    ]
    return list(_buildings(network, _clear(network, doors), random))


def thinned(network: Network, found: list[Spot], wanted: int, random: Random) -> list[Spot]:
    """As many of them as are wanted, if there are; more gaps, and never without the one every example speaks of."""
    if len(found) <= wanted:
        return found
    known = [place for place, spot in enumerate(found) if is_known(network, spot)]
    others = random.sample([place for place in range(len(found)) if place not in known], wanted - len(known))
    return [found[place] for place in sorted([*known, *others])]


def is_known(network: Network, spot: Spot) -> bool:
    """Whether this is the address every example speaks of."""
    return spot.number == "1604" and not spot.unit and network.streets[spot.street].full == "Harbor St"


def _doors(network: Network, street: Street, random: Random) -> Iterator[tuple[int, complex]]:
    if street.kind not in _FRONTAGE:
        return
    frontage, back = _FRONTAGE[street.kind]
    for part in street.parts:
        points = network.plan.bent(part.points)
        length = np.concatenate([[0], np.cumsum(np.abs(np.diff(points)))])
        even = _even_side(street, part)
        low, high = sorted((part.numbers[0], part.numbers[-1]))
        ordered = (part.numbers, length) if part.numbers[0] < part.numbers[-1] else (part.numbers[::-1], length[::-1])
        for hundred in range(int(low // 100), int(np.ceil(high / 100))):
            start, end = np.interp([max(low, hundred * 100), min(high, hundred * 100 + 100)], *ordered)
            share = (min(high, hundred * 100 + 100) - max(low, hundred * 100)) / 100
            first = hundred * 100 + 100 * (max(low, hundred * 100) / 100 - hundred)
            for parity, side in ((0, even), (1, -even)):
                known = parity == 0 and street.full == _KNOWN[0] and hundred * 100 == _KNOWN[1]
                count = int(abs(end - start) / frontage * random.uniform(0.85, 1))
                if share < 0.02 or not count:
                    continue
                step = (
                    4
                    if known
                    else 2 * random.choice([n for n in (1, 2, 2, 3, 4) if 2 * n * count <= 100 * share] or [1])
                )
                number = int(first // 2) * 2 + parity + (0 if known or parity or first >= 1.5 else 2)
                for lot in range(count):
                    here = number + step * lot
                    if here >= hundred * 100 + 100 or (random.random() < 0.07 and not known):
                        continue
                    where = start + (end - start) * (lot + 0.5 + random.uniform(-0.12, 0.12)) / count
                    yield here, _beside(points, length, where, side * (back + random.uniform(-2, 3)))


def _even_side(street: Street, part: Part) -> int:
    """1 where even numbers are to the left of the line as drawn. In the grid they are south and west, whatever way the
    numbers run; elsewhere to the right of who walks up the numbers."""
    if street.kind in ("grid", "cross", "arterial"):
        run = part.points[-1] - part.points[0]
        return -1 if (run.real > abs(run.imag) or -run.imag > abs(run.real)) else 1
    return -1 if part.numbers[-1] > part.numbers[0] else 1


def _beside(points: Points, length: NDArray[np.float64], where: float, offset: float) -> complex:
    segment = min(max(int(np.searchsorted(length, where)) - 1, 0), len(points) - 2)
    run = points[segment + 1] - points[segment]
    heading = run / abs(run)
    on = points[segment] + heading * (where - length[segment])
    place = on + 1j * heading * offset
    return complex(round(place.real, 2), round(place.imag, 2))


def _clear(network: Network, doors: list[Spot]) -> list[Spot]:
    """Without those on another street, too near another door, in a park or in the river, or with a number twice."""
    lines, owners = [], []
    for index, street in enumerate(network.streets):
        for part in street.parts:
            points = network.plan.bent(part.points)
            # In short pieces: the box around a long road holds half the city.
            for start in range(0, len(points) - 1, _PIECE):
                piece = points[start : start + _PIECE + 1]
                lines.append(shapely.LineString(np.column_stack([piece.real, piece.imag])))
                owners.append(index)
    names = np.array([street.full for street in network.streets])
    streets = np.array([door.street for door in doors])
    places = np.array([door.at for door in doors])
    points = shapely.points(places.real, places.imag)
    bad = np.zeros(len(doors), dtype=bool)
    door, line = shapely.STRtree(lines).query(points, predicate="dwithin", distance=_CLEAR)
    bad[door[streets[door] != np.array(owners)[line]]] = True
    limits = outline(network.plan, network.limits)
    shapely.prepare(limits)
    bad |= ~shapely.contains(limits, points)
    for park in network.parks:
        inside = outline(network.plan, park.box)
        shapely.prepare(inside)
        bad |= shapely.contains(inside, points)
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=_APART)
    for a, b in zip(one, other, strict=True):
        if a < b and not bad[a] and not is_known(network, doors[b]):
            bad[b] = True
    seen: set[tuple[str, str]] = set()
    kept = []
    for index, spot in enumerate(doors):
        key = (str(names[spot.street]), spot.number)
        if (not bad[index] or is_known(network, spot)) and key not in seen:
            seen.add(key)
            kept.append(spot)
    return kept


def _buildings(network: Network, doors: list[Spot], random: Random) -> Iterator[Spot]:
    """One door in eighty is an apartment house, more of them on large streets; a few doors are a half number."""
    for door in doors:
        yield door
        kind = network.streets[door.street].kind
        if is_known(network, door):
            continue
        if kind == "grid" and random.random() < 0.004 and not int(door.number) % 2:
            yield Spot(door.street, f"{door.number} 1/2", "", door.at + 3)
        elif random.random() < {"grid": 0.008, "arterial": 0.03, "pike": 0.03, "cross": 0.02}.get(kind, 0.002):
            units = random.choice((4, 6, 6, 8, 12, 12, 16, 24))
            style = random.choice(("Apt {n}", "Apt {n}", "Apt {floor}{letter}", "Unit {n}", "# {floor}0{door}"))
            for n in range(units):
                floor, rest = 1 + n // 4, n % 4
                unit = style.format(n=n + 1, floor=floor, letter="ABCD"[rest], door=rest + 1)
                yield Spot(door.street, door.number, unit, door.at)
