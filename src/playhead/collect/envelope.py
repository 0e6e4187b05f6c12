"""Reads of a beacon's JSON only what routes it: how many events, and whose.

Law: an envelope that was read is JSON in UTF-8 to its last byte, though not one event's value was
looked at but the env key; its cost does not grow with the number of events past the limit.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from playhead.collect.limits import Limits
from playhead.collect.refusal import RefusedError
from playhead.model.outcome import BeaconOutcome


class Envelope(NamedTuple):
    """What the collector knows of a body. `body` is the text whose events are `event_count`."""

    body: bytes
    event_count: int
    env_key: str | None


class _Event(msgspec.Struct, gc=False):
    ake: str | None = None


class _Beacon(msgspec.Struct, gc=False):
    events: list[_Event]


_read_beacon = msgspec.json.Decoder(_Beacon).decode
_read_nothing = msgspec.json.Decoder(msgspec.Raw).decode

_SHORTEST_EVENT = len(b"{},")

# In JavaScript a string may hold half of a surrogate pair, where text was cut in the middle of an
# emoji, and JSON.stringify writes it as an escape. JSON's grammar allows it; msgspec does not.
_LONE_HIGH = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_LONE_LOW = re.compile(rb"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_REPLACEMENT_CHARACTER = rb"\\ufffd"
_ESCAPED_BACKSLASH = rb"\\"
_STAND_IN = b"\0"


class EnvelopeReader:
    """Reads envelopes within limits."""

    def __init__(self, limits: Limits) -> None:
        self._most_events = limits.events
        self._most_repaired_bytes = limits.repaired_bytes
        self._read_at_most = _reader_of_at_most(limits.events)
        self._always_few_enough = limits.events * _SHORTEST_EVENT

    def read(self, body: bytes) -> Envelope:
        """Return what routes this body.

        Raises:
            RefusedError: not JSON, not a beacon's shape, or without or with too many events.
        """
        try:
            return self._read(body)
        except msgspec.ValidationError:
            raise RefusedError(_why_not_a_beacon(body)) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            repaired = self._repaired(body)
        if repaired is None:
            raise RefusedError(BeaconOutcome.MALFORMED_JSON)
        try:
            return self._read(repaired)
        except msgspec.ValidationError:
            raise RefusedError(_why_not_a_beacon(repaired)) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise RefusedError(BeaconOutcome.MALFORMED_JSON) from None

    def _read(self, body: bytes) -> Envelope:
        if not body.isascii():
            # Strings that are only skipped are not checked by the decoder.
            body.decode()
        if len(body) < self._always_few_enough or body.count(b"{") <= self._most_events:
            events: Sequence[_Event] = _read_beacon(body).events
        else:
            events = self._read_at_most(body)
        if not events:
            raise RefusedError(BeaconOutcome.NO_EVENTS)
        for event in events:
            if event.ake:
                return Envelope(body, len(events), event.ake)
        return Envelope(body, len(events), None)

    def _repaired(self, body: bytes) -> bytes | None:
        """Return the body with halves of surrogate pairs replaced, or None if it has none."""
        if len(body) > self._most_repaired_bytes or not (b"\\ud" in body or b"\\uD" in body):
            return None
        if _STAND_IN in body:
            return None  # No JSON, and the stand-in below could not be told from it.
        # With escaped backslashes out of the way, every backslash left begins an escape.
        plain = body.replace(_ESCAPED_BACKSLASH, _STAND_IN)
        repaired = _LONE_HIGH.sub(_REPLACEMENT_CHARACTER, plain)
        repaired = _LONE_LOW.sub(_REPLACEMENT_CHARACTER, repaired)
        return repaired.replace(_STAND_IN, _ESCAPED_BACKSLASH) if repaired != plain else None


def _reader_of_at_most(most: int) -> Callable[[bytes], Sequence[_Event]]:
    """Make a function that reads the events of a body, and gives up where there are too many.

    The decoder makes one object an event and asks only afterwards how many there are: a small
    zipped body could hold millions.
    """
    made = 0

    class _Counted(_Event, gc=False):
        def __post_init__(self) -> None:
            nonlocal made
            made += 1
            if made > most:
                raise RefusedError(BeaconOutcome.TOO_MANY_EVENTS)

    class _CountedBeacon(msgspec.Struct, gc=False):
        events: list[_Counted]

    decode = msgspec.json.Decoder(_CountedBeacon).decode

    def read(body: bytes) -> Sequence[_Event]:
        nonlocal made
        made = 0
        return decode(body).events

    return read


def _why_not_a_beacon(body: bytes) -> BeaconOutcome:
    """Tell another shape from text that is not JSON at all past the first wrong type."""
    try:
        _read_nothing(body)
    except (msgspec.DecodeError, RecursionError):
        return BeaconOutcome.MALFORMED_JSON
    return BeaconOutcome.WRONG_TYPES
