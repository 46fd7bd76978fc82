"""Streets that are spoken of elsewhere in the project lie in the police division that is said there."""

from generate.places import Area, City

# By division: a street's name and the kinds it may take the place of.
_WISHES = (
    ("1", "Canal St", ("grid",)),
    ("2", "Mill Race Rd", ("road", "lane", "drive", "way", "grid")),
    ("3", "Ferry Rd", ("road", "lane", "drive", "way", "grid")),
    ("5", "Larch Ave", ("grid", "drive", "lane")),
    ("5", "Gate St", ("grid", "lane", "drive")),
    ("6", "Walnut Hill Dr", ("drive", "way", "loop", "lane")),
    ("6", "Tanner St", ("grid", "lane", "drive")),
    ("7", "Quarry Ln", ("lane", "drive", "court")),
    ("7", "Sycamore Loop", ("loop", "drive", "lane")),
    ("8", "Orchard Ct", ("court", "lane")),
)
_KEPT = ("Harbor St", "Lane St", "Arbor St", "Market St", "Liberty St", "Center St", "Park Ave", "Parkway", "River Rd")


def grant(city: City, divisions: list[Area]) -> None:
    """Swap names so that each wish is met: among the streets of the division the one that has the most doors, of the
    first kind there is. Whatever has the name already takes that street's.
    """
    doors = [0] * len(city.network.streets)
    inside: dict[tuple[int, str], int] = {}
    of = city.block_of(divisions)
    for spot, block in zip(city.spots, city.homes, strict=True):
        doors[spot.street] += 1
        where = (spot.street, of[int(block)].key)
        inside[where] = inside.get(where, 0) + 1
    given: set[int] = set()
    for division, name, kinds in _WISHES:
        there = [
            (kinds.index(street.kind), -doors[index], index)
            for index, street in enumerate(city.network.streets)
            if street.kind in kinds
            and index not in given
            and street.name not in _KEPT
            and not street.name[0].isdigit()
            and inside.get((index, division), 0) > 0.6 * doors[index] > 0
        ]
        if not there:
            continue
        index = min(there)[2]
        old = city.network.streets[index].name
        swap = {old: name, name: old}
        for place, street in enumerate(city.network.streets):
            if street.name == old:
                given.add(place)
            street.name = swap.get(street.name, street.name)
