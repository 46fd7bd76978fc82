"""Fixtures for every test."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from hypothesis import HealthCheck, settings

from brightline.platform.database import address
from tests.support import databases

# How long made-up input takes says how busy the machine is, not whether the code is right.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# The same scrypt with few rounds: that it is slow is Django's own business, and no test's.
ScryptPasswordHasher.work_factor = 2**4


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's own, replaced: a copy of the template for this worker, reached as the runtime role."""
    from django.db import connections

    name = f"brightline_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    databases.copy(name)
    connections["default"].settings_dict.update(address.django_database(databases.url("app", name), pool=False))
    yield
    connections.close_all()
    databases.drop(name)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of this test's own, where transactions commit, since what is written once cannot be flushed away."""
    from django.db import connection

    shared = connection.settings_dict["NAME"]
    name = f"{shared}_own"
    databases.copy(name)
    connection.close()
    connection.settings_dict["NAME"] = name
    with django_db_blocker.unblock():
        yield name
    connection.close()
    connection.settings_dict["NAME"] = shared
    databases.drop(name)
