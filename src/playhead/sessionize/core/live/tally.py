"""Counts of viewers by state, and what they add up to over an interval, for one set of dimensions.

Counts change with each transition; sums of time grow by count times time at each change, so that
a viewer in whom nothing changes costs nothing.

Law: counts are never negative; whole numbers only, so that the order of additions does not show.
"""

import msgspec

from playhead.model.pulse import (
    AUDIENCE_KINDS,
    LiveDimensions,
    LiveSums,
    LiveViewers,
    Pulse,
    PulseIdentity,
)
from playhead.sessionize.core.live.states import COUNTED, LiveState

_LOADING = LiveState.LOADING.value
_PLAYING = LiveState.PLAYING.value
_REBUFFERING = LiveState.REBUFFERING.value


class Sums(msgspec.Struct, array_like=True, gc=False):
    """What an interval brought so far; `bitrate_bit_ms` is bits per second times milliseconds."""

    startup_ms: int = 0
    playing_ms: int = 0
    rebuffering_ms: int = 0
    bitrate_ms: int = 0
    bitrate_bit_ms: float = 0.0
    starts: int = 0
    startup_failures: int = 0
    exits_loading: int = 0
    exits_before_start: int = 0
    latency_samples: int = 0
    latency_sum_ms: int = 0
    startup_samples_ms: list[int] = []


class OpenInterval(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The sums of one set in an interval that has not ended."""

    environment_id: str
    dimensions: LiveDimensions
    sums: Sums


_NOTHING = Sums()


class Tally:
    """One set of dimensions of one environment."""

    __slots__ = (
        "counts",
        "dimensions",
        "environment_id",
        "number",
        "rated",
        "rates_bps",
        "since_ms",
        "sums",
        "videos",
    )

    def __init__(
        self, number: int, environment_id: str, dimensions: LiveDimensions, now_ms: int
    ) -> None:
        """Begin with nobody. `number` tells it from all others."""
        self.number = number
        self.environment_id = environment_id
        self.dimensions = dimensions
        self.videos = tuple(
            (environment_id, kind, id_)
            for kind in AUDIENCE_KINDS
            if (id_ := getattr(dimensions, kind)) is not None
        )
        self.since_ms = now_ms
        self.counts = [0] * len(COUNTED)
        self.rated = 0
        self.rates_bps = 0
        self.sums = Sums()

    def pass_time(self, now_ms: int) -> None:
        """Add up to now what those who are counted did."""
        dt = now_ms - self.since_ms
        if dt <= 0:
            return
        self.since_ms = now_ms
        counts, sums = self.counts, self.sums
        sums.startup_ms += counts[_LOADING] * dt
        sums.playing_ms += counts[_PLAYING] * dt
        sums.rebuffering_ms += counts[_REBUFFERING] * dt
        if self.rated:
            sums.bitrate_ms += self.rated * dt
            sums.bitrate_bit_ms += self.rates_bps * dt

    def enter(self, state: LiveState, bitrate_bps: int | None, now_ms: int) -> None:
        """Count a viewer."""
        self.pass_time(now_ms)
        self.counts[state] += 1
        if state == _PLAYING and bitrate_bps is not None:
            self.rated += 1
            self.rates_bps += bitrate_bps

    def leave(self, state: LiveState, bitrate_bps: int | None, now_ms: int) -> None:
        """Count a viewer no longer."""
        self.pass_time(now_ms)
        self.counts[state] -= 1
        if state == _PLAYING and bitrate_bps is not None:
            self.rated -= 1
            self.rates_bps -= bitrate_bps

    @property
    def is_empty(self) -> bool:
        """Whether nobody is counted."""
        return not any(self.counts)

    @property
    def has_news(self) -> bool:
        """Whether the interval brought anything."""
        return self.sums != _NOTHING

    def forget_interval(self) -> None:
        """Begin the next interval; nobody asks for this one."""
        self.sums = Sums()

    def take_pulse(self, tick_ms: int, checkpoint_number: int, failed: list[int] | None) -> Pulse:
        """Return the interval's pulse, and begin the next one.

        `failed` holds how many failed in the interval and, by state, how many of those are
        counted again since: whoever just failed is told as that, and as nothing else.
        """
        counts = self.counts
        just_failed = 0
        if failed is not None:
            just_failed = failed[-1]
            counts = [count - other for count, other in zip(counts, failed[:-1], strict=True)]
        sums = self.sums
        self.sums = Sums()
        loading, playing, rebuffering, seeking, paused, stuck = counts
        return Pulse(
            PulseIdentity(self.environment_id, tick_ms, checkpoint_number),
            self.dimensions,
            LiveViewers(loading, playing, rebuffering, seeking, just_failed, paused, stuck),
            LiveSums(
                startup_ms=sums.startup_ms,
                playing_ms=sums.playing_ms,
                rebuffering_ms=sums.rebuffering_ms,
                bitrate_ms=sums.bitrate_ms,
                bitrate_bits=sums.bitrate_bit_ms / 1000,
                starts=sums.starts,
                startup_failures=sums.startup_failures,
                exits_loading=sums.exits_loading,
                exits_before_start=sums.exits_before_start,
                latency_samples=sums.latency_samples,
                latency_sum_ms=sums.latency_sum_ms,
                startup_samples_ms=tuple(sorted(sums.startup_samples_ms)),
            ),
        )
