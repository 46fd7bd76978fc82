"""Reading what someone typed or where they stand, whatever it is."""

import math
import unicodedata

from django.http import HttpRequest
from django.utils.translation import gettext as _

from brightline.platform.kernel.errors import Invalid
from brightline.platform.kernel.texts import trimmed

# The longest address of a large city has some 60 characters; what is longer is something else, pasted.
LONGEST = 200


def words(request: HttpRequest, name: str = "q") -> str:
    """What was typed, without what nobody can see; "" for nothing. Raises Invalid when it is too long."""
    return cleaned(request.GET.get(name, ""))


def cleaned(text: str) -> str:
    """Typed text on one line, without controls, marks of direction and the like. Raises Invalid when it is too long."""
    if len(text) > LONGEST:
        raise Invalid(
            _(
                "That is too long to look up: type at most %(count)d characters, such as a house number and a street, "
                "“1604 Harbor St”."
            )
            % {"count": LONGEST}
        )
    # Cc and Cf: a NUL, a mark that turns the writing around; Cs: half of a character that no encoding holds.
    seen = (" " if unicodedata.category(letter) in ("Cc", "Cf", "Cs") else letter for letter in text)
    return " ".join(trimmed("".join(seen)).split())


def position(request: HttpRequest) -> tuple[float, float]:
    """(longitude, latitude) in degrees, from ?lat=&lon=. Raises Invalid."""
    return _degrees(request, "lon", 180), _degrees(request, "lat", 90)


def count(request: HttpRequest, *, usual: int, most: int) -> int:
    """?limit=, how many answers at most. Raises Invalid."""
    said = request.GET.get("limit", "")
    if not said:
        return usual
    if not (said.isascii() and said.isdecimal() and len(said) < 4 and 1 <= int(said) <= most):
        raise Invalid(_("limit is no whole number from 1 to %(most)d: leave it out, or correct it.") % {"most": most})
    return int(said)


def _degrees(request: HttpRequest, name: str, most: int) -> float:
    try:
        value = float(request.GET.get(name, "")[:40])
    except ValueError:
        value = math.nan
    # Not a number is in no range either.
    if not -most <= value <= most:
        raise Invalid(
            _("%(name)s is missing or outside -%(most)d to %(most)d degrees: give it as in lat=38.25&lon=-85.76.")
            % {"name": name, "most": most}
        )
    return value
