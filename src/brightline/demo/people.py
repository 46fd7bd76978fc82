"""The fictional people of the demo city. They sign in with one click under `--demo`, on loopback only."""

from dataclasses import dataclass

from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role


@dataclass(frozen=True)
class DemoPerson:
    """key: their name in the sign-in link; title: what they do, for the list `brightline up` prints."""

    key: str
    title: str
    display_name: str
    roles: tuple[Role, ...]
    badge: str = ""
    call_sign: str = ""
    position: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@falls-city.example"


PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("ana", "Call-taker", "Ana Brandt", (Role.CALL_TAKER,), "D-112", position="Position 12"),
    DemoPerson("ellery", "Commander", "Maj. R. Ellery", (Role.COMMANDER,), "1001", "C1", "Duty commander"),
    DemoPerson("osei", "Commander", "Lt. D. Osei", (Role.COMMANDER,), "1044", "C2", "Backup commander"),
    DemoPerson("quill", "Commander", "Capt. M. Quill", (Role.COMMANDER,), "1017", "C3", "Night commander"),
    DemoPerson("dev", "Dispatcher", "Dev Rao", (Role.DISPATCHER,), "D-140", position="Position 3"),
    DemoPerson("rosa", "Reviewer", "Rosa Lindqvist", (Role.REVIEWER,)),
    DemoPerson("noor", "Reviewer", "Noor Haddad", (Role.REVIEWER,)),
    DemoPerson("tomas", "Reviewer", "Tomas Ek", (Role.REVIEWER,)),
    DemoPerson("sam", "Auditor", "Sam Whitfield", (Role.AUDITOR,)),
    DemoPerson("ida", "Collections", "Ida Okafor", (Role.COLLECTIONS,), position="Solid waste"),
    DemoPerson("kit", "Administrator", "Kit Moreau", (Role.ADMINISTRATOR,)),
)


def person(key: str) -> Person:
    """The row of a demo person. Raises Person.DoesNotExist before `load`."""
    return Person.objects.get(email=f"{key}@falls-city.example")


def load() -> None:
    """Create or refresh the demo people. They have no usable password."""
    for each in PEOPLE:
        Person.objects.update_or_create(
            email=each.email,
            defaults={
                "display_name": each.display_name,
                "roles": [role.value for role in each.roles],
                "badge": each.badge,
                "call_sign": each.call_sign,
                "position": each.position,
                "password": "!",
            },
        )
