"""The API of a running city, asked by schemathesis whatever its OpenAPI document allows and what it does not."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.running import Town

OPERATIONS = ("find_places", "suggest_places", "place", "set_outs", "place_near")
# What is asked wrongly is refused; what is asked beside, such as a parameter nobody knows, is left alone.
ALWAYS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_what_the_document_says(city: Town, name: str) -> None:
    schema = schemathesis.openapi.from_url(f"{city.base}/api/openapi.json")
    operation = schema.find_operation_by_id(name)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
    def asked_rightly(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=ALWAYS)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    def asked_wrongly(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=[not_a_server_error, content_type_conformance])

    asked_rightly()
    asked_wrongly()
