"""A small town on a grid, with everything a city pack can hold: what tests of places look things up in."""

from typing import Any

from brightline.city.kinds import AreaKind, DrawnKind, FacilityKind
from brightline.city.models import Address, Area, City, Drawing, Facility, SearchIndex
from tests.support.builders import a_city

WEST, SOUTH, STEP = -85.760, 38.240, 0.002
COLUMNS = ("1st St", "2nd St", "3rd St", "4th St", "5th St", "6th St", "7th St", "8th St")
ROWS = ("Canal St", "Harbor St", "Liberty St", "Market St", "Oak Ave", "Walnut St")
WHOLE = (-1.0, -1.0, 8.0, 6.0)
WEST_HALF, EAST_HALF = (-1.0, -1.0, 3.99, 6.0), (3.99, -1.0, 8.0, 6.0)
Box = tuple[float, float, float, float]
# Kind, key, name, box in blocks, what else is said.
AREAS: list[tuple[AreaKind, str, str, Box, dict[str, str]]] = [
    (AreaKind.SERVICE_DISTRICT, "usd", "Urban services district", WHOLE, {}),
    (AreaKind.GARBAGE_ROUTE, "g-1", "Garbage 1", WHOLE, {"weekday": "thursday"}),
    (AreaKind.RECYCLING_ROUTE, "r-1", "Recycling 1", WHOLE, {"weekday": "thursday", "week": "B"}),
    (AreaKind.POLICE_DIVISION, "4", "4th Division", WHOLE, {"phone": "(502) 555-0104"}),
    (AreaKind.POLICE_BEAT, "412", "Beat 412", WEST_HALF, {}),
    (AreaKind.FIRE_DISTRICT, "6", "Fire district 6", WHOLE, {}),
    (
        AreaKind.COUNCIL_DISTRICT,
        "6",
        "District 6",
        WEST_HALF,
        {"holder": "Ada Quill", "phone": "(502) 555-0106", "email": "district6@falls-city.example"},
    ),
    (AreaKind.COUNCIL_DISTRICT, "9", "District 9", EAST_HALF, {"holder": "Noah Pell"}),
    (AreaKind.PRECINCT, "h-118", "H118", WHOLE, {"polling_place": "shelby-gym"}),
    (AreaKind.STATE_HOUSE, "43", "House district 43", WHOLE, {"holder": "Rue Ashby"}),
    (AreaKind.STATE_SENATE, "33", "Senate district 33", WHOLE, {}),
    (AreaKind.NEIGHBORHOOD, "old-harbor", "Old Harbor", WEST_HALF, {}),
    (AreaKind.ZIP, "40203", "40203", WEST_HALF, {}),
    (AreaKind.ZIP, "40204", "40204", EAST_HALF, {}),
    (AreaKind.ELEMENTARY_SCHOOL_ZONE, "shelby", "Shelby Elementary", WHOLE, {"school": "shelby"}),
    (AreaKind.HISTORIC_DISTRICT, "harbor", "Harbor historic district", WEST_HALF, {}),
]
FACILITIES: list[tuple[FacilityKind, str, str, float, float, dict[str, str]]] = [
    (FacilityKind.DROP_OFF_CENTER, "waste", "Meriwether center", 6.2, 0.3, {"hours": "Tue-Sat 8-4", "takes": "paint"}),
    (FacilityKind.POLICE_STATION, "p-4", "Police, 4th Division", 4.5, 2.2, {"phone": "(502) 555-0104"}),
    (FacilityKind.FIRE_STATION, "e-6", "Engine 6", 1.4, 1.9, {}),
    (FacilityKind.HOSPITAL, "general", "Falls General", 6.6, 4.4, {"url": "https://hospital.falls-city.example/"}),
    (FacilityKind.POLLING_PLACE, "shelby-gym", "Shelby School gym", 3.1, 1.3, {}),
    (FacilityKind.SCHOOL, "shelby", "Shelby Elementary School", 3.0, 1.4, {}),
    (FacilityKind.LIBRARY, "harbor", "Harbor branch", 0.6, 1.3, {"hours": "Mon-Sat 9-8"}),
    (FacilityKind.PARK, "wheel", "Wheel Park", 2.4, 0.6, {}),
]
HOME = "1604-harbor-st-40203"
PHONES = [{"name": "Police, no emergency", "phone": "(502) 555-0111", "hours": "At any hour", "url": ""}]


def a_town() -> None:
    """The demo city with this town's places in place of its own."""
    a_city()
    for model in (Address, Area, Facility, Drawing, SearchIndex):
        model.objects.all().delete()
    # Without a digest nothing is held in memory from one test to the next.
    City.objects.update(digest="", phones=PHONES)
    Area.objects.bulk_create(_areas())
    Facility.objects.bulk_create(_facilities())
    Address.objects.bulk_create(_addresses())
    Drawing.objects.bulk_create(_drawings())


def a_box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A GeoJSON Polygon; sides counted in blocks from the town's corner."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[_at(*corner) for corner in corners]]}


def _at(column: float, row: float) -> list[float]:
    return [round(WEST + column * STEP, 6), round(SOUTH + row * STEP, 6)]


def _addresses() -> list[Address]:
    """Six to a block along each row, even numbers to the north; the ninth block of Harbor St begins at 1600."""
    found = []
    for row, street in enumerate(ROWS):
        for number in range(104, 100 + 100 * (len(COLUMNS) - 1), 20):
            shown = number + 1300 if street == "Harbor St" else number
            column, side = (number - 100) / 100, 0.15 if number % 40 == 4 else -0.15
            longitude, latitude = _at(column, row + side)
            code = "40203" if column < 4 else "40204"
            areas = {kind: [key] for kind, key, _name, box, _details in AREAS if _holds(box, column, row + side)}
            units = ("Apt 1", "Apt 2") if (shown, street) == (304, "Oak Ave") else ("",)
            for unit in units:
                written = " ".join((str(shown), street, *unit.split(), code))
                found.append(
                    Address(
                        key=written.lower().replace(" ", "-"), number=str(shown), street=street, unit=unit,
                        city="Falls City", state="KY", zip=code, longitude=longitude, latitude=latitude, areas=areas,
                    )
                )  # fmt: skip
    return found


def _holds(box: Box, column: float, row: float) -> bool:
    return box[0] <= column <= box[2] and box[1] <= row <= box[3]


def _areas() -> list[Area]:
    return [
        Area(kind=kind, key=key, name=name, details=details, shape=a_box(*box))
        for kind, key, name, box, details in AREAS
    ]


def _facilities() -> list[Facility]:
    found = []
    for kind, key, name, column, row, details in FACILITIES:
        longitude, latitude = _at(column, row)
        address = f"{round(column * 100) + 101} {ROWS[round(row)]}"
        found.append(
            Facility(
                kind=kind, key=key, name=name, address=address, longitude=longitude, latitude=latitude, details=details
            )
        )
    return found


def _drawings() -> list[Drawing]:
    streets = [(name, [_at(column, -0.5), _at(column, len(ROWS) - 0.5)]) for column, name in enumerate(COLUMNS)]
    streets += [(name, [_at(-0.5, row), _at(len(COLUMNS) - 0.5, row)]) for row, name in enumerate(ROWS)]
    lines = [
        {
            "type": "Feature",
            "properties": {"name": name, "main": name in ("Market St", "4th St")},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for name, line in streets
    ]
    river = {"type": "Feature", "properties": {"name": "The river"}, "geometry": a_box(-8, 5.8, 16, 9)}
    return [Drawing(kind=DrawnKind.STREET, features=lines), Drawing(kind=DrawnKind.WATER, features=[river])]
