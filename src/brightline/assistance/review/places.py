"""Two ways of writing one address. Pure."""

import re

_SHORT = {
    "street": "st",
    "avenue": "ave",
    "av": "ave",
    "boulevard": "blvd",
    "drive": "dr",
    "road": "rd",
    "lane": "ln",
    "court": "ct",
    "place": "pl",
    "parkway": "pkwy",
    "highway": "hwy",
    "terrace": "ter",
    "circle": "cir",
    "trail": "trl",
    "square": "sq",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
    "and": "/",
    "at": "/",
    "&": "/",
    "@": "/",
}
# What follows names a door or a town, which one record has and another leaves out.
_TAIL = re.compile(
    r"\b(?:apt|apartment|unit|suite|ste|fl|floor|room|rm|lot|bldg|building)\b\.?\s*#?\s*\w*|#\s*\w+", re.I
)
_BLOCK = re.compile(r"^(\d+)\s*(?:-?\s*(?:block|blk|bk)(?:\s+of)?)\s+", re.I)
_NUMBER = re.compile(r"^(\d+)\s+(.*)$")


def normalized(address: str) -> str:
    """In small letters, abbreviated, without door and town: "1604 Harbor Street, Apt 3" is "1604 harbor st".

    A block ("1600 block of Harbor St") becomes "1600+ harbor st"; a crossing has its streets in order.
    """
    street = _TAIL.sub(" ", address.split(",")[0].casefold())
    block = _BLOCK.match(street.strip())
    if block:
        street = street.strip()[block.end() :]
    words = [_SHORT.get(word, word) for word in re.findall(r"[\w']+|[/&@]", street.replace(".", ""))]
    text = " ".join(words).strip()
    if "/" in words:
        text = " / ".join(sorted(part.strip() for part in text.split("/") if part.strip()))
    return f"{block[1]}+ {text}" if block else text


def same_place(one: str, other: str) -> bool:
    """Whether both name one place; a block is any number in its hundred. Nothing is the same as no address."""
    first, second = normalized(one), normalized(other)
    if not first or not second:
        return False
    return first == second or _in_block(first, second) or _in_block(second, first)


def _in_block(block: str, address: str) -> bool:
    hundred, _, street = block.partition("+ ")
    numbered = _NUMBER.match(address)
    return bool(street and numbered and numbered[2] == street and int(numbered[1]) // 100 == int(hundred) // 100)
