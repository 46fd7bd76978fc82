"""Loading the city. Atomic and repeatable: the old data stays until the new is in."""

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from brightline.city import packs
from brightline.city.models import City
from brightline.platform.kernel import clock


@transaction.atomic
def introduce(folder: Path, *, policies: Collection[str] | None = None) -> City:
    """Load who the city is from the city pack in `folder`, and nothing of its places. policies: the ids of the policy
    packs it may take up, or None for any. Raises Invalid, and then nothing has changed.
    """
    fields = asdict(packs.read(folder, now=clock.now(), policies=policies))
    city, _ = City.objects.update_or_create(pk=1, defaults={**fields, "loaded_at": clock.now()})
    return city


@transaction.atomic
def load(folder: Path, *, policies: Collection[str] | None = None) -> City:
    """Load the city pack in `folder` over what is there. Raises Invalid, and then nothing has changed."""
    return introduce(folder, policies=policies)
