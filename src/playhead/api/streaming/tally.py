"""What became of streams, for whoever runs the server.

Law: each stream that was opened is open, or ended for one reason.
"""

import enum
from collections import Counter


class StreamRefusal(enum.StrEnum):
    """Why somebody could not begin to listen."""

    FULL = "full"
    CALLER_FULL = "caller_full"
    QUESTIONS_FULL = "questions_full"
    STOPPING = "stopping"


class StreamEnding(enum.StrEnum):
    """Why a stream ended: what was seen first."""

    LEFT = "left"
    SLOW = "slow"
    NOT_ALLOWED = "not_allowed"
    FAILED = "failed"
    STOPPED = "stopped"


class StreamTally:
    """Counts since the start of the process; for the event loop.

    `asked`: questions asked of the store; `skipped`: events that a newer one replaced before they
    were sent.
    """

    def __init__(self) -> None:
        self.opened = 0
        self.refused: Counter[StreamRefusal] = Counter()
        self.ended: Counter[StreamEnding] = Counter()
        self.asked = 0
        self.skipped = 0
