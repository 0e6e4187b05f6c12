"""How times and numbers are spelled on the wire. Law: pure, and the same text on every machine."""

import datetime as dt
from decimal import Decimal


def iso_seconds(time_ms: int) -> str:
    """Return epoch milliseconds as ISO 8601 in UTC with whole seconds: buckets."""
    return _to_seconds(time_ms // 1000) + "Z"


def iso_milliseconds(time_ms: int) -> str:
    """Return epoch milliseconds as ISO 8601 in UTC with milliseconds: views."""
    seconds, milliseconds = divmod(time_ms, 1000)
    return f"{_to_seconds(seconds)}.{milliseconds:03d}Z"


def decimal_text(number: float) -> str:
    """Return the shortest decimal that reads back as a finite number, without exponent."""
    text = format(Decimal(repr(number)), "f")
    whole, point, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    shortest = f"{whole}{point}{fraction}" if fraction else whole
    return "0" if shortest == "-0" else shortest


def _to_seconds(seconds: int) -> str:
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")
