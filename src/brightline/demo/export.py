"""A fictional export of one month's calls for the look back: most are dull, the demo's requests of that month are among
them, and so are some that nobody logged and some that only look like one.
"""

import csv
import io
import random
from collections.abc import Iterator

from brightline.demo.cases import CASES, cad_number

CALLS = 300
_COLUMNS = ("Call ID", "Received", "Nature", "Address", "Narrative")
_STREETS = ("HARBOR ST", "FERRY RD", "CANAL ST", "TANNER ST", "ORCHARD CT", "QUARRY LN", "WALNUT HILL DR", "LARCH AVE")
_DULL = {
    "TRAFFIC": ("TWO VEH, NEG INJ, BLOCKING ONE LANE", "VEH ON SHOULDER, HAZARDS ON", "LIGHT OUT AT THE CROSSING"),
    "ALARM": ("FRONT DOOR MOTION, KEYHOLDER NOTIFIED", "REAR GLASS BREAK, NO RESPONSE ON CALLBACK"),
    "THEFT": ("BICYCLE TAKEN OVERNIGHT FROM PORCH", "PACKAGE TAKEN, HAS VIDEO"),
    "NOISE": ("LOUD MUSIC IN REAR YARD", "DOG BARKING SINCE MIDNIGHT"),
    "WELFARE": ("MOTHER NOT ANSWERING, LAST SEEN SUNDAY", "MAN ASLEEP AT BUS STOP"),
}
_ENDS = ("UNIT CLR", "GONE ON ARRIVAL", "REPORT TAKEN", "ADVISED", "CANCEL PER CALLER", "AREA CK NEG")
# Nature, narrative.
_NOT_LOGGED = (
    (
        "ASSIST",
        "ICE AGENT ON SCENE REQ ONE UNIT TO STAND BY AT DOOR WHILE THEY KNOCK, HAS ADMIN WARRANT | UNIT SENT",
    ),
    ("ASSIST", "OFFICER FROM IMMIGRATION ASKS US TO HOLD DRIVER ON A DETAINER UNTIL THEIR VAN ARRIVES | HELD 20 MIN"),
    ("BACKUP", "ICE ERO REQ BACKUP, MAN POINTING RIFLE AT THEM FROM PORCH | UNITS SENT, CPT NOTIFIED"),
)
_OTHERS = (
    ("TRAFFIC", "VEH SLID ON ICE ON BRIDGE RAMP, NEG INJ, TOW CALLED"),
    ("MEDICAL", "FELL ON ICE OUTSIDE STORE, HURT WRIST"),
    ("INFO", "CALLER ASKS WHETHER IMMIGRATION IS ON HER STREET TODAY, ADVISED WE DO NOT KNOW"),
    ("INFO", "ICE ADVISES THEY WILL BE IN THE AREA UNTIL NOON, NOTHING NEEDED FROM US"),
    ("DISTURBANCE", "NEIGHBOR THREATENS TO CALL IMMIGRATION ON HIM, WANTS IT ON RECORD"),
)


def written(year: int, month: int, *, of_history: int, seed: int = 23) -> bytes:
    """CSV of CALLS calls of a month (1 to 12), month `of_history` of the demo's. The same seed, the same bytes."""
    pick = random.Random(seed)  # noqa: S311 - a fiction, not a secret
    rows = list(_logged(of_history))
    others = [*_NOT_LOGGED, *_OTHERS]
    others += [(nature, _dull(pick, nature)) for nature in pick.choices(list(_DULL), k=CALLS - len(rows) - len(others))]
    for nature, text in others:
        when = (pick.randint(1, 28), f"{pick.randrange(24):02d}:{pick.randrange(60):02d}")
        rows.append((*when, "", nature, f"{pick.randrange(100, 2_400)} {pick.choice(_STREETS)}", text))
    out = io.StringIO(newline="")
    export = csv.writer(out)
    export.writerow(_COLUMNS)
    for number, (day, time, call_id, *said) in enumerate(sorted(rows), start=2_001):
        export.writerow([call_id or f"FC-{number}", f"{year}-{month:02d}-{day:02d} {time}:00", *said])
    return out.getvalue().encode()


def _logged(of_history: int) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Day, time, number, nature, address and narrative of each request of the history that came in that month."""
    for index, case in enumerate(CASES):
        if case.month == of_history:
            text = f"{case.agency.upper()} ON RECORDED LINE ASKS FOR UNITS: {case.words.upper()} | COMMANDER PAGED"
            yield case.day, case.time, cad_number(index), "ASSIST", case.place.upper(), text


def _dull(pick: random.Random, nature: str) -> str:
    return f"{pick.choice(_DULL[nature])} | {pick.choice(_ENDS)}"
