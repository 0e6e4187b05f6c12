"""From what a handler returns to what is sent: the format asked for, its tag, compression.

JSON is what everybody gets who does not ask for something else. Rows of lists can be had as CSV or
as one JSON object a line; the envelope's members stand in headers then. An answer that the client
has already is not sent again.

Law: pure, and whatever takes time happens here, in the worker's thread.
"""

import gzip
import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from playhead.api.beyond_bodies import BeyondEnvelope, TableMeta, flat_rows
from playhead.api.bodies import Envelope
from playhead.api.description import Description
from playhead.api.endpoint import Endpoint, Method, Reply
from playhead.api.errors import ApiError, body_of, method_not_allowed
from playhead.api.formats import Format, wanted_format
from playhead.api.monitoring.bodies import LiveTableMeta, flat_live_rows
from playhead.api.subview_bodies import SubviewEnvelope
from playhead.api.tables import Rows, csv_of, ndjson_of, rows_of

Wrapped = Envelope[Any] | SubviewEnvelope[Any] | BeyondEnvelope[Any, Any]

_GZIP = re.compile(r"(?:^|[,\s])(?:x-)?gzip\s*(?:;\s*q=(0(?:\.0*)?(?![.\d]))?|,|$)", re.IGNORECASE)
_GZIP_LEVEL: Final = 1
_TAG_BYTES: Final = 16


class Wishes(msgspec.Struct, frozen=True):
    """What a request says about the form of its answer."""

    format: Format
    gzip: bool
    known_tags: str


class Answer(msgspec.Struct, frozen=True):
    """What is sent, beside the headers that all answers have."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    cookies: tuple[str, ...] = ()


def wishes_of(headers: Mapping[str, str]) -> Wishes:
    """Return what the headers of a request ask for."""
    accepted = _GZIP.search(headers.get("accept-encoding", ""))
    return Wishes(
        format=wanted_format(headers.get("accept", "")),
        gzip=accepted is not None and accepted[1] is None,
        known_tags=headers.get("if-none-match", ""),
    )


def answer_of(
    body: msgspec.Struct | None, endpoint: Endpoint, wishes: Wishes, gzip_from_bytes: int
) -> Answer:
    """Return an endpoint's answer with this body; without one, no type either."""
    if isinstance(body, Reply):
        plain = answer_of(body.body, endpoint, wishes, gzip_from_bytes)
        elsewhere = {} if body.location is None else {"location": body.location}
        return Answer(plain.status, plain.body, {**plain.headers, **elsewhere}, body.cookies)
    status = endpoint.status
    if body is None:
        return Answer(status, b"", {})
    content, headers = _encoded(body, endpoint, wishes.format)
    if status == 200 and endpoint.method is Method.GET:
        tag = f'W/"{hashlib.blake2b(content, digest_size=_TAG_BYTES).hexdigest()}"'
        headers = {**headers, "etag": tag}
        if _is_known(tag, wishes.known_tags):
            return Answer(304, b"", {"etag": tag})
    if not wishes.gzip or len(content) < gzip_from_bytes:
        return Answer(status, content, headers)
    squeezed = gzip.compress(content, _GZIP_LEVEL, mtime=0)
    return Answer(status, squeezed, {**headers, "content-encoding": "gzip"})


def described(page: Description, method: str) -> Answer:
    """Return a page of the description.

    Raises:
        ApiError: 405.
    """
    if method not in ("GET", "HEAD"):
        raise method_not_allowed(method, page.path, "GET, HEAD")
    return Answer(200, page.body(), page.headers)


def refused_with(refusal: ApiError) -> Answer:
    """Return an error in its envelope."""
    body = msgspec.json.encode(body_of(refusal))
    kind = {"content-type": Format.JSON.value}
    return Answer(refusal.status, body, {**kind, **refusal.headers})


def _encoded(
    body: msgspec.Struct, endpoint: Endpoint, wanted: Format
) -> tuple[bytes, Mapping[str, str]]:
    if wanted is not Format.JSON and isinstance(body, Envelope | SubviewEnvelope | BeyondEnvelope):
        rows = _rows_of(body, endpoint)
        if rows is not None:
            content = csv_of(rows) if wanted is Format.CSV else ndjson_of(rows)
            return content, {"content-type": wanted.value, **_beside(body)}
    return msgspec.json.encode(body), {"content-type": Format.JSON.value}


def _rows_of(body: Wrapped, endpoint: Endpoint) -> Rows | None:
    # The columns of a table are what was asked for, so no type can declare them.
    if isinstance(body, BeyondEnvelope) and isinstance(body.meta, TableMeta):
        return flat_rows(body.meta, body.data)
    if isinstance(body, BeyondEnvelope) and isinstance(body.meta, LiveTableMeta):
        return flat_live_rows(body.meta, body.data)
    return rows_of(body.data, endpoint.answer_type)


def _beside(body: Wrapped) -> Mapping[str, str]:
    """Return the envelope's members as headers."""
    start, end = body.timeframe
    beside = {"x-timeframe": f"{start},{end}"}
    if body.total_row_count is not None:
        beside["x-total-row-count"] = str(body.total_row_count)
    if isinstance(body, BeyondEnvelope):
        # Made of the catalog's words and numbers alone, so it is ASCII.
        beside["x-meta"] = msgspec.json.encode(body.meta).decode()
    return beside


def _is_known(tag: str, known: str) -> bool:
    return known.strip() == "*" or tag in [each.strip() for each in known.split(",")]
