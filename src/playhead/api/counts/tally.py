"""What became of requests for counts, for whoever runs the server; and refusals with a reason.

Law: each request is answered from one source, or refused for one reason; a stream that is refused
for want of room is counted among the streams.
"""

import enum
from collections import Counter

from playhead.api.errors import ApiError


class CountsSource(enum.StrEnum):
    """Where an answer came from: memory, or the store was waited for."""

    MEMORY = "memory"
    STORE = "store"


class CountsRefusal(enum.StrEnum):
    """Why there was no answer."""

    METHOD = "method"
    TOO_OFTEN = "too_often"
    NO_TOKEN = "no_token"  # noqa: S105 - a reason
    MALFORMED = "malformed"
    ALGORITHM = "algorithm"
    CLAIMS = "claims"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    BUSY = "busy"
    FAILED = "failed"


class RefusedError(ApiError):
    """A refusal, and why."""

    def __init__(self, reason: CountsRefusal, refusal: ApiError) -> None:
        super().__init__(refusal.status, refusal.code, *refusal.messages, headers=refusal.headers)
        self.reason = reason


class CountsTally:
    """Counts since the start of the process; for the event loop."""

    def __init__(self) -> None:
        self.answered: Counter[CountsSource] = Counter()
        self.refused: Counter[CountsRefusal] = Counter()
