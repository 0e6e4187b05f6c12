"""Beacons to views under a virtual clock: the sessionizer's core, without journal and store.

Law: time passes only as the beacons' arrival times say, and at the end until nothing is open.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from playhead.model.beacon import BeaconRecord
from playhead.model.outcome import EventOutcome
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.sessionize.checkpoint import Checkpoints, Progress
from playhead.sessionize.core.lifecycle import COMPLETE_AFTER_MS, FINAL_AFTER_MS
from playhead.sessionize.core.sessions import HOLD_MS, Sessions


class Folded(msgspec.Struct):
    """What came out: the newest version of each view, every timeline row, the events' ends."""

    views: dict[str, View] = {}
    events: list[TimelineEvent] = []
    outcomes: Counter[EventOutcome] = msgspec.field(default_factory=Counter)

    def take(self, sessions: Sessions) -> None:
        """Add what `sessions` has ready; a version must follow the one before it."""
        drained = sessions.drain()
        for view in drained.views:
            before = self.views.get(view.identity.view_id)
            assert view.identity.version == (before.identity.version + 1 if before else 1)
            self.views[view.identity.view_id] = view
        self.events += drained.events

    def rows(self, *, received: bool = True) -> set[tuple[object, ...]]:
        """Return the timeline as a set; each row must be there once."""
        rows = [
            (e.view_id, e.sequence_number, e.name, e.viewer_time_ms, e.playhead_ms, e.details_json)
            + ((e.event_time_ms,) if received else ())
            for e in self.events
        ]
        assert len(set(rows)) == len(rows), "a timeline row was written twice"
        return set(rows)


def fold(beacons: Iterable[BeaconRecord]) -> Folded:
    """Fold beacons in the order given, draining after each, then let all time pass."""
    sessions = Sessions()
    folded = Folded()
    for beacon in beacons:
        sessions.take(beacon)
        folded.take(sessions)
    let_silence_pass(sessions, folded)
    return folded


def let_silence_pass(sessions: Sessions, folded: Folded) -> None:
    """Advance until every view is final."""
    begin = sessions.now_ms
    for wait in (HOLD_MS + 1_000, COMPLETE_AFTER_MS + 1_000, FINAL_AFTER_MS + 2_000):
        sessions.advance(begin + wait)
        folded.take(sessions)
    assert not sessions.views, "a view outlived an hour of silence"
    assert sessions.waiting_rows == 0
    folded.outcomes = sessions.outcomes


def fold_through_crashes(beacons: Iterable[BeaconRecord], file: Path) -> Folded:
    """Fold beacons, but after each write a checkpoint, forget everything and recover from it."""
    folded = Folded()
    checkpoints = Checkpoints(file)
    sessions = Sessions()
    for number, beacon in enumerate(beacons, 1):
        sessions.take(beacon)
        folded.take(sessions)
        outcomes = sessions.outcomes
        checkpoints.save(
            Progress(number, number, sessions.now_ms, {o.value: n for o, n in outcomes.items()}),
            changed=[sessions.views[key] for key in sessions.changed],
            forgotten=sessions.forgotten,
        )
        progress, views = checkpoints.load()
        sessions = Sessions(views)
        sessions.now_ms = progress.now_ms
        sessions.outcomes = Counter({EventOutcome(k): n for k, n in progress.outcomes.items()})
    checkpoints.close()
    let_silence_pass(sessions, folded)
    return folded
