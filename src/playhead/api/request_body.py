"""The body of a request: read up to a limit, and decoded into what an endpoint takes.

Law: nothing is kept beyond the limit. Its content type is not looked at, since clients send all
sorts; a member that is wrong is named, and repeated in part at most.
"""

from typing import TypeVar

import msgspec
from starlette.types import Receive

from playhead.api.errors import ApiError, invalid_parameters

Body = TypeVar("Body", bound=msgspec.Struct)

_TOLD_CHARS_MOST = 240


async def receive_body(receive: Receive, bytes_most: int) -> bytes:
    """Return the whole body.

    Raises:
        ApiError: 413, it is too long; 400, the client went away before its end.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise invalid_parameters("the body ends before its end")
        part = message.get("body", b"")
        size += len(part)
        if size > bytes_most:
            raise ApiError(
                413, "request_too_large", f"the body is too long: send at most {bytes_most} bytes"
            )
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def decode_body(body: bytes, kind: type[Body]) -> Body:
    """Return a body of JSON as what an endpoint takes.

    Raises:
        ApiError: 400, it is no JSON, or not of that form.
    """
    wanted = f"send a JSON object with {', '.join(kind.__struct_fields__)}"
    if not body:
        raise invalid_parameters(f"the body is empty: {wanted}")
    try:
        return msgspec.json.decode(body, type=kind)
    except RecursionError:
        raise invalid_parameters(f"the body cannot be read: too deep: {wanted}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as unreadable:
        told = _told(unreadable)
        raise invalid_parameters(f"the body cannot be read: {told}: {wanted}") from None


def _told(unreadable: Exception) -> str:
    """Return what is wrong, with little of a value that the sentence repeats."""
    told = str(unreadable)
    if len(told) > _TOLD_CHARS_MOST:
        half = _TOLD_CHARS_MOST // 2
        told = f"{told[:half]}…{told[-half:]}"
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in told)
