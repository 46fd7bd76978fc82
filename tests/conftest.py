"""Fixtures for every test."""

import os
from collections.abc import Iterator

import pytest

from brightline.config import environment
from tests.support import databases


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """pytest-django's own, replaced: a copy of the template for this worker, reached as the runtime role."""
    from django.db import connections

    name = f"brightline_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    databases.copy(name)
    connections["default"].settings_dict.update(environment.django_database(databases.url("app", name), pool=False))
    yield
    connections.close_all()
    databases.drop(name)
