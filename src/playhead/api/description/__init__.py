"""What the API says of itself: an OpenAPI document and a page for people, open to everybody.

Law: both come from the endpoints' entries and the types of their answers, and from nowhere else;
they hold nothing of any installation, so that they may be read without a token.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import msgspec

from playhead.api.description.openapi import OPENAPI_PATH, openapi
from playhead.api.description.page import PAGE_HEADERS, page
from playhead.api.description.postman import postman
from playhead.api.endpoints import ENDPOINTS
from playhead.api.endpoints.parameters import EXAMPLES


class Description(msgspec.Struct, frozen=True):
    """A document that is the same for everybody."""

    path: str
    body: Callable[[], bytes]
    headers: Mapping[str, str]


@cache
def openapi_bytes() -> bytes:
    """Return the OpenAPI document as it is served and committed."""
    return msgspec.json.format(msgspec.json.encode(openapi(ENDPOINTS)), indent=1) + b"\n"


@cache
def postman_bytes() -> bytes:
    """Return the Postman collection as it is committed."""
    collection = postman(openapi(ENDPOINTS), EXAMPLES)
    return msgspec.json.format(msgspec.json.encode(collection), indent=1) + b"\n"


@cache
def page_bytes() -> bytes:
    """Return the page for people."""
    return page(ENDPOINTS).encode()


DESCRIPTIONS: Final[Mapping[bytes, Description]] = MappingProxyType(
    {
        each.path.encode(): each
        for each in (
            Description(
                OPENAPI_PATH, openapi_bytes, {"content-type": "application/json; charset=utf-8"}
            ),
            Description("/api/docs", page_bytes, PAGE_HEADERS),
        )
    }
)
