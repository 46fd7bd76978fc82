"""A small city for tests: the guide's rules, areas that carry them, addresses in those, someone of collections."""

import uuid
from datetime import date
from pathlib import Path
from typing import Any

from brightline.city.kinds import AreaKind
from brightline.city.models import Address, Area
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.resident.collection import actions
from brightline.resident.collection.actions import Announced
from brightline.resident.collection.models import Change, Effect
from tests.resident.collection.ruled import areas, example
from tests.support.builders import a_city, a_person

KEY = "1604-harbor-st-40203"
SHAPE = {"type": "Polygon", "coordinates": [[[-86, 38], [-85, 38], [-85, 39], [-86, 39], [-86, 38]]]}
SNOW = {"en": "Snow on the streets", "es": "Nieve en las calles", "ar": "ثلوج في الشوارع"}


def a_city_that_collects(folder: Path) -> None:
    """Set out on Thursdays of week B at KEY; a second address has garbage on Tuesdays alone; a third nothing."""
    a_city()
    for kind, here in areas().items():
        for each in here:
            an_area(kind, each.key, **each.details)
    an_area(AreaKind.GARBAGE_ROUTE, "2", weekday="tuesday")
    an_area(AreaKind.NEIGHBORHOOD, "old-harbor")
    an_address(KEY, "1604", "Harbor St", {**{kind.value: ["1"] for kind in areas()}, "neighborhood": ["old-harbor"]})
    an_address("12-oak-st-40203", "12", "Oak St", {"garbage_route": ["2"]})
    an_address("9-far-rd-40299", "9", "Far Rd", {})
    load(folder, example())


def load(folder: Path, text: str) -> bool:
    (folder / "collection.toml").write_text(text, "utf-8")
    return actions.load_rules(folder)


def an_area(kind: AreaKind, key: str, **details: str) -> None:
    Area.objects.create(kind=kind.value, key=key, name=f"Area {key}", details=details, shape=SHAPE)


def an_address(key: str, number: str, street: str, areas: dict[str, list[str]]) -> None:
    Address.objects.create(
        key=key,
        number=number,
        street=street,
        city="Falls City",
        state="KY",
        zip="40203",
        longitude=-85.7,
        latitude=38.2,
        areas=areas,
    )


def of_collections() -> Person:
    return a_person(Role.COLLECTIONS)


def announced(first: date, last: date | None = None, *, by: Person | None = None, **more: Any) -> Change:
    """A closure for snow, announced now."""
    effect = more.pop("effect", Effect.CANCELLED)
    said = Announced(effect, first, last or first, more.pop("words", SNOW), **more)
    return actions.announce(said, key=uuid.uuid4(), by=by or of_collections())
