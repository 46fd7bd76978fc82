"""ZIP areas."""

from generate.places import Area, City
from generate.political import numbered


def zips(city: City) -> list[Area]:
    """Twelve, from 40201 on; the known address is in 40203."""
    order = numbered(city, city.splitter.cut(city.everywhere(), 12, city.random("zip")), 3)
    return [Area(str(40200 + number), str(40200 + number), order[number]) for number in sorted(order)]
