"""The words a city adds to those of the engine."""

from brightline.assistance.review.engine.finding.additions import Additions
from brightline.city import queries as city
from brightline.platform.kernel.errors import NotFound


def additions() -> Additions | None:
    """Those of the city pack's lexicon.toml; None where it has none, or no city is loaded yet. Raises Invalid."""
    try:
        found = city.city()
    except NotFound:
        return None
    return Additions.read(found.lexicon.encode(), f"{found.slug}/lexicon.toml") if found.lexicon else None
