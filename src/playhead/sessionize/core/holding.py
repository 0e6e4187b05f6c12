"""Holding back: how long an event that leaves a gap waits for the ones before it.

Law: pure.
"""

from typing import Final

from playhead.sessionize.core.open_view import PlayerEvent

HOLD_MS: Final = 1_500
"""How long an event waits for the ones before it."""
MOST_HELD: Final = 1_000
"""Events that may wait in one view; when more come, the gap is accepted at once."""


def put_in_order(held: list[PlayerEvent]) -> None:
    """Sort what is held back by sequence number."""
    held.sort(key=_sequence_number)


def hold_ends(held: list[PlayerEvent]) -> int:
    """Return when the first of those held back has waited long enough, in epoch milliseconds."""
    return min(event.received_ms for event in held) + HOLD_MS


def _sequence_number(event: PlayerEvent) -> int:
    return event.sequence_number
