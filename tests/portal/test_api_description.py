"""Every operation that the API describes, asked at random as its own description allows, and as it does not."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from portal.api.rows import LISTINGS
from portal.wsgi import application
from tests.factories.events import OccurrenceFactory
from tests.factories.spaces import SpaceFactory

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
PATHS = [path for name in LISTINGS for path in (f"/{name}", f"/{name}/{{id}}")]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", PATHS)
def test_operation_when_asked_anything_then_answers_as_it_says(path, mode):
    OccurrenceFactory(space=SpaceFactory())
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

    @settings(
        max_examples=8,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(checks=CHECKS)

    ask()
