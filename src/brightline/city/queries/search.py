"""What someone typed, found in memory."""

from brightline.city.matching.match import Match
from brightline.city.queries import held


def suggest(text: str, limit: int = 8) -> list[Match]:
    """What the beginning of a line may become, best first."""
    return held.index().suggest(text, limit)


def search(text: str, limit: int = 8) -> list[Match]:
    """What a line someone entered may mean, best first: in doubt also what was suggested while it was typed."""
    return held.index().entered(text, limit)


def on_street(street: str, code: str = "") -> list[tuple[int, Match]]:
    """Every address of a street as the city writes it, or of it in one ZIP, with its number's whole part."""
    return held.index().on_street(street, code)


def unknown_zip(text: str) -> str:
    """The ZIP in a finished line where the city has none of that number, else ""."""
    return held.index().unknown_zip(text)


def streets_in(code: str) -> list[str]:
    """The streets with an address in a ZIP."""
    return held.index().streets_in(code)
