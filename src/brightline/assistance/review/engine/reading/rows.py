"""From the fields of one row to a call."""

from collections.abc import Sequence

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.reading.layout import ROLES, Layout
from brightline.assistance.review.engine.reading.months import moment


def text_of(raw: bytes) -> str:
    """UTF-8 where it is, else Windows-1252: exports joined from several systems mix them row by row."""
    raw = raw.replace(b"\x00", b"")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def call_of(fields: Sequence[str], layout: Layout, row: int) -> Call:
    """The call a row gives. A row of the wrong length is read as far as it goes, its surplus added to the narrative."""
    texts = {role: " ".join(_texts(fields, layout.columns.get(role, ()))) for role in ROLES}
    if len(fields) > len(layout.names):
        texts["narrative"] = ", ".join([texts["narrative"], *(field.strip() for field in fields[len(layout.names) :])])
    read = moment(texts["received_at"], day_first=layout.day_first)
    texts["received_at"] = read.isoformat(timespec="seconds") if read else ""
    return Call(**texts, file=layout.file, row=row)


def problem_of(found: int, layout: Layout) -> str:
    """Why a row of `found` fields is not one of this file's."""
    return f"it has {found} field{'' if found == 1 else 's'} where the others have {len(layout.names)}"


def _texts(fields: Sequence[str], numbers: Sequence[int]) -> list[str]:
    return [text for number in numbers if number < len(fields) and (text := fields[number].strip())]
