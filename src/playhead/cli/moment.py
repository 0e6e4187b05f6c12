"""Moments as people write and read them on the command line."""

from datetime import UTC, datetime

from playhead.cli.stop import CommandError

DAY_MS = 24 * 60 * 60 * 1000


def moment_ms(option: str, text: str) -> int:
    """Return epoch milliseconds for an ISO 8601 date or time (UTC if it says no more) or seconds.

    Raises:
        CommandError: `text` is neither; the sentence names the `option`.
    """
    try:
        if text.isdecimal():
            return int(text) * 1000
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"{option} {text}: give a date or time such as 2026-11-23 or 2026-11-23T18:30:00Z, or "
            "seconds since 1970",
            exit_status=2,
        ) from None
    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return round(known.timestamp() * 1000)


def shown_moment(at_ms: int) -> str:
    """Return a moment to the second, in UTC."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
