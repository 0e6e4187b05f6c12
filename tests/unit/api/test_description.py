"""What the API says of itself: complete, well-formed, and open to everybody without a token."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from starlette.types import ASGIApp

from playhead.api import ENDPOINTS
from playhead.api.description import openapi_bytes, postman_bytes
from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from tests.unit.api.asking import ask

DOCUMENT: Any = msgspec.json.decode(openapi_bytes())
OPERATIONS = {
    (method.upper(), path): operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        found = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return found.union(*(references(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(references(each) for each in value))
    return set()


def test_every_endpoint_is_described_once() -> None:
    assert set(OPERATIONS) == {(each.method.value, each.path) for each in ENDPOINTS}
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(ids) == len(set(ids)) == len(ENDPOINTS)


def test_every_reference_leads_to_a_schema_and_none_is_left_over() -> None:
    defined = {
        f"#/components/{kind}/{name}"
        for kind in ("schemas", "headers")
        for name in DOCUMENT["components"][kind]
    }
    assert references(DOCUMENT) == defined
    assert not [name for name in defined if not re.fullmatch(r"[#/A-Za-z-]+", name)]


def test_enumerations_come_from_the_catalog() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert set(schemas["MetricId"]["enum"]) == set(METRIC_BY_ID)
    assert set(schemas["DimensionId"]["enum"]) == set(DIMENSION_BY_ID)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda each: each["operationId"])
def test_every_variable_of_a_path_and_every_refusal_is_described(operation: Any) -> None:
    path = next(path for (_, path), each in OPERATIONS.items() if each is operation)
    in_path = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
    assert in_path == re.findall(r"\{(\w+)\}", path)
    assert {"400", "401", "404", "422", "503"} < set(operation["responses"])
    assert operation["tags"][0] in [tag["name"] for tag in DOCUMENT["tags"]]


def test_no_member_of_an_answer_may_be_missing_unless_it_is_said() -> None:
    view = DOCUMENT["components"]["schemas"]["VideoView"]
    assert set(view["required"]) == set(view["properties"])


def test_the_document_is_served_to_everybody(app: ASGIApp) -> None:
    heard = ask(app, "/api/openapi.json", authorization=None)
    assert heard.status == 200
    assert heard.headers["content-type"] == "application/json; charset=utf-8"
    assert heard.json == DOCUMENT


class Loads(HTMLParser):
    """Collects whatever a browser would fetch, run or follow, and the style."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.style = ""
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            if name in {"src", "href", "style"} or name.startswith("on"):
                self.fetched.append((tag, value or ""))
            if name == "id":
                self.ids.append(value or "")
        assert tag not in {"script", "img", "iframe", "object", "link", "form"}

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.style += data


def test_the_page_loads_nothing_and_its_policy_allows_no_more_than_its_own_style(
    app: ASGIApp,
) -> None:
    heard = ask(app, "/api/docs", authorization=None)
    assert heard.status == 200
    assert heard.headers["content-type"] == "text/html; charset=utf-8"
    loads = Loads()
    loads.feed(heard.body.decode())
    assert loads.fetched == [("a", "/api/openapi.json")]
    assert sorted(loads.ids) == sorted(each.name for each in ENDPOINTS)
    digest = base64.b64encode(hashlib.sha256(loads.style.encode()).digest()).decode()
    policy = heard.headers["content-security-policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/api/openapi.json", "/api/docs"])
def test_the_description_can_only_be_read(app: ASGIApp, path: str) -> None:
    assert ask(app, path, "HEAD", authorization=None).body == b""
    refused = ask(app, path, "POST", authorization=None)
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


def test_the_collection_has_a_request_for_every_operation_and_no_secret() -> None:
    collection = msgspec.json.decode(postman_bytes())
    requests = [item["request"] for folder in collection["item"] for item in folder["item"]]
    assert {(each["method"], "/" + "/".join(each["url"]["path"])) for each in requests} == {
        (method, re.sub(r"\{(\w+)\}", r":\1", path)) for method, path in OPERATIONS
    }
    for each in requests:
        assert all(variable["value"] for variable in each["url"]["variable"]), each["url"]["raw"]
    variables = {each["key"]: each["value"] for each in collection["variable"]}
    assert variables == {"base_url": "http://localhost:8000", "token_id": "", "token_secret": ""}


def test_every_operation_tells_of_its_rate_limit() -> None:
    for operations in DOCUMENT["paths"].values():
        for operation in operations.values():
            limited = operation["responses"]["429"]
            example = limited["content"]["application/json"]["example"]
            assert example == {"errors": ["Too many requests, retry later."]}
            assert "Retry-After" in limited["headers"]
            done = next(iter(operation["responses"].values()))
            assert set(done["headers"]) == {
                "RateLimit-Limit",
                "RateLimit-Remaining",
                "RateLimit-Reset",
            }
