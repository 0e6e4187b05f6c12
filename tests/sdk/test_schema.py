"""Requests made from the description: none breaks the server, and every answer is as described."""

from typing import Any

import httpx
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
from playhead.api.access import Access
from playhead.api.description import openapi_bytes
from playhead.model.people import Role
from tests.sdk.serving import EMAIL, PASSWORD, Served

pytestmark = pytest.mark.slow

SCHEMA = schemathesis.openapi.from_dict(msgspec.json.decode(openapi_bytes()))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


MODES = [
    pytest.param(endpoint, mode, id=f"{endpoint.name}-{mode.value}")
    for endpoint in ENDPOINTS
    # A stream has no end; `tests/unit/api/test_streams.py` reads them.
    if not endpoint.pushes
    for mode in GenerationMode
    # Without anything that could be wrong there is nothing to make wrong.
    if mode is GenerationMode.POSITIVE
    or endpoint.parameters
    or endpoint.body
    or "{" in endpoint.path
]


@pytest.fixture
def signed_in(server: Served) -> dict[str, str]:
    """The headers of an admin's browser."""
    origin = {"Origin": server.base_url, "Sec-Fetch-Site": "same-origin"}
    credentials = {"email": EMAIL, "password": PASSWORD}
    heard = httpx.post(f"{server.base_url}/api/v1/session", json=credentials, headers=origin)
    assert heard.status_code == 201, heard.text
    return {
        **origin,
        "Cookie": f"playhead={heard.cookies['playhead']}",
        "X-Playhead-CSRF": heard.json()["data"]["signed_in"]["csrf_token"],
        "X-Playhead-Environment": server.environment_id,
    }


@pytest.mark.parametrize(("endpoint", "mode"), MODES)
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_an_answer_is_as_it_is_described(
    server: Served,
    signed_in: dict[str, str],
    endpoint: Any,
    mode: GenerationMode,
    data: st.DataObject,
) -> None:
    operation = SCHEMA[endpoint.path][endpoint.method.value]
    case = data.draw(operation.as_strategy(generation_mode=mode))
    by_person = isinstance(endpoint.need, Role | Access)
    if by_person and mode is GenerationMode.POSITIVE:
        own = {"ORGANIZATION_ID": server.organization_id, "ENVIRONMENT_ID": server.environment_id}
        case.path_parameters = {
            **(case.path_parameters or {}),
            **{name: value for name, value in own.items() if name in (case.path_parameters or {})},
        }
    who: dict[str, Any] = (
        {"headers": signed_in} if by_person else {"auth": (server.token_id, server.secret)}
    )
    case.call_and_validate(base_url=server.base_url, checks=CHECKS, **who)
