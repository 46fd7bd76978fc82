"""What the sign-in page shows in the demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from brightline.platform.accounts.loopback import is_loopback
from brightline.platform.accounts.roles import Role


def demo_people(request: HttpRequest) -> dict[str, Any]:
    """Template variable `demo_people`: whom one press signs in as. Only on the demo's sign-in page, on loopback."""
    match = request.resolver_match
    if not settings.DEMO or match is None or match.url_name != "account_login" or not is_loopback(request):
        return {}
    from brightline.demo.people import PEOPLE

    return {
        "demo_people": [
            {
                "name": person.display_name,
                "role": Role(person.roles[0]).label,
                "url": reverse("demo_sign_in", args=[person.key]),
            }
            for person in PEOPLE
        ]
    }
