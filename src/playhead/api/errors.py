"""Everything that is answered instead of data: status, `error.type` and sentences.

Law: one envelope for every error but the 429, which has a shape of its own as at Mux; and the first
sentence of a 401, a 404 and a 429 is the one that Mux sends, word for word, since clients compare
it. Nothing of our inside reaches a sentence.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from playhead.control import ControlError, ControlErrorCode
from playhead.query.errors import QueryError

NOT_FOUND: Final = "The requested resource either doesn't exist or you don't have access to it."
UNAUTHORIZED: Final = "Unauthorized request"
TOO_MANY_REQUESTS: Final = "Too many requests, retry later."
UNPARSABLE_ID: Final = "Failed to parse ID"

# A query cut off at its limits is no 5xx and no 429: the official clients would send the same
# expensive question again. 422 says that it was understood and is too much; none retries it.
STATUS_OF_CODE: Final[Mapping[str, int]] = MappingProxyType(
    {
        "invalid_parameters": 400,
        "invalid_timeframe": 400,
        "not_found": 404,
        "query_too_expensive": 422,
    }
)

_REFUSED_WISHES: Final = frozenset(
    {ControlErrorCode.ANNOTATION_INVALID, ControlErrorCode.ANNOTATION_LIMIT}
)


class ApiError(Exception):
    """A request that gets an error instead of data."""

    def __init__(
        self, status: int, code: str, *messages: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {' '.join(messages)}")
        self.status = status
        self.code = code
        self.messages = messages
        self.headers = headers or {}


class Error(msgspec.Struct, frozen=True):
    """What went wrong; `type` is stable, the messages are for people."""

    type: str
    messages: tuple[str, ...]


class ErrorBody(msgspec.Struct, frozen=True):
    """The envelope of every error."""

    error: Error


class LimitedBody(msgspec.Struct, frozen=True):
    """The body of a 429."""

    errors: tuple[str, ...]


def body_of(error: ApiError) -> ErrorBody | LimitedBody:
    """Return what is sent for an error."""
    if error.status == 429:
        return LimitedBody(error.messages)
    return ErrorBody(Error(error.code, error.messages))


def from_query(error: QueryError) -> ApiError:
    """Return the answer to a question that has none."""
    status = STATUS_OF_CODE[error.code]
    first = (NOT_FOUND,) if status == 404 else ()
    return ApiError(status, error.code, *first, str(error))


def from_control(error: ControlError) -> ApiError | None:
    """Return the answer to a wish that the shelf refuses; None where it is not the client's."""
    if error.code in _REFUSED_WISHES:
        return invalid_parameters(str(error))
    return None


def invalid_parameters(message: str) -> ApiError:
    """Refuse what cannot be understood."""
    return ApiError(400, "invalid_parameters", message)


def not_found(*details: str) -> ApiError:
    """Say that there is no such thing, or none that this token may see."""
    return ApiError(404, "not_found", NOT_FOUND, *details)


def method_not_allowed(method: str, path: str, allowed: str) -> ApiError:
    """Refuse a method, naming those that are served."""
    message = f"{method[:20]} is not allowed on {path}: use {allowed}"
    return ApiError(405, "method_not_allowed", message, headers={"allow": allowed})


def unauthorized(*details: str) -> ApiError:
    """Refuse a request without a valid credential, or without the permission needed."""
    challenge = {"www-authenticate": 'Basic realm="Playhead", charset="UTF-8"'}
    return ApiError(401, "unauthorized", UNAUTHORIZED, *details, headers=challenge)


def too_many_requests(retry_after_s: int, told: Mapping[str, str]) -> ApiError:
    """Send away who comes more often than they may; `told` are the headers about their limit."""
    headers = {**told, "retry-after": str(retry_after_s)}
    return ApiError(429, "too_many_requests", TOO_MANY_REQUESTS, headers=headers)


def busy() -> ApiError:
    """Send a request away because too many wait already."""
    return ApiError(
        503,
        "service_unavailable",
        "Too many requests are waiting for an answer: try again in a second",
        headers={"retry-after": "1"},
    )


def internal() -> ApiError:
    """Say no more than that the fault is ours; the log says the rest."""
    return ApiError(500, "internal_server_error", "Internal server error")
