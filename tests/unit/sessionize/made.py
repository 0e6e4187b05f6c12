"""Beacons made by hand: a player whose events are written with long names and little else."""

from collections.abc import Mapping

import msgspec

from playhead.model.beacon import BeaconRecord, Place
from playhead.model.field_words import FIRST_WORDS, LATER_WORDS
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.sessionize.core.lifecycle import COMPLETE_AFTER_MS, FINAL_AFTER_MS
from playhead.sessionize.core.sessions import HOLD_MS, Sessions

ENVIRONMENT = "env"
T0_MS = 1_767_268_800_000
"""2026-01-01 12:00 UTC, by the player's clock and by ours."""
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)


_FIRST = {word: code for code, word in FIRST_WORDS.items()}
_LATER = {word: code for code, word in LATER_WORDS.items()}


def short_name(name: str) -> str:
    """Abbreviate a name as web SDKs do: words that are not listed are spelled out."""
    first, *later = name.split("_")
    parts = [_FIRST.get(first, f"{first}_")]
    parts += [word if word.isdigit() else _LATER.get(word, f"_{word}_") for word in later]
    return "".join(parts)


def short(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields under their short names."""
    return {short_name(name): value for name, value in fields.items()}


def beacon(
    events: list[dict[str, object]],
    *,
    at_ms: int = T0_MS,
    sent_ms: int | None = None,
    environment_id: str = ENVIRONMENT,
    user_agent: str = CHROME,
    rtt_ms: float | None = None,
) -> BeaconRecord:
    """Return a beacon of raw events, received at `at_ms`; the player says it sent at `sent_ms`."""
    body: dict[str, object] = {"events": events}
    if sent_ms is not None:
        body["metadata"] = {"transmission_timestamp": sent_ms}
        if rtt_ms is not None:
            body["metadata"] = {"transmission_timestamp": sent_ms, "rtt_ms": rtt_ms}
    return raw_beacon(
        msgspec.json.encode(body),
        event_count=len(events),
        at_ms=at_ms,
        environment_id=environment_id,
        user_agent=user_agent,
    )


def raw_beacon(
    body: bytes,
    *,
    event_count: int,
    at_ms: int = T0_MS,
    environment_id: str = ENVIRONMENT,
    user_agent: str = CHROME,
) -> BeaconRecord:
    """Return a beacon with any body."""
    return BeaconRecord(at_ms, environment_id, event_count, Place(), user_agent, body)


class Player:
    """A player that reports each event at once, and the sessionizer that hears it.

    Times are seconds after `T0_MS`; the playhead is in milliseconds.
    """

    def __init__(self, view_id: str = "view-1", *, skew_ms: int = 0, first: int = 1) -> None:
        self.sessions = Sessions()
        self.view_id = view_id
        self.skew_ms = skew_ms
        self.number = first - 1
        self.rows: list[TimelineEvent] = []
        self.written: list[View] = []

    def event(
        self, name: str, at_s: float, *, number: int | None = None, **fields: object
    ) -> dict[str, object]:
        """Return an event as it travels."""
        self.number = self.number + 1 if number is None else number
        at_ms = T0_MS + round(at_s * 1000)
        placed = {
            "event": name,
            "view_id": self.view_id,
            "view_sequence_number": self.number,
            "viewer_time": at_ms - self.skew_ms,
        }
        return short(placed | fields)

    def say(self, name: str, at_s: float, *, number: int | None = None, **fields: object) -> None:
        """Send one event; it arrives when it happened."""
        self.send([self.event(name, at_s, number=number, **fields)], at_s)

    def send(self, events: list[dict[str, object]], at_s: float) -> None:
        """Send events in one beacon."""
        at_ms = T0_MS + round(at_s * 1000)
        self.sessions.take(beacon(events, at_ms=at_ms, sent_ms=at_ms - self.skew_ms))

    def start(self, at_s: float = 0.0, **fields: object) -> None:
        """Attempt to play."""
        now_ms = T0_MS + round(at_s * 1000) - self.skew_ms
        self.say("viewstart", at_s, number=None, **({"view_start": now_ms} | fields))
        self.say("play", at_s)

    def drain(self) -> list[View]:
        """Take what is written."""
        drained = self.sessions.drain()
        self.rows += drained.events
        self.written += drained.views
        return drained.views

    def wait(self, until_s: float) -> list[View]:
        """Let time pass, and take what is written."""
        self.sessions.advance(T0_MS + round(until_s * 1000))
        return self.drain()

    def end(self, at_s: float, **fields: object) -> View:
        """End the view, and return it."""
        self.say("viewend", at_s, number=None, **fields)
        return self.drain()[-1]


def finish(sessions: Sessions) -> list[View]:
    """Let time pass until nothing is open; return the views in the order written."""
    views = list(sessions.drain().views)
    begin_ms = sessions.now_ms
    for wait_ms in (HOLD_MS + 1_000, COMPLETE_AFTER_MS + 1_000, FINAL_AFTER_MS + 2_000):
        sessions.advance(begin_ms + wait_ms)
        views += sessions.drain().views
    assert not sessions.views
    return views
