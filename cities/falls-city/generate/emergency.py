"""Police divisions with their beats, and fire districts."""

from generate import people
from generate.places import Area, City
from generate.political import numbered

_SITE = "https://falls-city.example"
_BEATS = (11, 12, 13, 21, 22)
# The 4th, the 1st, and the others from the river outward.
_DIVISIONS = (4, 1, 3, 5, 6, 2, 8, 7)
FIRE_STATIONS = 14


def divisions(city: City) -> list[Area]:
    """Eight; the known address is in the 4th, the foot of Center St in the 1st, then those nearest to it go first."""
    parts = city.splitter.cut(city.everywhere(), 8, city.random("divisions"))
    foot = city.blocks.middles[city.center]

    def nearness(part: list[int]) -> tuple[bool, bool, float]:
        return city.known not in part, city.center not in part, abs(city.middle(part) - foot)

    order = dict(zip(_DIVISIONS, sorted(parts, key=nearness), strict=True))
    return [
        Area(
            str(number),
            f"{ordinal(number)} Division",
            order[number],
            {
                "phone": people.phone(502, 40 + number),
                "email": f"division{number}@police.falls-city.example",
                "url": f"{_SITE}/police/{number}",
            },
        )
        for number in sorted(order)
    ]


def beats(city: City, divisions: list[Area]) -> list[Area]:
    """Five in each division: 411, 412, 413, 421, 422. The known address is in 412."""
    random = city.random("beats")
    found = []
    for division in divisions:
        parts = city.splitter.cut(division.parts, len(_BEATS), random)
        order = numbered(city, parts, 2) if city.known in division.parts else dict(enumerate(parts, start=1))
        for place in sorted(order):
            key = f"{division.key}{_BEATS[place - 1]}"
            found.append(Area(key, f"Beat {key}", order[place]))
    return found


def fire_districts(city: City) -> list[Area]:
    """One for each engine company; the known address is Engine 6's."""
    parts = city.splitter.cut(city.everywhere(), FIRE_STATIONS, city.random("fire"))
    order = numbered(city, parts, 6)
    return [
        Area(str(number), f"Fire District {number}", order[number], {"phone": people.phone(502, 50 + number)})
        for number in sorted(order)
    ]


def ordinal(number: int) -> str:
    """1st to 8th."""
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"
