"""`brightline add-person`: the first administrator, and anyone after them."""

from typing import Annotated

import typer

from brightline.platform.database.ready import ready


def register(app: typer.Typer) -> None:
    """Add this room's commands."""

    @app.command("add-person")
    def add_person(
        email: Annotated[str, typer.Option(help="They sign in with it.")],
        name: Annotated[str, typer.Option(help='As colleagues say it, such as "Maj. R. Ellery".')],
        role: Annotated[
            list[str],
            typer.Option(
                help="call_taker, commander, dispatcher, reviewer, auditor or administrator; may be repeated."
            ),
        ],
        call_sign: Annotated[str, typer.Option(help="A commander's own unit.")] = "",
        badge: Annotated[str, typer.Option()] = "",
        position: Annotated[str, typer.Option()] = "",
        address: Annotated[str, typer.Option(help="Where people reach this site.")] = "http://localhost:8000",
    ) -> None:
        """Add a person and print the link by which they set their password: once, within 24 hours.

        Example: brightline add-person --email kit@city.example --name "Kit Moreau" --role administrator
        """
        ready()
        from brightline.platform.accounts import actions, links
        from brightline.platform.accounts.roles import Role
        from brightline.platform.kernel.errors import Invalid

        unknown = [each for each in role if each not in Role.values]
        if unknown:
            raise Invalid(f"--role {unknown[0]} is no role: choose from {', '.join(Role.values)}.")
        person = actions.add(
            actions.Details(
                email=email, display_name=name, roles=role, badge=badge, call_sign=call_sign, position=position
            ),
            by=None,
        )
        print(f"{person.display_name} is added. Their link to set a password, usable once within 24 hours:")
        print(address.rstrip("/") + links.path(person))

    @app.command("reset-second-factor")
    def reset_second_factor(
        email: Annotated[str, typer.Argument(help="Whose: the address they sign in with.")],
    ) -> None:
        """Take away a lost second factor, where no other administrator can do it on the People page.

        Example: brightline reset-second-factor kit@city.example
        """
        ready()
        from brightline.platform.accounts import actions
        from brightline.platform.accounts.models import Person
        from brightline.platform.kernel.errors import NotFound

        person = Person.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise NotFound(f"{email} is nobody's e-mail address here: give the one they sign in with.")
        actions.reset_second_factor(person.pk, by=None)
        print(f"{person.display_name} can set up a new second factor after signing in.")
