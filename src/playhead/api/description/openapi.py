"""The OpenAPI 3.1 document, from the endpoints' entries and the types of what they answer.

OpenAPI 3.1 uses JSON Schema as it is, so the schemas are those that msgspec derives from the very
structs that answers are encoded from.
"""

import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from playhead import __version__
from playhead.api.access import Access
from playhead.api.access import described as needed
from playhead.api.arguments import Parameter
from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import PATH_KINDS
from playhead.api.errors import TOO_MANY_REQUESTS, ErrorBody, LimitedBody
from playhead.api.same_origin import SAFE_METHODS
from playhead.model.access import Permission

OPENAPI_PATH: Final = "/api/openapi.json"
_SCHEMAS: Final = "#/components/schemas/"
_VARIABLE = re.compile(r"\{([A-Z_]+)\}")
_REFUSALS: Final[Mapping[str, str]] = {
    "400": "A parameter cannot be understood; the message names it, its value and what is allowed",
    "401": "No valid token, or one without the permission; nobody who is signed in",
    "403": "Somebody who is known, and may not; a page of another site; or plain HTTP",
    "404": "No such thing, or none that the caller may see",
    "409": "It does not go with how things stand",
    "415": "A body by cookie that is not said to be JSON",
    "422": "The question would cost too much: narrow the timeframe or the filters",
    "503": "Too many requests are waiting: try again",
}
_DESCRIPTION: Final = (
    "Views and metrics, in the wire shapes of Mux Data. Authenticate with HTTP Basic: an access"
    " token's id is the user, its secret the password; the token decides the environment. People"
    " sign in at `/api/v1/session`, and name the environment in `X-Playhead-Environment`; what"
    " changes something carries the session's `X-Playhead-CSRF` as well. Under `/api/v1` stands"
    " what only people do: organizations, environments, tokens, people. Lists"
    " can be had as CSV or NDJSON by `Accept`. Answers carry an `ETag`; `If-None-Match` saves"
    " sending them again. Arrays are sent as repeated `name[]` parameters."
)

_RATE_HEADERS: Final[Mapping[str, str]] = {
    "RateLimit-Limit": "How many requests may come at once",
    "RateLimit-Remaining": "How many more may follow now",
    "RateLimit-Reset": "In how many seconds as many as `RateLimit-Limit` may",
    "Retry-After": "In how many seconds the next one may",
}
_RATE_LIMITS: Final = (
    " Requests by token share two limits for the whole organization: one for monitoring and"
    " realtime, one for everything else. A person has one of their own. `RateLimit-*` headers say"
    " how much is left, in the form of a token bucket; over it the answer is a 429."
)
_TOKEN: Final = "accessToken"  # noqa: S105 - a name
_SECURITY: Final = {
    _TOKEN: {
        "type": "http",
        "scheme": "basic",
        "description": "An access token's id and secret",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-playhead",
        "description": "Set by signing in; over plain HTTP its name is playhead",
    },
    "environment": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Playhead-Environment",
        "description": "The id of the environment that a person asks about",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Playhead-CSRF",
        "description": "The token that GET /api/v1/session tells, with every change by cookie",
    },
}


def openapi(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """Return the document."""
    schemas = _Schemas(endpoints)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        operations = paths.setdefault(endpoint.path, {})
        operations[endpoint.method.lower()] = _operation(endpoint, schemas)
    used = {endpoint.tag for endpoint in endpoints}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Playhead",
            "version": __version__,
            "description": _DESCRIPTION + _RATE_LIMITS,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag.value} for tag in Tag if tag in used],
        "paths": paths,
        "components": {
            "securitySchemes": _SECURITY,
            "headers": {
                name: {"description": meaning, "schema": {"type": "integer"}}
                for name, meaning in _RATE_HEADERS.items()
            },
            "schemas": schemas.components,
        },
    }


class _Schemas:
    """The schemas of all types that are named, and of each type where it is used."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        kinds = [
            ErrorBody,
            LimitedBody,
            *(kind for endpoint in endpoints for kind in _types_of(endpoint)),
        ]
        found, components = _without_places(
            msgspec.json.schema_components(kinds, ref_template=_SCHEMAS + "{name}")
        )
        # Envelopes are one struct for all data: each is written where it is used.
        self._inline = {
            f"{_SCHEMAS}{name}": schema
            for name, schema in components.items()
            if "[" in schema.get("title", "")
        }
        self._found = list(zip(kinds, found, strict=True))
        self.components = {
            name: schema
            for name, schema in sorted(components.items())
            if f"{_SCHEMAS}{name}" not in self._inline
        }

    def of(self, kind: Any) -> dict[str, Any]:
        """Return the schema of a type."""
        schema = next(schema for known, schema in self._found if known == kind)
        inline = self._inline.get(schema.get("$ref", ""), schema)
        return {name: value for name, value in inline.items() if name != "title"}


def _without_places(schema: Any) -> Any:
    """Return a schema in which arrays say what their items are, not what each place holds.

    Tools that generate clients and requests know little of `prefixItems`.
    """
    if isinstance(schema, (list, tuple)):
        return [_without_places(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _without_places(value) for name, value in schema.items()}
    places = plain.pop("prefixItems", None)
    if places is not None:
        kinds = [kind for nth, kind in enumerate(places) if kind not in places[:nth]]
        plain["items"] = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    return plain


def _types_of(endpoint: Endpoint) -> Iterator[Any]:
    if endpoint.answer_type is not type(None):
        yield endpoint.answer_type
    if endpoint.body is not None:
        yield endpoint.body
    for parameter in endpoint.parameters:
        yield parameter.kind
    for name in _VARIABLE.findall(endpoint.path):
        yield PATH_KINDS.get(name, str)


def _operation(endpoint: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "tags": [endpoint.tag.value],
        "parameters": [
            *(_path_parameter(name, schemas) for name in _VARIABLE.findall(endpoint.path)),
            *(_query_parameter(each, schemas) for each in endpoint.parameters),
        ],
        "responses": {
            str(endpoint.status): _answer(endpoint, schemas),
            **{status: _refusal(meaning, schemas) for status, meaning in _REFUSALS.items()},
            "429": _limited(schemas),
        },
    }
    if endpoint.body is not None:
        example = {
            "schema": schemas.of(endpoint.body),
            "example": msgspec.json.decode(endpoint.body_example),
        }
        described["requestBody"] = {"required": True, "content": {"application/json": example}}
    if endpoint.deprecated:
        described["deprecated"] = True
    described["description"] = f"Needs {needed(endpoint.need)}."
    described["security"] = _security(endpoint)
    return described


def _security(endpoint: Endpoint) -> list[dict[str, list[str]]]:
    """Return the ways in; each names all that a request must carry."""
    changes = endpoint.method.value not in SAFE_METHODS
    by_cookie: dict[str, list[str]] = {"session": []}
    if changes:
        by_cookie["csrf"] = []
    match endpoint.need:
        case Access.OPEN:
            return []
        case Permission() | Access.ENVIRONMENT:
            return [{_TOKEN: []}, by_cookie | {"environment": []}]
    return [by_cookie]


def _answer(endpoint: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    headers = _rate_headers("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
    if endpoint.answer_type is type(None):
        return {"description": "Done", "headers": headers}
    schema = schemas.of(endpoint.answer_type)
    if endpoint.pushes:
        return {
            "description": "Server-sent events named `tick`; the schema is that of each one's data",
            "headers": headers,
            "content": {"text/event-stream": {"schema": schema}},
        }
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if typing.get_origin(endpoint.answer_type) is not SystemEnvelope and _has_rows(schema):
        content["text/csv"] = {"schema": {"type": "string"}}
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    return {"description": endpoint.summary, "headers": headers, "content": content}


def _has_rows(schema: Mapping[str, Any]) -> bool:
    is_array: bool = schema.get("properties", {}).get("data", {}).get("type") == "array"
    return is_array


def _refusal(meaning: str, schemas: _Schemas) -> dict[str, Any]:
    return {
        "description": meaning,
        "content": {"application/json": {"schema": schemas.of(ErrorBody)}},
    }


def _limited(schemas: _Schemas) -> dict[str, Any]:
    content = {"schema": schemas.of(LimitedBody), "example": {"errors": [TOO_MANY_REQUESTS]}}
    return {
        "description": "Too often: wait as long as `Retry-After` says",
        "headers": _rate_headers(*_RATE_HEADERS),
        "content": {"application/json": content},
    }


def _rate_headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _path_parameter(name: str, schemas: _Schemas) -> dict[str, Any]:
    schema = schemas.of(PATH_KINDS.get(name, str))
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameter(parameter: Parameter, schemas: _Schemas) -> dict[str, Any]:
    schema = schemas.of(parameter.kind)
    described: dict[str, Any] = {
        "name": f"{parameter.name}[]" if parameter.many else parameter.name,
        "in": "query",
        "description": parameter.meaning,
        "schema": {"type": "array", "items": schema} if parameter.many else schema,
    }
    if parameter.many:
        described |= {"style": "form", "explode": True}
    if parameter.required:
        described["required"] = True
    if parameter.example is not None:
        described["example"] = [parameter.example] if parameter.many else parameter.example
    return described
