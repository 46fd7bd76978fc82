"""Where people go: stations, hospitals, libraries, parks, drop-off centers, schools and polling places."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely

from generate import people
from generate.emergency import ordinal
from generate.places import Area, City
from generate.plane import outline
from generate.words import SAINTS

_SITE = "https://falls-city.example"
_MILE = 1609.344


@dataclass(frozen=True)
class Facility:
    """at: in meters; address: "1340 Lane St, 40203"."""

    kind: str
    key: str
    name: str
    address: str
    at: complex
    details: dict[str, str] = field(default_factory=dict)


class Sites:
    """Gives out addresses: the one nearest to where something is to stand that nothing else has."""

    def __init__(self, city: City, zips: list[Area]) -> None:
        self._city = city
        codes = city.block_of(zips)
        self._zip = [codes[int(block)].key for block in city.homes]
        units = {(spot.street, spot.number) for spot in city.spots if spot.unit}
        self._free = np.array([(spot.street, spot.number) not in units for spot in city.spots])
        self._free[city.known_spot] = False

    def near(self, place: complex, street: str = "", within: list[int] | None = None) -> tuple[str, complex]:
        """An address and where it is; on a street of that name and within these blocks, if any are given."""
        free = self._free
        if within is not None:
            free = free & np.isin(self._city.homes, within)
        if street:
            streets = self._city.network.streets
            free = free & np.array([streets[spot.street].name == street for spot in self._city.spots])
        if not free.any():
            raise ValueError(f"no address is left {street and f'on {street} '}where something is to stand")
        spot = int(np.argmin(np.where(free, np.abs(self._city.places - place), np.inf)))
        self._free[spot] = False
        return f"{self._city.label(self._city.spots[spot])}, {self._zip[spot]}", self._city.spots[spot].at


def from_known(city: City, miles: float, degrees: float) -> complex:
    """A place so far from 1604 Harbor St, so many degrees north of due east."""
    return complex(city.known_at + miles * _MILE * np.exp(1j * np.radians(degrees)))


def _elsewhere(city: City, place: complex, miles: float) -> complex:
    """The same place, or one so far from 1604 Harbor St where it is nearer: what is told of there stays the nearest."""
    away = place - city.known_at
    return place if abs(away) >= miles * _MILE else city.known_at + away / abs(away) * miles * _MILE


def police_stations(city: City, sites: Sites, divisions: list[Area]) -> Iterator[Facility]:
    """One in each division."""
    for division in divisions:
        known = division.key == "4"
        place = from_known(city, 0.6, -55) if known else _elsewhere(city, city.middle(division.parts), 0.8)
        address, at = sites.near(place, "Lane St" if known else "", division.parts)
        yield Facility(
            "police_station",
            f"division-{division.key}",
            f"Police, {ordinal(int(division.key))} Division",
            address,
            at,
            {**division.details, "hours": "Front desk 8 a.m. to 8 p.m., officers on duty day and night"},
        )


def fire_stations(city: City, sites: Sites, districts: list[Area]) -> Iterator[Facility]:
    """One in each fire district."""
    for district in districts:
        known = district.key == "6"
        place = from_known(city, 0.4, 170) if known else _elsewhere(city, city.middle(district.parts), 0.6)
        address, at = sites.near(place, within=district.parts)
        name = f"Engine {district.key}"
        yield Facility("fire_station", f"engine-{district.key}", name, address, at, dict(district.details))


def hospitals(city: City, sites: Sites) -> Iterator[Facility]:
    """Four; Falls General is in the old center."""
    west, east, south = city.plan.limits
    for line, (name, place) in enumerate(
        (
            ("Falls General Hospital", from_known(city, 1.9, -8)),
            ("Mercy Bend Hospital", city.on_ground(west * 0.12, south * 0.93)),
            ("Orchard Children's Hospital", city.on_ground(east * 0.3, south * 0.63)),
            ("Upper Landing Medical Center", city.on_ground(east * 0.72, south * 0.3)),
        )
    ):
        address, at = sites.near(place)
        key = _key(name)
        details = {
            "phone": people.phone(502, 70 + line),
            "url": f"https://{key}.example",
            "hours": "Open day and night",
        }
        yield Facility("hospital", key, name, address, at, details)


def libraries(city: City, sites: Sites) -> Iterator[Facility]:
    """The main library and its branches."""
    names = (
        "Market Row",
        "Steeple Hill",
        "Foundry",
        "Mill Village",
        "Cedar Glen",
        "Upper Landing",
        "Fox Hollow",
    )
    spread = city.splitter.cut(city.everywhere(), len(names), city.random("libraries"))
    places = [("Harbor", from_known(city, 0.5, -140)), ("Main", city.on_ground(-3, 5.5))]
    places += [(name, _elsewhere(city, city.middle(part), 0.9)) for name, part in zip(names, spread, strict=True)]
    for line, (name, place) in enumerate(places):
        address, at = sites.near(place)
        full = "Falls City Main Library" if name == "Main" else f"{name} branch library"
        details = {
            "phone": people.phone(502, 76 + line),
            "url": f"{_SITE}/library/{_key(name)}",
            "hours": "Mon to Thu 10 to 8, Fri and Sat 10 to 5" if line % 2 else "Mon to Sat 9 to 6, Sun 1 to 5",
        }
        yield Facility("library", _key(full), full, address, at, details)


def parks(city: City) -> Iterator[tuple[Facility, shapely.Polygon]]:
    """Each with its outline in meters, as far as the streets around it."""
    for park in city.network.parks:
        shape = outline(city.plan, park.box).buffer(-10, join_style="mitre")
        middle = shapely.point_on_surface(shape)
        key = _key(park.name)
        details = {"url": f"{_SITE}/parks/{key}", "hours": "Open 6 a.m. to 11 p.m."}
        yield Facility("park", key, park.name, "", complex(round(middle.x, 2), round(middle.y, 2)), details), shape


def drop_off_centers(city: City, sites: Sites) -> Iterator[Facility]:
    """Where to bring what is not collected at the curb."""
    west, east, south = city.plan.limits
    everything = "Garbage, recycling, yard waste, large items, tires, electronics, paint"
    for line, (name, u, v, takes) in enumerate(
        (
            ("Canal Recycling Center", -21, 11.5, "Recycling, yard waste, electronics"),
            ("Mill Race Waste Center", east * 0.35, south * 0.62, everything),
            ("Bottoms Yard Waste Site", west * 0.8, 5.5, "Yard waste, brush, Christmas trees"),
            ("Quarry Recycling Center", west * 0.3, south * 0.95, "Recycling, scrap metal, large items"),
            ("Landing Drop-off", east * 0.8, 8, "Recycling, electronics, paint, batteries"),
        )
    ):
        address, at = sites.near(city.on_ground(u, v))
        details = {
            "takes": takes,
            "hours": "Tue to Sat 8 to 4" if line else "Mon to Sat 7 to 5",
            "phone": people.phone(502, 86 + line),
            "url": f"{_SITE}/drop-off/{_key(name)}",
        }
        yield Facility("drop_off_center", _key(name), name, address, at, details)


def schools(city: City, sites: Sites, zones: tuple[list[Area], list[Area], list[Area]]) -> Iterator[Facility]:
    """One in each zone, near its middle; Shelby Elementary three blocks from the known address."""
    for level, areas in zip(("elementary", "middle", "high"), zones, strict=True):
        for line, zone in enumerate(areas):
            key = zone.details["school"]
            place = from_known(city, 0.3, 20) if key == "shelby-elementary" else city.middle(zone.parts)
            address, at = sites.near(place, within=zone.parts)
            details = {
                "level": level,
                "phone": people.phone(606, line + {"elementary": 0, "middle": 40, "high": 60}[level]),
                "url": f"https://schools.falls-city.example/{key}",
                "hours": {"elementary": "8:05 to 2:45", "middle": "9:00 to 3:40", "high": "7:30 to 2:20"}[level],
            }
            yield Facility("school", key, zone.name.removesuffix(" zone"), address, at, details)


def polling_places(
    city: City, sites: Sites, precincts: list[Area], halls: list[Facility]
) -> tuple[list[Facility], list[Area]]:
    """A polling place for each precinct and the precincts with it: the gym of a school or a library's hall less than
    half a mile away that has no more than three yet, or else a parish's or a lodge's hall.
    """
    random = city.random("polling")
    names = [f"St {saint} Parish Hall" for saint in SAINTS]
    names += [f"{word} Lodge Hall" for word in ("Anvil", "Lantern", "Beaver", "Heron", "Miller's", "Ropewalk", "Levee")]
    names += [
        f"{word} Community Center" for word in ("Ferry", "Copper", "Indigo", "Clover", "Kiln", "Gristmill", "Owl")
    ]
    random.shuffle(names)
    found: dict[str, Facility] = {}
    used: dict[str, int] = {}
    sent = []
    # The known precinct first, so that the school has room for it.
    for precinct in sorted(precincts, key=lambda area: city.known not in area.parts):
        middle = city.known_at if city.known in precinct.parts else city.middle(precinct.parts)
        near = [(abs(hall.at - middle), hall.key) for hall in [*halls, *found.values()] if used.get(hall.key, 0) < 3]
        far, key = min(near, default=(np.inf, ""))
        if far > 0.45 * _MILE and names:
            name = names.pop()
            address, at = sites.near(middle)
            hall = Facility("polling_place", _key(name), name, address, at)
        else:
            there = next(hall for hall in [*halls, *found.values()] if hall.key == key)
            room = "gym" if there.kind == "school" else "hall"
            name = (
                there.name
                if there.kind == "polling_place"
                else f"{there.name.replace(' Elementary', ' School')} {room}"
            )
            hall = Facility("polling_place", there.key, name, there.address, there.at)
        details = {"phone": people.phone(270, 11), "url": f"{_SITE}/vote", "hours": "6 a.m. to 6 p.m. on election day"}
        found[hall.key] = Facility(hall.kind, hall.key, hall.name, hall.address, hall.at, details)
        used[hall.key] = used.get(hall.key, 0) + 1
        sent.append(Area(precinct.key, precinct.name, precinct.parts, {**precinct.details, "polling_place": hall.key}))
    return sorted(found.values(), key=lambda hall: hall.key), sorted(sent, key=lambda area: area.key)


def _key(name: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower().replace("'", "")).split())
