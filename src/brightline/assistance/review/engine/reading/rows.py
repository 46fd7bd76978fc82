"""From the fields of one row to a call."""

from collections.abc import Sequence
from dataclasses import dataclass

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.reading.layout import ROLES, Layout
from brightline.assistance.review.engine.reading.months import moment

# Of a row too long to be one, this much of its text is looked through.
LOOKED_THROUGH = 1 << 16


@dataclass(frozen=True, slots=True)
class Torn:
    """A row that gives no call: why in one sentence, and its texts as far as they could be told apart."""

    problem: str
    fields: list[str]


def text_of(raw: bytes) -> str:
    """UTF-8 where it is, else Windows-1252: exports joined from several systems mix them row by row."""
    raw = raw.replace(b"\x00", b"")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def call_of(fields: Sequence[str], layout: Layout, row: int) -> Call:
    """The call a row gives. Of a row of the wrong length all is narrative, but for what plainly stands before it."""
    texts = {role: " ".join(_texts(fields, layout.columns.get(role, ()))) for role in ROLES}
    if len(fields) != len(layout.names):
        begins = _narrative_begins(fields, layout)
        before = [role for role in ROLES if all(number < begins for number in layout.columns.get(role, ()))]
        texts = {role: texts[role] if role in before else "" for role in ROLES}
        texts["narrative"] = ", ".join(text for field in fields[begins:] if (text := field.strip()))
    read = moment(texts["received_at"], day_first=layout.day_first)
    texts["received_at"] = read.isoformat(timespec="seconds") if read else ""
    return Call(**texts, file=layout.file, row=row)


def _narrative_begins(fields: Sequence[str], layout: Layout) -> int:
    """Where the narrative begins in a row of the wrong length.

    What stands before it is believed where the time is one: the rest of a row torn in two begins with anything.
    """
    begins = min(layout.columns.get("narrative", (0,)))
    times = layout.columns.get("received_at", ())
    if len(fields) <= begins or any(number >= begins for number in times):
        return 0
    time = " ".join(_texts(fields, times))
    return begins if not times or moment(time, day_first=layout.day_first) else 0


def problem_of(found: int, layout: Layout) -> str:
    """Why a row of `found` fields is not one of this file's."""
    return f"it has {found} field{'' if found == 1 else 's'} where the others have {len(layout.names)}"


def _texts(fields: Sequence[str], numbers: Sequence[int]) -> list[str]:
    return [text for number in numbers if number < len(fields) and (text := fields[number].strip())]
