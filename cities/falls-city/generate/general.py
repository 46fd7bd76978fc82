"""ZIP areas, neighborhoods, school zones, historic districts and flood zones."""

from collections.abc import Sequence

import numpy as np
import shapely

from generate.places import Area, City
from generate.plane import path
from generate.political import numbered

_SITE = "https://falls-city.example"
_INNER = """Old Harbor|Market Row|Steeple Hill|Foundry Flats|Tannery Bend|Wheelwright|Ferry Landing|Cannery Row
Liberty Square|Anvil Square|Chapel Yard|Millwrights|Lower Center|Upper Center|Lantern Row|Depot District
Copper Works|Weavers|Ropewalk|Abbey|Coopers Corner|Signal Hill|Canal Side|Paper Mill|Brickyard|Potters Field
Courthouse|Wharf End|Saddlers|Linen Row|Beacon|Magazine Hill|Glassworks|Old Levee""".replace("\n", "|").split("|")
_OUTER = """Walnut Hill|Cedar Glen|Mill Race|Orchard Heights|Cherokee Bottoms|Upper Landing|Fox Hollow
Stony Brook|Larkspur|Quarry Ridge|Sycamore Fork|Pleasant Mill|Saint Rita|Elder Creek|Heron Pond|Hawthorn Woods
Bluegrass Farms|Two Bridges|Dairy|Persimmon Ridge|Clover Fields|Kiln Run|Dogwood Terrace|Plainview Farms
Highwater|Locust Grove Farms|Meadow Park|Tall Oaks|Buttermilk Pike|Fernwood|Gristmill|Indigo Hills|Juniper Bend
Owl Creek|Maple Shade|Pecan Valley""".replace("\n", "|").split("|")
_ELEMENTARY = """Shelby|Wheel Park|Market Row|Steeple Hill|Foundry|Liberty|Canal|Anvil|Chapel|Depot|Walnut Hill
Cedar Glen|Mill Race|Orchard|Upper Landing|Fox Hollow|Stony Brook|Quarry Ridge|Heron Pond|Dogwood|Clover Fields
Kiln Run|Fernwood|Owl Creek""".replace("\n", "|").split("|")
_MIDDLE = ("Noe", "Lantern", "Ropewalk", "Sycamore", "Larkspur", "Two Bridges", "Persimmon")
_HIGH = ("Falls City Central", "Harbor", "Elder Creek", "Highwater")


def zips(city: City) -> list[Area]:
    """Twelve, from 40201 on; the known address is in 40203."""
    order = numbered(city, city.splitter.cut(city.everywhere(), 12, city.random("zip")), 3)
    return [Area(str(40200 + number), str(40200 + number), order[number]) for number in sorted(order)]


def neighborhoods(city: City) -> list[Area]:
    """Sixty with names; the known address is in Old Harbor."""
    random = city.random("neighborhoods")
    parts = city.splitter.cut(city.everywhere(), 60, random)
    inner, outer = list(_INNER[1:]), list(_OUTER)
    random.shuffle(inner)
    random.shuffle(outer)
    found = []
    for part in parts:
        middle = city.middle(part)
        if city.known in part:
            name = _INNER[0]
        elif inner and city.is_old(middle):
            name = inner.pop()
        else:
            name = (outer or inner).pop()
        key = name.lower().replace(" ", "-")
        found.append(Area(key, name, part, {"url": f"{_SITE}/neighborhoods/{key}"}))
    return sorted(found, key=lambda area: area.key)


def school_zones(city: City) -> tuple[list[Area], list[Area], list[Area]]:
    """Elementary, middle, high; the detail "school" is the key of the school its children go to. The known
    address is Shelby Elementary's and Noe Middle's.
    """
    return (
        _zones(city, _ELEMENTARY, "Elementary", 0),
        _zones(city, _MIDDLE, "Middle", 0),
        _zones(city, _HIGH, "High", 1),
    )


def _zones(city: City, names: Sequence[str], level: str, known: int) -> list[Area]:
    parts = city.splitter.cut(city.everywhere(), len(names), city.random(level))
    order = numbered(city, parts, known + 1)
    found = []
    for number in sorted(order):
        name = f"{names[number - 1]} {level}"
        key = name.lower().replace(" ", "-")
        found.append(Area(key, f"{name} zone", order[number], {"school": key}))
    return found


def historic_districts(city: City) -> list[Area]:
    """Some around the oldest corners, one of them within another."""
    found = []
    for key, name, (u, v), meters in (
        ("old-harbor", "Old Harbor Historic District", (-17, 2.5), 420),
        ("harbor-warehouses", "Harbor Warehouse Row", (-17, 1.5), 170),
        ("market-row", "Market Row Historic District", (2, 4), 380),
        ("steeple-hill", "Steeple Hill", (9, 3), 330),
        ("foundry", "Foundry and Anvil Works", (-7, 10), 300),
        ("mill-village", "Mill Village", (-9, 15), 420),
    ):
        here = city.on_ground(u, v)
        parts = np.flatnonzero(np.abs(city.blocks.middles - here) < meters).tolist()
        details = {
            "note": "Changes to the outside of a building need a permit.",
            "url": f"{_SITE}/historic/{key}",
        }
        found.append(Area(key, name, city.splitter.largest_piece(parts), details))
    return found


def flood_zones(city: City) -> list[Area]:
    """What the river reaches once in a hundred and once in five hundred years; low in the west, at the bottoms."""
    west, east, _south = city.plan.limits
    u = np.linspace(west, east, 12 * (east - west) + 1)
    rough = 0.3 * np.sin(0.9 * u) + 0.2 * np.sin(2.3 * u + 1) + 0.1 * np.sin(5.1 * u)
    low = 2.4 / (1 + np.exp((u - west * 0.66) / 1.5))
    zones = []
    for key, name, reach in (
        ("ae", "Flood zone AE", 0.75 + rough + low),
        ("x", "Flood zone X, shaded", 1.5 + 1.3 * rough + 1.4 * low),
    ):
        inland = u - 1j * np.maximum(reach, 0.25)
        bank = path([complex(east, 0.5), complex(west, 0.5)], step=1 / 4)
        ring = city.plan.bent(np.concatenate([inland, bank]))
        shape = shapely.simplify(shapely.Polygon(np.column_stack([ring.real, ring.imag])), 2.0)
        chance = "1%" if key == "ae" else "0.2%"
        note = f"The river comes this far with a chance of {chance} each year."
        zones.append(Area(key, name, [], {"note": note, "url": f"{_SITE}/flood"}, shape))
    return zones
