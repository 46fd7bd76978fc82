"""Council districts, and precincts within them."""

from generate.places import Area, City


def council_districts(city: City) -> list[Area]:
    """26 of even population; the known address is in the 6th."""
    parts = city.splitter.cut(city.everywhere(), 26, city.random("council"))
    order = numbered(city, parts, 6)
    return [Area(str(number), f"District {number}", order[number]) for number in sorted(order)]


def numbered(city: City, parts: list[list[int]], known: int) -> dict[int, list[int]]:
    """Parts by number, from 1 on in their order, except that the one with the known address has the number `known`."""
    numbers = list(range(1, len(parts) + 1))
    here = next(place for place, part in enumerate(parts) if city.known in part)
    numbers[here], numbers[known - 1] = known, here + 1
    return dict(zip(numbers, parts, strict=True))
