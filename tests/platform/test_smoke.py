import pytest
from tests.support.builders import Crew

@pytest.mark.django_db
def test_it():
    crew = Crew()
    r = crew.closed()
    assert r.state == "closed"
