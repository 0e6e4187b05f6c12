"""How long links and sessions last: never for ever, and never for no time.

Law: pure; the moment comes in.
"""

from playhead.control.errors import ControlError, ControlErrorCode

SECOND_MS = 1_000
DAY_MS = 86_400_000
LINK_LASTS_MS_MOST = 90 * DAY_MS
SESSION_LASTS_MS_MOST = 400 * DAY_MS


def expiry_ms(what: str, now_ms: int, lasts_ms: int, most_ms: int) -> int:
    """Return when `what` ends that begins now.

    Raises:
        ControlError: RANGE_INVALID.
    """
    if not SECOND_MS <= lasts_ms <= most_ms:
        raise ControlError(
            ControlErrorCode.RANGE_INVALID,
            f"The {what} cannot last {lasts_ms} milliseconds. Give {SECOND_MS} to {most_ms}.",
        )
    return now_ms + lasts_ms
