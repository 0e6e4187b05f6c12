"""An audience whose truth is known: viewers who act, and what monitoring has to say of them.

The truth is kept beside the beacons, in plain spans of time, and is read without any of the code
it judges: a viewer is in one state from one event to the next, has left sixty seconds after its
last event, and a stall of three hundred seconds is no longer watching; both in the first whole
second of the server's clock that has it so.

Law: all chance comes from one seed.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from playhead.model.beacon import BeaconRecord
from playhead.model.pulse import TICK_MS, LiveDimensions, Tick
from tests.simulation.line import Arrival
from tests.unit.sessionize.made import beacon, short

T0_MS = 1_767_268_800_000
GONE_MS = 60_000
STUCK_MS = 300_000
BITRATE_BPS = 4_000_000
COUNTED = ("loading", "playing", "rebuffering", "seeking", "paused", "stuck")
WATCHING = COUNTED[:4]
TIMED = {"loading": "startup_ms", "playing": "playing_ms", "rebuffering": "rebuffering_ms"}
NOTHING: Mapping[str, object] = {}
WARNING: Mapping[str, object] = {"player_error_code": "1", "player_error_severity": "warning"}
FATAL: Mapping[str, object] = {"player_error_code": "9", "player_error_severity": "fatal"}

Row = dict[str, int | float | list[int]]
Series = dict[int, dict[str, Row]]
"""Interval to title to what is said of it; zeros are left out."""
Crowds = dict[int, dict[tuple[str, str], tuple[int, int]]]
"""Interval to kind and id to views and viewers."""


class Act(msgspec.Struct, frozen=True):
    """An event that arrived, and the truth from then on. `marks` are what it adds up to."""

    at_ms: int
    name: str
    state: str
    title: str
    fields: dict[str, object]
    marks: tuple[str, ...] = ()
    sample_ms: int | None = None


class Viewer:
    """One view, acted out. Beacons may be delayed by a retry, and then so are those behind."""

    def __init__(self, view_id: str, user: str, chance: random.Random) -> None:
        self.view_id = view_id
        self.user = user
        self.acts: list[Act] = []
        self._chance = chance
        self._now_ms = T0_MS + chance.randrange(1, 600_000)
        self._arrived_ms = 0
        self._state = "idle"
        self._title = f"title {chance.randrange(3)}"
        self._act_out()

    def _do(
        self,
        name: str,
        state: str,
        *marks: str,
        sample_ms: int | None = None,
        fields: Mapping[str, object] = NOTHING,
    ) -> None:
        delay_ms = self._chance.choice((300, 4_000, 20_000)) if self._chance.random() < 0.05 else 0
        at_ms = max(self._now_ms + delay_ms, self._arrived_ms)
        at_ms += at_ms % TICK_MS == 0
        self._arrived_ms, self._state = at_ms, state
        self.acts.append(Act(at_ms, name, state, self._title, dict(fields), marks, sample_ms))

    def _wait(self, least_ms: int, most_ms: int, *, beats: bool = True) -> None:
        """Let time pass, with a heartbeat every ten seconds."""
        end_ms = self._now_ms + self._chance.randrange(least_ms, most_ms)
        while beats and self._now_ms + 10_000 < end_ms:
            self._now_ms += 10_000
            self._do("hb", self._state)
        self._now_ms = end_ms

    def _act_out(self) -> None:
        chance = self._chance
        self._do("playerready", "idle")
        self._wait(10, 5_000)
        self._do("viewstart", "loading")
        begun_ms = self._now_ms
        self._wait(10, 15_000)
        start = chance.random()
        if start < 0.1:
            self._do("error", "failed", "failed", "startup_failures", fields=FATAL)
        elif start < 0.15:
            self._do("error", "ended", fields={**FATAL, "player_error_business_exception": True})
        elif start < 0.3:
            waited_ms = chance.choice((300, 999, 1_000, 7_000))
            marks = ("exits_before_start",) if waited_ms >= 1_000 else ()
            self._do(
                "viewend", "exited", "exits_loading", *marks, fields={"view_watch_time": waited_ms}
            )
        elif start < 0.9:
            took_ms = self._now_ms - begun_ms
            self._do(
                "playing",
                "playing",
                "starts",
                sample_ms=took_ms,
                fields={"view_time_to_first_frame": took_ms},
            )
            for _ in range(chance.randrange(6)):
                chance.choice(
                    (self._play, self._stall, self._seek, self._pause, self._switch, self._break)
                )()
            self._leave()

    def _play(self) -> None:
        self._wait(100, 60_000)

    def _stall(self) -> None:
        self._do("rebufferstart", "rebuffering")
        self._wait(100, 400_000)
        self._do("rebufferend", "playing")

    def _seek(self) -> None:
        self._do("seeking", "seeking")
        self._wait(100, 9_000)
        self._do("seeked", "playing")

    def _pause(self) -> None:
        self._do("pause", "paused")
        self._wait(100, 100_000, beats=False)
        self._do("play", "playing")

    def _switch(self) -> None:
        self._wait(100, 9_000)
        self._title = f"title {self._chance.randrange(3)}"
        self._do("hb", self._state, fields={"video_title": self._title})

    def _break(self) -> None:
        self._do("pause", "paused")
        self._wait(1, 50)
        for name in ("adbreakstart", "adplay", "adplaying"):
            self._do(name, "playing")
            self._wait(1, 3_000)
        self._do("error", "playing", fields=WARNING)
        for name in ("adended", "adbreakend", "play", "playing"):
            self._wait(1, 300)
            self._do(name, "playing")

    def _leave(self) -> None:
        self._wait(100, 30_000)
        end = self._chance.random()
        if end < 0.2:
            self._do("error", "failed", "failed", fields=FATAL)
        elif end < 0.4:
            self._do("ended", "ended")
        elif end < 0.7:
            self._do("viewend", "exited")

    def spans(self) -> Iterable[tuple[int, int, str, str]]:
        """Return from when to when it was in which state, under which title."""
        stalled_ms: int | None = None
        for act, following in zip(self.acts, [*self.acts[1:], None], strict=True):
            to_ms = _whole_second(act.at_ms + GONE_MS)
            if following is not None:
                to_ms = min(to_ms, following.at_ms)
            if act.state != "rebuffering":
                stalled_ms = None
                yield act.at_ms, to_ms, act.state, act.title
                continue
            stalled_ms = stalled_ms or act.at_ms
            stuck_ms = min(max(_whole_second(stalled_ms + STUCK_MS), act.at_ms), to_ms)
            yield act.at_ms, stuck_ms, "rebuffering", act.title
            yield stuck_ms, to_ms, "stuck", act.title

    def marks(self) -> Iterable[tuple[int, str, str]]:
        """Return what it added up to: when, what, under which title."""
        for act in self.acts:
            for mark in act.marks:
                yield act.at_ms, mark, act.title
        last = self.acts[-1]
        if last.state == "loading":
            for mark in ("exits_loading", "exits_before_start"):
                # Told by the clock, not by an event: part of the interval that ends then.
                yield _whole_second(last.at_ms + GONE_MS) - 1, mark, last.title

    def beacons(self) -> list[BeaconRecord]:
        """Return its beacons, one for each event."""
        sent: list[BeaconRecord] = []
        for number, act in enumerate(self.acts, 1):
            placed: dict[str, object] = {
                "event": act.name,
                "view_id": self.view_id,
                "view_sequence_number": number,
                "viewer_time": act.at_ms,
            }
            if number == 1:
                placed |= {
                    "video_id": "film",
                    "video_title": act.title,
                    "viewer_user_id": self.user,
                    "video_source_bitrate": BITRATE_BPS,
                }
            sent.append(beacon([short({**placed, **act.fields})], at_ms=act.at_ms))
        return sent


def _whole_second(moment_ms: int) -> int:
    return -(-moment_ms // 1000) * 1000


def audience(seed: int, viewers: int) -> list[Viewer]:
    """Return viewers, some of whom are the same person twice."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    return [
        Viewer(f"view-{n}", f"user-{chance.randrange(1 + viewers // 2)}", chance)
        for n in range(viewers)
    ]


def truth_of(viewers: Sequence[Viewer]) -> tuple[Series, Crowds]:
    """Return what has to be said of each interval."""
    series: Series = defaultdict(lambda: defaultdict(dict))
    crowds: dict[int, list[str]] = defaultdict(list)
    for viewer in viewers:
        failures: set[int] = set()
        for at_ms, mark, title in viewer.marks():
            tick_ms = at_ms // TICK_MS * TICK_MS
            _add(series[tick_ms][title], {mark: 1})
            if mark == "failed":
                failures.add(tick_ms)
                crowds[tick_ms].append(viewer.user)
        for act in viewer.acts:
            if act.sample_ms is not None:
                tick_ms = act.at_ms // TICK_MS * TICK_MS
                _add(series[tick_ms][act.title], {"samples": [act.sample_ms]})
        for span in viewer.spans():
            if span[2] in COUNTED:
                _watch(series, crowds, viewer.user, span, failures)
    return _told(series), {
        tick: {("video_id", "film"): (len(users), len(set(users)))}
        for tick, users in crowds.items()
    }


def _watch(
    series: Series,
    crowds: dict[int, list[str]],
    user: str,
    span: tuple[int, int, str, str],
    failures: set[int],
) -> None:
    """Add a span of time in one state; whoever failed in an interval is not told otherwise."""
    from_ms, to_ms, state, title = span
    # A span may begin at the very end of an interval: then it is told there.
    for tick_ms in range((from_ms - 1) // TICK_MS * TICK_MS, to_ms, TICK_MS):
        end_ms = tick_ms + TICK_MS
        if state in TIMED:
            took_ms = min(to_ms, end_ms) - max(from_ms, tick_ms)
            _add(series[tick_ms][title], {TIMED[state]: took_ms})
        if from_ms <= end_ms < to_ms and tick_ms not in failures:
            _add(series[tick_ms][title], {state: 1})
            if state in WATCHING:
                crowds[tick_ms].append(user)


def said_by(ticks: Iterable[Tick]) -> tuple[Series, Crowds]:
    """Return what ticks say, in the words of the truth.

    Raises:
        AssertionError: they say something twice.
    """
    series: Series = {}
    crowds: Crowds = {}
    for tick in ticks:
        assert tick.tick_ms not in series, f"the tick {tick.tick_ms} is told twice"
        rows = series[tick.tick_ms] = {}
        seen: set[LiveDimensions] = set()
        for pulse in tick.pulses:
            row: Row = dict(msgspec.structs.asdict(pulse.viewers))
            row |= msgspec.structs.asdict(pulse.sums)
            samples = pulse.sums.startup_samples_ms
            del row["startup_samples_ms"]
            assert row.pop("bitrate_ms") == pulse.sums.playing_ms
            assert row.pop("bitrate_bits") == pulse.sums.playing_ms * BITRATE_BPS / 1000
            if samples:
                row["samples"] = list(samples)
            assert pulse.dimensions not in seen, f"{pulse.dimensions} is told twice"
            seen.add(pulse.dimensions)
            # With ads and without are two sets; the truth here knows titles alone.
            _add(rows.setdefault(str(pulse.dimensions.video_title), {}), row)
        if tick.audiences:
            crowds[tick.tick_ms] = {(a.kind, a.id): (a.views, a.viewers) for a in tick.audiences}
    return _told(series), crowds


def _add(row: Row, more: Row) -> None:
    for name, value in more.items():
        if isinstance(value, list):
            row[name] = sorted([*row.get(name, []), *value])  # type: ignore[misc]
        else:
            row[name] = row.get(name, 0) + value  # type: ignore[operator]


def _told(series: Series) -> Series:
    """Return `series` without zeros, and without what is nothing but zeros."""
    found: Series = {}
    for tick_ms, rows in series.items():
        for title, row in rows.items():
            if any(row.values()):
                told = {name: value for name, value in row.items() if value}
                found.setdefault(tick_ms, {})[title] = told
    return found


def on_the_way(viewers: Sequence[Viewer], chance: random.Random, *, badly: bool) -> list[Arrival]:
    """Return the beacons in the order of their arrival; if `badly`, some come twice or thrice."""
    arrivals: list[Arrival] = []
    for viewer in viewers:
        for sent in viewer.beacons():
            arrivals.append(Arrival(sent.received_at_ms, sent))
            while badly and chance.random() < 0.3:
                later_ms = sent.received_at_ms + chance.choice((0, 20, 2_000, 70_000, 1_000_000))
                copy = msgspec.structs.replace(sent, received_at_ms=later_ms)
                arrivals.append(Arrival(later_ms, copy))
    chance.shuffle(arrivals)
    return sorted(arrivals, key=lambda arrival: arrival.durable_ms)
