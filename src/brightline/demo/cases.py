"""The demo city's six months: 23 fictional requests, 19 with a ground and 4 without, among about 275,000 calls.

The two totals are those a newspaper found in one city (announcement of 2017-09-22); everything else is made up.
"""

from dataclasses import dataclass, field

# Calls for service in each of the six months, the oldest first.
CALLS = (44_902, 46_318, 48_077, 47_260, 44_731, 43_826)


@dataclass(frozen=True)
class Case:
    """One request of the history.

    month: 0 the oldest; ground: a ground or "" for none; answered: seconds until a commander answers; commander: the
    demo person who does; scene: minutes from sending to the commander's arrival; special: what did not go as it should.
    """

    month: int
    day: int
    time: str
    ground: str
    agency: str
    district: str
    place: str
    asks: tuple[str, ...]
    words: str
    answered: int = 40
    scene: int = 12
    commander: str = "ellery"
    channel: str = "phone"
    warrant: str = "none"
    special: frozenset[str] = field(default_factory=frozenset)


ERO = "ICE, Enforcement and Removal"
HSI = "ICE, Homeland Security Investigations"
CBP = "Customs and Border Protection"
SERVE = ("serve_criminal_warrant", "perimeter")
_W = "criminal_warrant"


CASES: tuple[Case, ...] = (
    Case(0, 4, "09:12", _W, ERO, "4th Division", "1604 Harbor St", SERVE, "Man wanted on a robbery warrant.", 38, 14),
    Case(0, 13, "16:40", "crime", HSI, "2nd Division", "300 Mill Race Rd", ("respond_to_crime",),
         "Their van was rammed, the driver ran.", 52, 9),
    Case(0, 22, "22:05", "public_danger", ERO, "7th Division", "88 Quarry Ln", ("backup_officer_safety", "perimeter"),
         "Man on the porch with a rifle, pointing it at people in the street.", 31, 11,
         special=frozenset({"sent_before"})),
    Case(0, 28, "08:20", _W, ERO, "6th Division", "2210 Walnut Hill Dr", ("serve_criminal_warrant", "transport"),
         "Assault warrant from county court.", 44, 13),
    Case(1, 3, "07:55", _W, ERO, "1st Division", "41 Canal St", SERVE, "Burglary warrant.", 36, 15),
    Case(1, 9, "06:10", "", ERO, "5th Division", "1900 Larch Ave, apt 9", ("knock_and_clear", "perimeter"),
         "Two units to clear the apartment, subject missed a hearing.", 52, warrant="administrative"),
    Case(1, 17, "13:30", _W, HSI, "3rd Division", "700 Ferry Rd", ("serve_criminal_warrant",),
         "Fraud warrant, judge's name given.", 61, 17, commander="osei"),
    Case(1, 26, "10:15", _W, ERO, "8th Division", "15 Orchard Ct", SERVE, "Warrant for aggravated assault.", 47, 12),
    Case(2, 2, "18:22", "crime", ERO, "4th Division", "1100 Lane St", ("respond_to_crime", "traffic_control"),
         "Crowd is throwing bottles at their car.", 29, 7),
    Case(2, 8, "05:58", _W, ERO, "6th Division", "540 Tanner St", SERVE, "Homicide warrant.", 33, 16),
    Case(2, 14, "11:05", "", ERO, "2nd Division", "county jail annex", ("hold_on_detainer",),
         "Asks us to hold a man past his release.", 75, warrant="detainer"),
    Case(2, 20, "14:47", "crime", HSI, "1st Division", "Dock 4, River Rd", ("respond_to_crime", "identify_person"),
         "A theft from their warehouse is going on.", 198, 10, commander="osei",
         special=frozenset({"escalated"})),
    Case(2, 29, "09:33", _W, ERO, "7th Division", "62 Sycamore Loop", SERVE, "Warrant for arson.", 41, 13),
    Case(3, 5, "08:01", _W, ERO, "3rd Division", "905 Ferry Rd", SERVE, "Robbery warrant.", 39, 12),
    Case(3, 12, "23:48", "public_danger", CBP, "5th Division", "bus station, 12 Gate St",
         ("backup_officer_safety", "medical_aid"), "Man swinging a machete among waiting people.", 27, 8,
         special=frozenset({"sent_before", "no_recording"})),
    Case(3, 24, "10:40", _W, ERO, "8th Division", "330 Orchard Ct", ("serve_criminal_warrant",),
         "Warrant for fleeing the police.", 58, 19, channel="radio"),
    Case(4, 3, "07:20", _W, ERO, "4th Division", "1780 Harbor St", SERVE, "Warrant for assault.", 35, 12),
    Case(4, 10, "12:12", _W, HSI, "1st Division", "9 Canal St", ("serve_criminal_warrant", "identify_person"),
         "Warrant for identity theft.", 49, 15),
    Case(4, 16, "06:35", "", ERO, "6th Division", "2300 Walnut Hill Dr", ("serve_administrative_warrant", "transport"),
         "Wants a unit to come along, says the warrant is signed by his supervisor.", 66, warrant="administrative"),
    Case(4, 25, "15:15", _W, ERO, "2nd Division", "212 Mill Race Rd", SERVE, "Robbery warrant.", 42, 14),
    Case(5, 2, "19:02", "crime", ERO, "6th Division", "480 Tanner St", ("respond_to_crime",),
         "Someone broke into their parked car; he is still inside it.", 67, 9),
    Case(5, 19, "05:45", "", ERO, "3rd Division", "1313 Ferry Rd", ("knock_and_clear",),
         "Asks for officers to knock on doors along the block.", 52, warrant="none", commander="osei"),
    Case(5, 21, "17:25", "crime", HSI, "6th Division", "rail yard, Tanner St", ("respond_to_crime", "perimeter"),
         "Shots fired at their drone operator.", 38, 14),
)  # fmt: skip


def cad_number(index: int) -> str:
    """The call number of CASES[index] in the dispatch system."""
    return f"FC-{index + 1:04d}"
