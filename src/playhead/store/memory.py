"""A store in memory, for tests and simulations of what writes to it. It holds until it is gone.

Law: it keeps the writing side of the contract exactly, held by the same tests as the engine; it
cannot be asked with SQL, and drops nothing for its age.
"""

from collections.abc import Sequence

from playhead.model.pulse import Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View


class MemoryWriter:
    """What was written, by key: the newest version of each view, and each event once."""

    def __init__(self) -> None:
        self._views: dict[tuple[str, str], View] = {}
        self._events: dict[tuple[str, str, int, int], TimelineEvent] = {}
        self._ticks: dict[tuple[int, int], Tick] = {}

    def write(
        self,
        *,
        views: Sequence[View],
        events: Sequence[TimelineEvent],
        ticks: Sequence[Tick] = (),
    ) -> None:
        """Put views, timeline events and ticks; see `StoreWriter.write`."""
        for view in views:
            self._views[view.identity.environment_id, view.identity.view_id] = view
        for event in events:
            key = (
                event.environment_id,
                event.view_id,
                event.sequence_number,
                event.checkpoint_number,
            )
            self._events[key] = event
        for tick in ticks:
            self._ticks[tick.tick_ms, tick.checkpoint_number] = tick

    def forget_from(self, checkpoint_number: int) -> None:
        """Remove what came from `checkpoint_number` on; see `StoreWriter.forget_from`."""
        self._views = {
            key: view
            for key, view in self._views.items()
            if view.identity.checkpoint_number < checkpoint_number
        }
        self._events = {
            key: event
            for key, event in self._events.items()
            if event.checkpoint_number < checkpoint_number
        }
        self._ticks = {
            key: tick
            for key, tick in self._ticks.items()
            if tick.checkpoint_number < checkpoint_number
        }

    def ticks(self) -> Sequence[Tick]:
        """Return the ticks, in the order of time."""
        return [self._ticks[key] for key in sorted(self._ticks)]

    def views(self) -> Sequence[View]:
        """Return the views as a reader would see them, by environment and id."""
        return [self._views[key] for key in sorted(self._views)]

    def events(self) -> Sequence[TimelineEvent]:
        """Return the events, by environment, view and sequence number."""
        return [self._events[key] for key in sorted(self._events)]
