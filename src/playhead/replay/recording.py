"""Reads recordings: one HTTP request a line, as the lab and other capture servers write them.

Law: what is wrong is told with the file, the line and the reason; nothing is skipped.
"""

import base64
import binascii
from pathlib import Path
from typing import Annotated, Final

import msgspec

LONGEST_LINE_BYTES: Final = 64 << 20
MOST_REQUESTS: Final = 1_000_000


class RecordingError(Exception):
    """A recording cannot be read."""


class Request(msgspec.Struct, frozen=True):
    """One recorded request. Header names are in lower case; the body is as it was on the wire."""

    t_ms: float
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Recording(msgspec.Struct, frozen=True):
    """A file of requests, in the order of arrival.

    It may hold none: a player that is told not to track sends nothing.
    """

    name: str
    requests: tuple[Request, ...]


class _Line(msgspec.Struct):
    """A line's members; those that only describe the recording are not read."""

    t_ms: Annotated[float, msgspec.Meta(ge=0)]
    method: Annotated[str, msgspec.Meta(pattern="^[A-Z]+$")]
    path: Annotated[str, msgspec.Meta(pattern="^/[!-~]*$")]
    headers: dict[str, str] = {}
    body: str | None = None
    body_base64: str | None = None


def read_recording(path: Path) -> Recording:
    """Read the recording at `path`.

    Raises:
        RecordingError: it is missing, unreadable or broken.
    """
    requests: list[Request] = []
    try:
        with path.open("rb") as lines:
            number = 0
            while line := lines.readline(LONGEST_LINE_BYTES + 1):
                number += 1
                if line.strip():
                    requests.append(_request(line, f"{path}, line {number}"))
                if len(requests) > MOST_REQUESTS:
                    raise RecordingError(
                        f"{path} has more than {MOST_REQUESTS} requests; split the file"
                    )
    except FileNotFoundError:
        raise RecordingError(f"there is no file {path}; name a recording (.jsonl)") from None
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}") from None
    return Recording(path.stem, tuple(requests))


def _request(line: bytes, where: str) -> Request:
    if len(line) > LONGEST_LINE_BYTES:
        raise RecordingError(f"{where}: longer than {LONGEST_LINE_BYTES} bytes")
    try:
        told = msgspec.json.decode(line, type=_Line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise RecordingError(f"{where}: this is no recorded request: {error}") from None
    if told.body_base64:
        try:
            body = base64.b64decode(told.body_base64, validate=True)
        except binascii.Error as error:
            raise RecordingError(f"{where}: `body_base64` is no base64: {error}") from None
    else:
        body = (told.body or "").encode("utf-8", "surrogatepass")
    headers = {name.lower(): value for name, value in told.headers.items()}
    return Request(told.t_ms, told.method, told.path, headers, body)
