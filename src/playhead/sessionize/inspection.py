"""Looking at an integration while it is being built: what arrives, and what becomes of it.

Only while somebody looks at an environment are its records noted here, in a short queue; they are
decoded and folded a second time, in the asking thread and into views of their own, so that looking
slows nothing down and changes nothing. What is shown is what the sessionizer would make of it.

Law: bounded in environments, records and bytes; what does not fit is dropped and counted. `note`
is called by the sessionizer's thread, `look` by any.
"""

import threading
from collections import Counter, deque
from collections.abc import Callable
from typing import Any, Final

from playhead.model.beacon import BeaconRecord
from playhead.model.field_names import LONG_NAMES
from playhead.model.inspection import Inspected, InspectedBeacon, InspectedEvent, InspectedView
from playhead.model.intent import CategoryOf, undecided
from playhead.model.outcome import EventOutcome
from playhead.model.view import VIEW_COLUMNS, View
from playhead.sessionize import remarks
from playhead.sessionize.core.complete import complete
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.reading import read
from playhead.sessionize.core.sessions import Sessions

WATCHED_FOR_MS: Final = 60_000
"""How long after the last look records are still noted."""
MOST_ENVIRONMENTS: Final = 20
MOST_WAITING: Final = 500
MOST_BEACONS: Final = 200
MOST_VIEWS: Final = 500
VIEWS_SHOWN: Final = 10
LARGEST_RECORD_BYTES: Final = 256 << 10
FIRST_NUMBER: Final = 1
"""Players number the events of a view from 1; some begin at 0."""
EVENTS_SHOWN: Final = 100
"""Of one beacon."""


class _Watched:
    """One environment that somebody looks at."""

    def __init__(self, until_ms: int, sessions: Sessions) -> None:
        self.until_ms = until_ms
        self.waiting: deque[BeaconRecord] = deque()
        self.missed = 0
        self.beacons: deque[InspectedBeacon] = deque(maxlen=MOST_BEACONS)
        self.number = 0
        self.sessions = sessions
        self.whole: set[str] = set()
        """Ids of the views whose first event was seen."""


class Inspection:
    """The environments that are looked at."""

    def __init__(self, clock: Callable[[], int], *, category_of: CategoryOf = undecided) -> None:
        """Look at none. `clock` returns epoch milliseconds."""
        self._clock = clock
        self._category_of = category_of
        self._lock = threading.Lock()
        self._watched: dict[str, _Watched] = {}

    def note(self, record: BeaconRecord) -> None:
        """Keep a record for whoever looks at its environment; mostly nobody does."""
        watched = self._watched.get(record.environment_id)
        if watched is None:
            return
        with self._lock:
            if self._clock() > watched.until_ms:
                self._watched.pop(record.environment_id, None)
            elif len(watched.waiting) >= MOST_WAITING or len(record.body) > LARGEST_RECORD_BYTES:
                watched.missed += 1
            else:
                watched.waiting.append(record)

    def look(self, environment_id: str, after: int) -> Inspected:
        """Return what came after beacon number `after`, and the newest views as they stand."""
        with self._lock:
            watched = self._watch(environment_id)
            while watched.waiting:
                self._take(watched, watched.waiting.popleft())
            return Inspected(
                beacons=tuple(each for each in watched.beacons if each.number > after),
                views=self._views(watched),
                missed=watched.missed,
                next_number=watched.number,
            )

    def _watch(self, environment_id: str) -> _Watched:
        now_ms = self._clock()
        watched = self._watched.get(environment_id)
        if watched is None:
            for key in [key for key, each in self._watched.items() if each.until_ms < now_ms]:
                del self._watched[key]
            if len(self._watched) >= MOST_ENVIRONMENTS:
                # Whoever looked longest ago makes room.
                del self._watched[min(self._watched, key=lambda key: self._watched[key].until_ms)]
            watched = self._watched[environment_id] = _Watched(now_ms, self._new_sessions())
        watched.until_ms = now_ms + WATCHED_FOR_MS
        return watched

    def _new_sessions(self) -> Sessions:
        return Sessions(most_open_views=2 * MOST_VIEWS, category_of=self._category_of)

    def _take(self, watched: _Watched, record: BeaconRecord) -> None:
        if len(watched.sessions.views) >= MOST_VIEWS:
            # A busy site: begin anew instead of holding its views for an hour.
            watched.sessions, watched.whole = self._new_sessions(), set()
        sessions = watched.sessions
        before = Counter(sessions.outcomes)
        events = _events(record)
        watched.whole |= {each.view_id for each in events if each.sequence_number <= FIRST_NUMBER}
        sessions.take(record)
        sessions.drain()
        sessions.changed.clear()
        sessions.forgotten.clear()
        sessions.finished.clear()
        outcomes: dict[EventOutcome, int] = dict(sessions.outcomes - before)
        watched.number += 1
        watched.beacons.append(
            InspectedBeacon(
                number=watched.number,
                received_at_ms=record.received_at_ms,
                size_bytes=len(record.body),
                country=record.place.country,
                user_agent=record.user_agent,
                events=events[:EVENTS_SHOWN],
                outcomes={outcome.value: count for outcome, count in outcomes.items()},
                remarks=remarks.of_outcomes(outcomes),
            )
        )

    def _views(self, watched: _Watched) -> tuple[InspectedView, ...]:
        views = sorted(
            watched.sessions.views.values(),
            key=lambda each: (each.view_id in watched.whole, each.last_received_ms),
            reverse=True,
        )
        return tuple(
            self._view(each, views, is_whole=each.view_id in watched.whole)
            for each in views[:VIEWS_SHOWN]
        )

    def _view(
        self, open_view: OpenView, others: list[OpenView], *, is_whole: bool
    ) -> InspectedView:
        view = complete(open_view, now_ms=self._clock(), checkpoint_number=0)
        return InspectedView(
            view_id=open_view.view_id,
            state=open_view.state.name.lower(),
            event_count=open_view.event_count,
            last_received_at_ms=open_view.last_received_ms,
            fields=_known(view),
            remarks=remarks.of_view(open_view, view, others)
            if is_whole
            else remarks.of_view_in_parts(),
        )


def _events(record: BeaconRecord) -> tuple[InspectedEvent, ...]:
    return tuple(
        InspectedEvent(
            view_id=event.view_id,
            name=event.name,
            sequence_number=event.sequence_number,
            viewer_time_ms=event.viewer_ms,
            playhead_ms=event.playhead_ms,
            fields={LONG_NAMES[key]: value for key, value in event.fields.items()},
        )
        for event in read(record).events
    )


def _known(view: View) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in VIEW_COLUMNS:
        value = getattr(getattr(view, column.family), column.name)
        if value is not None and value not in ("", (), {}):
            found[column.name] = value
    return found
