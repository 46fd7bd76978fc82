"""A whole city pack: who the city is, and its places. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brightline.city.packs import identity, reading
from brightline.city.packs.identity import CityPack
from brightline.city.packs.places import Places
from brightline.city.packs.problems import Problems
from brightline.city.packs.reading import Progress
from brightline.city.packs.tables import Reader, Tables
from brightline.city.place import AreaHere
from brightline.platform.kernel.errors import Invalid

# What another room reads of the same folder, given the pack's areas as far as they can be read. Raises Invalid listing
# every problem, one a line.
Check = Callable[[Sequence[AreaHere]], None]

# What reads a pack and makes rows of it: with a change here the same files may make other rows.
_CITY = Path(__file__).parents[1]
_CODE = tuple(path for room in ("geometry", "matching", "packs") for path in sorted((_CITY / room).glob("*.py")))


@dataclass(frozen=True)
class Whole:
    """told: what is not as it should be and loaded all the same, a sentence each."""

    identity: CityPack
    places: Places
    told: tuple[str, ...]


def read(
    folder: Path, *, now: datetime, policies: Collection[str] | None, progress: Progress, checks: Sequence[Check] = ()
) -> Whole:
    """The city pack in `folder`, as it can be loaded at `now`. policies: the ids of the policy packs there are, or None
    not to ask; progress: told each step, of which there are `steps`; checks: whose problems are listed with ours.
    Raises Invalid listing every problem, one a line.
    """
    problems = Problems()
    given = identity.toml(folder / "city.toml")
    who = identity.look(given, folder, now, policies, problems)
    tables = Reader(folder / "city.toml", problems).read(given)
    try:
        today = now.astimezone(ZoneInfo(who.timezone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        today = now.date()
    places = reading.read(tables, today, problems, progress)
    areas = [AreaHere(row.kind, row.key, row.name, row.details) for row in places.areas]
    for check in checks:
        try:
            check(areas)
        except Invalid as error:
            problems.take(error)
    problems.raise_any()
    return Whole(who, places, problems.told())


def steps(folder: Path) -> int:
    """How often `read` tells its progress. Raises Invalid."""
    return reading.steps(_tables(folder))


def digest(folder: Path) -> str:
    """SHA-256 of what a load of this pack depends on: while it stays, so does what is loaded. Raises Invalid."""
    words = [path for path in (folder / "lexicon.toml",) if path.is_file()]
    return reading.digest(_tables(folder), (*words, *_CODE))


def _tables(folder: Path) -> Tables:
    return Reader(folder / "city.toml", Problems()).read(identity.toml(folder / "city.toml"))
