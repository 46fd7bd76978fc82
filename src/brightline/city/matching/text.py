"""What was typed, as plain words: one case, no accents, signs apart, numbers whole."""

import re
import unicodedata
from collections.abc import Sequence

from brightline.city.matching.vocabulary import IN_NAMES, ORDINALS, TENS, TYPES, ordinal

LONGEST = 160  # characters read of what is typed: no address is longer, and time is bounded by it
MOST_WORDS = 24

_FRACTION = re.compile("[¼½¾⅓⅔⅛⅜⅝⅞]")
_DOTTED_LETTERS = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)")
_WORD = re.compile(
    r"\d+(?:st|nd|rd|th)(?![a-z])"  # 4th
    r"|\d+(?:st|nd|rd|th)(?=(?:st|street|ave?|avenue|rd|road|dr|drive|ct|court|ln|lane|pl|place|blvd|way)(?![a-z]))"
    r"|\d+-\d+|\d+/\d+"  # 1604-1608, 1/2
    r"|\d+-?[a-z](?![^\W_])"  # 1604a, 1604-a, 3b
    r"|\d+"
    r"|[nsew](?=\d+(?:st|nd|rd|th)(?![a-z]))"  # n4th
    r"|[a-z]-?\d+(?![^\W_])"  # b3
    r"|[^\W\d_]+"
    r"|[,;#&@/+\\|]"
)
_ORDINAL = re.compile(r"(\d{1,4})(st|nd|rd|th)")
_O_FOR_0 = re.compile(r"(?<![^\W_])(?=[ol]*\d)(?=\w*[ol])[\dol]{2,6}(?![^\W_])")


def plain(text: str) -> str:
    """Folded to one case, without accents, digits of any script as 0-9; at most LONGEST characters."""
    cut = _FRACTION.sub(lambda sign: " " + sign[0], text[: LONGEST * 2])
    folded = unicodedata.normalize("NFKD", cut).casefold().replace("\u2044", "/")
    kept = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in folded
        if not unicodedata.combining(sign) and sign not in "'\u2019\u02bc`\0"
    )
    return _DOTTED_LETTERS.sub("", kept[:LONGEST])


def words(text: str) -> list[str]:
    """The words and signs of a text, in order: at most MOST_WORDS."""
    written = _O_FOR_0.sub(lambda number: number[0].replace("o", "0").replace("l", "1"), plain(text))
    return _ordinals(_WORD.findall(written)[:MOST_WORDS])


def _ordinals(given: Sequence[str]) -> list[str]:
    """ "fourth", "4 th" and "twenty first" as "4th" and "21st"."""
    found: list[str] = []
    for place, word in enumerate(given):
        before = found[-1] if found else ""
        if before in TENS and word in ORDINALS and before + word in ORDINALS:
            found[-1] = ORDINALS[before + word]
        elif word in ORDINALS:
            found.append(ORDINALS[word])
        elif word in ("th", "nd", "rd", "st") and before.isdecimal() and _closes(before, word, given[place + 1 :]):
            found[-1] = ordinal(int(before))
        elif (match := _ORDINAL.fullmatch(word)) is not None:
            right = ordinal(int(match[1]))
            # "604St Cyril Ln" is a number and a saint.
            found += [match[1], "st"] if word.endswith("st") and word != right and not found else [right]
        else:
            found.append(word)
    return found


def _closes(number: str, ending: str, after: Sequence[str]) -> bool:
    """Whether "4 th" is one ordinal: not at the end, where "53 Th" begins Thomas; "21 st" only before a type."""
    if len(number) > 3 or ordinal(int(number)) != number + ending:
        return False
    return bool(after) and (ending in ("th", "nd") or after[0] in TYPES)


def name_words(given: Sequence[str]) -> list[str]:
    """The words of a name with short forms written out, so that "Mtn", "St" and "Mountain", "Saint" are the same."""
    return [IN_NAMES.get(word) or TYPES.get(word) or word for word in given]


def city_names(city: str) -> set[str]:
    """What a city is written as, run together: its name, and its initials where it has several words."""
    parts = words(city)
    return {"".join(parts), "".join(part[0] for part in parts)} if len(parts) > 1 else {"".join(parts)}
