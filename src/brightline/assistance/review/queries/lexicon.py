"""The words a city adds to those of the engine."""

from pathlib import Path
from typing import TYPE_CHECKING

from brightline.city import queries as city
from brightline.platform.kernel import toml
from brightline.platform.kernel.errors import Invalid, NotFound

if TYPE_CHECKING:
    from brightline.assistance.review.engine.finding.additions import Additions


def additions() -> "Additions | None":
    """Those of the city pack's lexicon.toml; None where it has none, or no city is loaded yet. Raises Invalid."""
    try:
        found = city.city()
    except NotFound:
        return None
    if not found.lexicon:
        return None
    # Imported where needed: checking the words takes the whole screen, for which no web page should wait.
    from brightline.assistance.review.engine.finding.additions import Additions

    return Additions.read(found.lexicon.encode(), f"{found.slug}/lexicon.toml")


def check(folder: Path) -> None:
    """Whether the words of the city pack's lexicon.toml can be looked for. Raises Invalid."""
    path = folder / "lexicon.toml"
    data = path.read_bytes() if path.is_file() else b""
    try:
        toml.parsed(data, str(path))
    except Invalid:
        # That it is no TOML the city pack's own reading says.
        return
    if data.strip():
        from brightline.assistance.review.engine.finding.additions import Additions

        Additions.read(data, str(path))
