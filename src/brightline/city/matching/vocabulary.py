"""The words of addresses: how the postal service shortens them, directions, ordinals, and what Spanish speakers write.

The abbreviations are those of USPS Publication 28, from usaddress-scourgify's tables.
"""

from collections.abc import Iterator
from itertools import chain

from scourgify import address_constants as usps


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Every way to write a street type ("av", "aven", "avenue") to its word in full.
TYPES: dict[str, str] = {
    written.lower(): usps.LONGHAND_STREET_TYPES.get(short, written).lower()
    for written, short in usps.STREET_TYPE_ABBREVIATIONS.items()
} | {
    "calle": "street",
    "avenida": "avenue",
    "avda": "avenue",
    "bl": "boulevard",
    "camino": "road",
    "carretera": "highway",
    "callejon": "alley",
    "bulevar": "boulevard",
    "paseo": "drive",
    "plaza": "plaza",
}
# Those that stand before the name: "calle Harbor".
LEADING_TYPES = _set("calle avenida avda camino carretera callejon bulevar paseo")
_COMMON = _set("street avenue road drive lane court boulevard place circle way terrace parkway trail")
# Street types written so often that they are looked for at the end of a run-together word, longest first.
COMMON_TYPES = sorted(
    (word for word, full in TYPES.items() if full in _COMMON and word not in LEADING_TYPES and len(word) > 1),
    key=lambda word: (-len(word), word),
)

DIRECTIONS: dict[str, str] = (
    {full.lower(): short.lower() for full, short in usps.DIRECTIONAL_REPLACEMENTS.items()}
    | {short.lower(): short.lower() for short in usps.LONGHAND_DIRECTIONALS}
    | {"norte": "n", "sur": "s", "este": "e", "oeste": "w", "no": "n", "nth": "n", "so": "s", "sth": "s"}
)
DIRECTION_IN_FULL = {short.lower(): full.lower() for short, full in usps.LONGHAND_DIRECTIONALS.items()}

STATES: dict[str, str] = {name.lower(): short.lower() for name, short in usps.STATE_ABBREVIATIONS.items()} | {
    short.lower(): short.lower() for short in usps.STATE_ABBREVIATIONS.values()
}

# What stands before a unit's number; the number itself is what tells units apart.
UNITS = frozenset(word.lower() for word in chain(*usps.OCCUPANCY_TYPE_ABBREVIATIONS.items())) | _set(
    "apto apartamento departamento depto dpto piso casa edificio oficina unidad lote cuarto habitacion aptmt apmt"
)
# These are words of names too, so that only a number after them makes a unit.
UNITS_OR_NAMES = _set("front key lobby lower lot office pier rear side slip space stop upper casa piso cuarto")
# These name a unit alone, without a number after them.
UNITS_ALONE = _set("basement bsmt front frnt lobby lbby lower lowr penthouse ph rear side upper uppr")

# Short forms within a name, to what they stand for. "st" is a saint unless it ends the name.
IN_NAMES = {
    "st": "saint", "ste": "sainte", "dr": "doctor", "jr": "junior", "sr": "senior", "gen": "general", "col": "colonel",
    "capt": "captain", "sgt": "sergeant", "lt": "lieutenant", "rev": "reverend", "gov": "governor", "pres": "president",
    "natl": "national", "intl": "international", "co": "county", "univ": "university", "hosp": "hospital",
    "elem": "elementary", "sch": "school", "lib": "library",
}  # fmt: skip

# What stands between the two streets of a corner, and before them.
AND = _set("and & @ / + \\ | y at con x adn nad amd")
CORNER = _set("corner intersection esquina esq cruce interseccion")
COUNTY = _set("county parish condado township metro")
COUNTRY = _set("usa us eeuu unitedstates unitedstatesofamerica estadosunidos")
# Words that carry nothing: "the corner of", "en la esquina de", "no. 1604".
NOTHING = _set("of the at de del la las los en el number numero num nro address direccion near cerca block zip zipcode")

_UNITS_OF_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
)  # fmt: skip
_TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPANISH = (
    "primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "septima", "octava", "novena", "decima",
)  # fmt: skip


def ordinal(number: int) -> str:
    """ "4th" for 4."""
    return f"{number}{'th' if 10 <= number % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _ordinal_words() -> Iterator[tuple[str, str]]:
    for number, word in enumerate([*_UNITS_OF_ORDINALS, *_TEENS], 1):
        yield word, ordinal(number)
    for tens, word in enumerate(_TENS, 2):
        yield f"{word.removesuffix('y')}ieth", ordinal(tens * 10)
        for units, unit in enumerate(_UNITS_OF_ORDINALS, 1):
            yield word + unit, ordinal(tens * 10 + units)
    for number, word in enumerate(_SPANISH, 1):
        yield word, ordinal(number)


# "fourth", "twentyfirst", "cuarta" to "4th", "21st", "4th"; and back, in English.
ORDINALS = dict(_ordinal_words())
ORDINAL_WORDS = {number: word for word, number in reversed(ORDINALS.items()) if word not in _SPANISH}
TENS = frozenset(_TENS)
