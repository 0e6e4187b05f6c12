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
        "abandoned": 499,  # reaches nobody
    }
)

_Code: Final = ControlErrorCode
_REFUSED_WISHES: Final[Mapping[ControlErrorCode, int]] = MappingProxyType(
    {
        _Code.ANNOTATION_INVALID: 400,
        _Code.ANNOTATION_LIMIT: 400,
        _Code.ERROR_NOTE_INVALID: 400,
        _Code.FILTER_SET_INVALID: 400,
        _Code.BOARD_INVALID: 400,
        _Code.NAME_INVALID: 400,
        _Code.PERMISSION_UNKNOWN: 400,
        _Code.PERMISSIONS_EMPTY: 400,
        _Code.ERROR_CODE_INVALID: 400,
        _Code.SLOT_UNKNOWN: 400,
        _Code.RANGE_INVALID: 400,
        _Code.RETENTION_INVALID: 400,
        _Code.TOKEN_EXPIRY_INVALID: 400,
        _Code.IDENTITY_INVALID: 400,
        _Code.EMAIL_INVALID: 400,
        _Code.ENVIRONMENTS_EMPTY: 400,
        _Code.PASSWORD_REFUSED: 400,
        _Code.PASSWORD_WRONG: 403,
        _Code.INVITATION_FOR_ANOTHER: 403,
        _Code.PERSON_DISABLED: 403,
        _Code.NOT_THE_OWNER: 403,
        _Code.INVITATION_NOT_FOUND: 404,
        _Code.RESET_NOT_FOUND: 404,
        _Code.ORGANIZATION_NAME_TAKEN: 409,
        _Code.ENVIRONMENT_NAME_TAKEN: 409,
        _Code.ENVIRONMENT_LIMIT: 409,
        _Code.KEY_LIMIT: 409,
        _Code.TOKEN_LIMIT: 409,
        _Code.SIGNING_KEY_LIMIT: 409,
        _Code.ERROR_CATEGORY_LIMIT: 409,
        _Code.ERROR_NOTE_LIMIT: 409,
        _Code.FILTER_SET_LIMIT: 409,
        _Code.BOARD_LIMIT: 409,
        _Code.FAVOURITE_LIMIT: 409,
        _Code.RECOMPUTATION_UNDER_WAY: 409,
        _Code.EMAIL_TAKEN: 409,
        _Code.PEOPLE_LIMIT: 409,
        _Code.MEMBERSHIP_EXISTS: 409,
        _Code.LAST_ADMIN: 409,
        _Code.IDENTITY_TAKEN: 409,
        _Code.CHANGED_MEANWHILE: 409,
    }
)
# Their sentences list what exists, elsewhere too, which is for the command line alone.
_NOT_FOUND: Final = frozenset(
    {
        _Code.ORGANIZATION_NOT_FOUND,
        _Code.ENVIRONMENT_NOT_FOUND,
        _Code.TOKEN_NOT_FOUND,
        _Code.PERSON_NOT_FOUND,
        _Code.MEMBERSHIP_NOT_FOUND,
        _Code.RECOMPUTATION_NOT_FOUND,
        _Code.FILTER_SET_NOT_FOUND,
        _Code.BOARD_NOT_FOUND,
    }
)
_TYPES: Final[Mapping[int, str]] = MappingProxyType(
    {400: "invalid_parameters", 403: "forbidden", 404: "not_found", 409: "conflict"}
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
    if error.code in _NOT_FOUND:
        return not_found()
    if error.code is ControlErrorCode.SIGN_INS_TOO_MANY:
        return busy()
    status = _REFUSED_WISHES.get(error.code)
    if status is None:
        return None
    first = (NOT_FOUND,) if status == 404 else ()
    return ApiError(status, _TYPES[status], *first, str(error))


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


def unauthorized(*details: str, browser: bool = False) -> ApiError:
    """Refuse a request without a valid credential, or without the permission needed.

    A browser is not told of HTTP Basic: it would ask for a password in a window of its own.
    """
    scheme = 'Session realm="Playhead"' if browser else 'Basic realm="Playhead", charset="UTF-8"'
    challenge = {"www-authenticate": scheme}
    return ApiError(401, "unauthorized", UNAUTHORIZED, *details, headers=challenge)


def forbidden(message: str) -> ApiError:
    """Refuse what is known to be asked for by somebody who may not."""
    return ApiError(403, "forbidden", message)


def conflict(message: str) -> ApiError:
    """Refuse what does not go with how things stand."""
    return ApiError(409, "conflict", message)


def wrong_content_type(given: str) -> ApiError:
    """Refuse a body that is not said to be JSON."""
    told = f"the body's content type is {given[:80]!r}" if given else "the body has no content type"
    return ApiError(
        415, "unsupported_media_type", f"{told}: send JSON, with Content-Type: application/json"
    )


def too_many_attempts(retry_after_s: int) -> ApiError:
    """Send somebody away who tried to sign in too often."""
    return ApiError(
        429,
        "too_many_requests",
        f"Too many attempts: try again in {retry_after_s} seconds",
        headers={"retry-after": str(retry_after_s)},
    )


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
