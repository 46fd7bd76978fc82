"""What someone typed, found in memory."""

from brightline.city.matching.match import Match
from brightline.city.queries import held


def suggest(text: str, limit: int = 8) -> list[Match]:
    """What the beginning of a line may become, best first."""
    return held.index().suggest(text, limit)


def search(text: str, limit: int = 8) -> list[Match]:
    """What a line someone finished may mean, best first."""
    index = held.index()
    # A house number alone is no address yet; whoever enters it sees what they were shown while they typed.
    return index.search(text, limit) or (index.suggest(text, limit) if text.strip().isdecimal() else [])
