"""From the method and the path as they were sent to an endpoint and its variable segments.

Law: the path is split first and decoded then, segment by segment, since an id may contain a slash
(`%2F`). One trailing slash is accepted. Of two paths that fit, the one that stands first is meant.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote, unquote_to_bytes

import msgspec

from playhead.api.endpoint import Endpoint, Method
from playhead.api.errors import UNPARSABLE_ID, invalid_parameters, method_not_allowed

_PATHS_MOST = 1_000


class Route(msgspec.Struct, frozen=True):
    """An endpoint with the variable segments of one request."""

    endpoint: Endpoint
    path: Mapping[str, str]


def find_route(
    raw_path: bytes, endpoints: Sequence[Endpoint], method: str = Method.GET
) -> Route | None:
    """Return where a path leads, or nothing.

    Raises:
        ApiError: 400, a variable segment is no text; 405, the path does not serve the method.
    """
    segments = raw_path.decode("latin-1").removesuffix("/").split("/")
    path = next((each.path for each in endpoints if _fits(_split(each.path), segments)), None)
    if path is None:
        return None
    served = {each.method: each for each in endpoints if each.path == path}
    wanted = Method.GET if method == "HEAD" else method
    if wanted not in served:
        raise method_not_allowed(method, path, ", ".join(_named(served)))
    variables = {
        name[1:-1]: _decoded(segment)
        for name, segment in zip(_split(path), segments, strict=True)
        if _is_variable(name)
    }
    return Route(served[Method(wanted)], variables)


def _named(served: Mapping[Method, Endpoint]) -> list[str]:
    methods: list[str] = list(served)
    return methods[:1] + ["HEAD"] * (Method.GET in served) + methods[1:]


@lru_cache(_PATHS_MOST)
def _split(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


def _fits(template: Sequence[str], segments: Sequence[str]) -> bool:
    return len(template) == len(segments) and all(
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
