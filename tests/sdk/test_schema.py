"""Requests made from the description: none breaks the server, and every answer is as described."""

from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from playhead.api import ENDPOINTS
from playhead.api.description import openapi_bytes
from tests.sdk.serving import Served

pytestmark = pytest.mark.slow

SCHEMA = schemathesis.openapi.from_dict(msgspec.json.decode(openapi_bytes()))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.name)
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_an_answer_is_as_it_is_described(
    server: Served, endpoint: Any, mode: GenerationMode, data: st.DataObject
) -> None:
    operation = SCHEMA[endpoint.path][endpoint.method.value]
    case = data.draw(operation.as_strategy(generation_mode=mode))
    case.call_and_validate(
        base_url=server.base_url, auth=(server.token_id, server.secret), checks=CHECKS
    )
