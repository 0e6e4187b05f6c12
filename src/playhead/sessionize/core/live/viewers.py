"""Each viewer on its way through states and sets, counted where it moves.

What an event means is decided in `states`; when time runs out, in `Timers`. Here is what a
transition changes: the count of its set, the interval's sums, the audience of the video.

Law: pure. Only events folded in order are heard; one that comes after later ones says nothing of
now. A view is in one tally at most, and in the audience of its videos only while it watches.
"""

from typing import Final

from playhead.model.field_names import LONG_NAMES
from playhead.model.intent import CategoryOf
from playhead.sessionize.core.complete.measured import (
    engagement_of,
    first_frame_shown,
    startup_of,
)
from playhead.sessionize.core.complete.occurred import viewer_ids_of
from playhead.sessionize.core.errors import decided, failure_of, problem_of
from playhead.sessionize.core.live.audience import Audiences
from playhead.sessionize.core.live.dimensions import Sets
from playhead.sessionize.core.live.live_view import LiveView
from playhead.sessionize.core.live.states import (
    COUNTED,
    GONE_AFTER_MS,
    PLAIN,
    SIGNS,
    STUCK_AFTER_MS,
    WATCHING,
    LiveInput,
    LiveState,
    Sign,
    meaning,
    meaning_of_error,
    moved,
)
from playhead.sessionize.core.live.tally import Tally
from playhead.sessionize.core.live.timers import Timers
from playhead.sessionize.core.open_view import OpenView, PlayerEvent
from playhead.sessionize.core.values import truth

WAITED_MS: Final = 1_000
"""Who left earlier did not wait."""
# Reading a member off its enum costs more than all else that is done for most events.
_IDLE: Final = LiveState.IDLE
_LOADING: Final = LiveState.LOADING
_PLAYING: Final = LiveState.PLAYING
_BEAT: Final = LiveInput.BEAT
_FRAME: Final = LiveInput.FRAME
_FOUND_PLAYING: Final = LiveInput.FOUND_PLAYING
_ERROR: Final = Sign.ERROR
_SIGN_OF_LIFE: Final = Sign.BEAT


class Viewers:
    """Those of the open views who watch. Time is set by `Live`, which owns this."""

    def __init__(self, category_of: CategoryOf, most_sets: int) -> None:
        """Begin with nobody, at no time."""
        self.now_ms = 0
        self.tick_ms = 0
        """Begin of the interval."""
        self.sets = Sets(most_sets)
        self.audiences = Audiences()
        self.timers = Timers()
        self.failed: list[OpenView] = []
        """Those whose playback failed within the interval."""
        self._category_of = category_of

    def step(self, view: OpenView, event: PlayerEvent) -> None:
        """Take up an event that was folded in order. The hot path: most change nothing."""
        mine = view.live
        sign = SIGNS.get(event.name)
        if mine is not None:
            if event.received_ms > mine.beat_ms:  # noqa: PLR1730 - a call costs more
                mine.beat_ms = event.received_ms
            if not mine.away and (
                sign is None or (sign is _SIGN_OF_LIFE and not self._tells_more(view, mine))
            ):
                return
        elif sign is None:
            return
        self._hear(view, event, sign or _SIGN_OF_LIFE)

    def _hear(self, view: OpenView, event: PlayerEvent, sign: Sign) -> None:
        mine = view.live
        what = self._meaning(view, event, sign)
        if mine is None:
            if moved(_IDLE, what) is _IDLE:
                return
            # What was played before is no news of now.
            known = what is _FOUND_PLAYING
            played = view.playback
            mine = view.live = LiveView(
                beat_ms=event.received_ms,
                latency_samples=played.latency_samples if known else 0,
                latency_sum_ms=played.latency_sum_ms if known else 0,
            )
        elif what is _BEAT and not mine.away and not self._tells_more(view, mine):
            return
        if mine.state is _LOADING and what is not _FRAME and first_frame_shown(view):
            # The event of the first frame was lost; the time it took is told ever after.
            self._move(view, mine, _FRAME)
        self._move(view, mine, what)
        if event.name == "viewstart" and not mine.started and view.problems.failure:
            self._move(view, mine, LiveInput.FAIL)
        if view.playback.latency_samples != mine.latency_samples:
            self._note_latency(view, mine)

    def _meaning(self, view: OpenView, event: PlayerEvent, sign: Sign) -> LiveInput:
        mine = view.live
        if sign in PLAIN:
            if mine is None and sign is _SIGN_OF_LIFE and view.playback.playing:
                return _FOUND_PLAYING
            return PLAIN[sign]
        if sign is _ERROR:
            fields = {LONG_NAMES[key]: value for key, value in event.fields.items()}
            problem = problem_of(view, decided(view.environment_id, fields, self._category_of))
            return meaning_of_error(fatal=problem.fatal, business=problem.business)
        paused = truth(view.sticky.get("player_is_paused")) is True
        return meaning(sign, started=mine is not None and mine.started, paused=paused)

    def _tells_more(self, view: OpenView, mine: LiveView) -> bool:
        """Return whether a sign of life brought something to count."""
        if mine.state is _LOADING:
            return first_frame_shown(view)
        return view.playback.latency_samples != mine.latency_samples

    def settle(self, view: OpenView) -> None:
        """Take up what a beacon changed in passing: dimensions, bitrate, the viewer's id."""
        mine = view.live
        if mine is None:
            return
        if mine.away or mine.state not in COUNTED:
            if mine.failed_ms and mine.failed_ms == self.tick_ms:
                # It is told at the end of the interval, under what is known of it then.
                self.attend(view, mine, self._at_its_set(view, mine))
            return
        tally = self._at_its_set(view, mine)
        bitrate = view.playback.bitrate_bps
        if mine.state is _PLAYING and bitrate != mine.bitrate_bps:
            tally.leave(mine.state, mine.bitrate_bps, self.now_ms)
            mine.bitrate_bps = bitrate
            tally.enter(mine.state, bitrate, self.now_ms)
        self.attend(view, mine, tally)

    def _at_its_set(self, view: OpenView, mine: LiveView) -> Tally:
        """Return the tally of the view's dimensions, to which it moves where they are new."""
        tally = self.sets.of(view, self.now_ms)
        if tally.number == mine.tally:
            return tally
        if mine.viewer is not None:
            self.audiences.leave(self.sets.by_number[mine.tally].videos, mine.viewer)
            mine.viewer = None
        if mine.state in COUNTED and not mine.away:
            before = self.sets.by_number[mine.tally]
            before.leave(mine.state, mine.bitrate_bps, self.now_ms)
            tally.enter(mine.state, mine.bitrate_bps, self.now_ms)
        mine.tally = tally.number
        self.attend(view, mine, tally)
        return tally

    def _move(self, view: OpenView, mine: LiveView, what: LiveInput) -> None:
        """Make the transition, and count it."""
        before, was_away = mine.state, mine.away
        after = moved(before, what)
        if after is before and not was_away:
            return
        # Only what is counted once, and who comes in, has to stand in the right set at once.
        counted = before in COUNTED and not was_away
        if not counted or after not in COUNTED or not mine.started:
            tally = self._at_its_set(view, mine)
            self._count(view, mine, tally, what, after)
        else:
            tally = self.sets.by_number[mine.tally]
        if counted:
            tally.leave(before, mine.bitrate_bps, self.now_ms)
        if after is not before:
            mine.state, mine.since_ms = after, self.now_ms
        mine.away = False
        if after in COUNTED:
            mine.bitrate_bps = view.playback.bitrate_bps
            tally.enter(after, mine.bitrate_bps, self.now_ms)
            if not mine.timer_s:
                self.arm(view, mine)
        self.attend(view, mine, tally)

    def _count(
        self, view: OpenView, mine: LiveView, tally: Tally, what: LiveInput, after: LiveState
    ) -> None:
        sums = tally.sums
        if what is _FOUND_PLAYING:
            mine.started = True
        elif what is _FRAME and not mine.started:
            mine.started = True
            sums.starts += 1
            took_ms = startup_of(view, failure_of(view)).video_startup_time_ms
            if took_ms is not None:
                sums.startup_samples_ms.append(took_ms)
        elif after is LiveState.FAILED:
            if not mine.started:
                sums.startup_failures += 1
            if mine.failed_ms != self.tick_ms:
                mine.failed_ms = self.tick_ms
                self.failed.append(view)
        elif after is LiveState.EXITED and mine.state is _LOADING and not mine.away:
            sums.exits_loading += 1
            sums.exits_before_start += engagement_of(view).watch_time_ms >= WAITED_MS

    def _note_latency(self, view: OpenView, mine: LiveView) -> None:
        played = view.playback
        sums = self._at_its_set(view, mine).sums
        sums.latency_samples += played.latency_samples - mine.latency_samples
        sums.latency_sum_ms += played.latency_sum_ms - mine.latency_sum_ms
        mine.latency_samples = played.latency_samples
        mine.latency_sum_ms = played.latency_sum_ms

    def attend(self, view: OpenView, mine: LiveView, tally: Tally) -> None:
        """See to it that the view is in its audiences if it is watched, or just failed."""
        there = mine.viewer
        if mine.away or (mine.state not in WATCHING and mine.failed_ms != self.tick_ms):
            if there is not None:
                self.audiences.leave(tally.videos, there)
                mine.viewer = None
            return
        known = view.sticky.get
        user = known("viewer_user_id")
        if there is not None and (there is user or (not user and there is known("mux_viewer_id"))):
            return
        by_site, by_player = viewer_ids_of(view)
        viewer = by_site or by_player
        if there == viewer:
            return
        if there is not None:
            self.audiences.leave(tally.videos, there)
        mine.viewer = viewer
        self.audiences.join(tally.videos, viewer)

    def forget(self, view: OpenView) -> None:
        """Count a view no longer that is final."""
        mine = view.live
        if mine is not None and mine.state in COUNTED and not mine.away:
            self._go(view, mine)

    def _go(self, view: OpenView, mine: LiveView) -> None:
        """Take a viewer to have left."""
        tally = self.sets.by_number[mine.tally]
        tally.leave(mine.state, mine.bitrate_bps, self.now_ms)
        mine.away = True
        if mine.state is LiveState.LOADING:
            tally.sums.exits_loading += 1
            tally.sums.exits_before_start += 1
        self.attend(view, mine, tally)

    def look_at(self, view: OpenView) -> bool:
        """See whether a silence or a stall has grown too long; return whether one has."""
        mine = view.live
        if mine is None or mine.away or mine.state not in COUNTED:
            return False
        if self.now_ms - mine.beat_ms >= GONE_AFTER_MS:
            self._go(view, mine)
            return True
        stuck = (
            mine.state is LiveState.REBUFFERING and self.now_ms - mine.since_ms >= STUCK_AFTER_MS
        )
        if stuck:
            self._move(view, mine, LiveInput.LONG_STALL)
        self.arm(view, mine)
        return stuck

    def arm(self, view: OpenView, mine: LiveView) -> None:
        """Have the view looked at when a silence or a stall may have grown too long."""
        due_ms = mine.beat_ms + GONE_AFTER_MS
        if mine.state is LiveState.REBUFFERING:
            due_ms = min(due_ms, mine.since_ms + STUCK_AFTER_MS)
        self.timers.arm(view, due_ms, self.now_ms)
