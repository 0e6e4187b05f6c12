"""From the path as it was sent to an endpoint and its variable segments.

Law: the path is split first and decoded then, segment by segment, since an id may contain a slash
(`%2F`). One trailing slash is accepted.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import unquote, unquote_to_bytes

import msgspec

from playhead.api.endpoint import Endpoint
from playhead.api.errors import UNPARSABLE_ID, invalid_parameters


class Route(msgspec.Struct, frozen=True):
    """An endpoint with the variable segments of one request."""

    endpoint: Endpoint
    path: Mapping[str, str]


def find_route(raw_path: bytes, endpoints: Sequence[Endpoint]) -> Route | None:
    """Return where a path leads, or nothing.

    Raises:
        ApiError: 400, a variable segment is no text.
    """
    segments = raw_path.decode("latin-1").removesuffix("/").split("/")
    for endpoint in endpoints:
        template = endpoint.path.split("/")
        if len(template) == len(segments) and _fits(template, segments):
            variables = {
                name[1:-1]: _decoded(segment)
                for name, segment in zip(template, segments, strict=True)
                if _is_variable(name)
            }
            return Route(endpoint, variables)
    return None


def _fits(template: Sequence[str], segments: Sequence[str]) -> bool:
    return all(
        bool(given) if _is_variable(wanted) else unquote(given) == wanted
        for wanted, given in zip(template, segments, strict=True)
    )


def _is_variable(name: str) -> bool:
    return name.startswith("{")


def _decoded(segment: str) -> str:
    try:
        text = unquote_to_bytes(segment.encode("latin-1")).decode("utf-8")
    except UnicodeDecodeError:
        raise invalid_parameters(UNPARSABLE_ID) from None
    if not text.isprintable():
        raise invalid_parameters(UNPARSABLE_ID)
    return text
