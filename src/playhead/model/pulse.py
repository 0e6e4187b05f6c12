"""A pulse: who was watching what in five seconds, and how well, for one set of dimensions.

At each tick the sessionizer makes one pulse for every distinct set of monitoring dimensions that
has viewers; monitoring and engagement counts are sums over pulses. A tick is known by the moment
at which its interval began, a multiple of `TICK_MS` of the server's clock.

Law: sums of pulses of one tick are the truth of that tick; no pulse repeats what another one says.
"""

from typing import Annotated, Final

import msgspec

from playhead.model.column import (
    columns_of,
    count,
    decimal,
    flag,
    integer,
    integers,
    label,
    time,
)

TICK_MS: Final = 5_000


class PulseIdentity(msgspec.Struct, frozen=True, gc=False):
    """Whose pulse, of which interval."""

    environment_id: Annotated[str, label("environment", 16)]
    tick_ms: Annotated[int, time("begin of the five seconds")]
    checkpoint_number: Annotated[int, integer("the sessionizer's checkpoint that covers the row")]


class LiveDimensions(msgspec.Struct, frozen=True, gc=False):
    """By what monitoring breaks down and filters. Hashable: equal ones are one pulse."""

    asn: Annotated[int | None, integer("autonomous system number")] = None
    asn_name: Annotated[str | None, label("name of the autonomous system")] = None
    cdn: Annotated[str | None, label("CDN")] = None
    country: Annotated[str | None, label("ISO 3166-1 alpha-2")] = None
    operating_system: Annotated[str | None, label("operating system")] = None
    player_name: Annotated[str | None, label("player's name, given by the site")] = None
    region: Annotated[str | None, label("state or province")] = None
    stream_type: Annotated[str | None, label("live or on-demand")] = None
    sub_property_id: Annotated[str | None, label("part of the site", 128)] = None
    video_series: Annotated[str | None, label("series")] = None
    video_title: Annotated[str | None, label("title")] = None
    view_has_ad: Annotated[bool, flag("an ad was asked for or shown")] = False
    video_id: Annotated[str | None, label("the site's id of the video", 128)] = None
    asset_id: Annotated[str | None, label("id of the hosted asset", 128)] = None
    live_stream_id: Annotated[str | None, label("id of the hosted live stream", 128)] = None
    playback_id: Annotated[str | None, label("id of the hosted playback", 128)] = None


VIDEO_DIMENSIONS: Final = frozenset(
    {
        "video_series",
        "video_title",
        "video_id",
        "asset_id",
        "live_stream_id",
        "playback_id",
    }
)
"""What is watched; all other dimensions are the surroundings in which it is."""


class LiveViewers(msgspec.Struct, frozen=True, gc=False):
    """Viewers in each state at the end of the interval, but for `failed`: those who just did."""

    loading: Annotated[int, count("waiting for the first frame")] = 0
    playing: Annotated[int, count("playing")] = 0
    rebuffering: Annotated[int, count("stalled for at most five minutes")] = 0
    seeking: Annotated[int, count("seeking")] = 0
    failed: Annotated[int, count("whose playback failed within the interval")] = 0
    paused: Annotated[int, count("paused: not watching")] = 0
    stuck: Annotated[int, count("stalled for longer than five minutes: not watching")] = 0


class LiveSums(msgspec.Struct, frozen=True, gc=False):
    """What happened within the interval, summed over viewers."""

    startup_ms: Annotated[int, integer("time in state loading")] = 0
    playing_ms: Annotated[int, integer("time in state playing")] = 0
    rebuffering_ms: Annotated[int, integer("time in state rebuffering, up to five minutes")] = 0
    bitrate_ms: Annotated[int, integer("time played with a known bitrate")] = 0
    bitrate_bits: Annotated[float, decimal("bitrate times that time")] = 0.0
    starts: Annotated[int, count("first frames")] = 0
    startup_failures: Annotated[int, count("fatal errors before the first frame")] = 0
    exits_loading: Annotated[int, count("viewers who left before the first frame")] = 0
    exits_before_start: Annotated[int, count("of these, after at least a second")] = 0
    latency_samples: Annotated[int, count("how often the live latency was told")] = 0
    latency_sum_ms: Annotated[int, integer("sum of those latencies")] = 0
    startup_samples_ms: Annotated[tuple[int, ...], integers("startup time of each start")] = ()


class Pulse(msgspec.Struct, frozen=True, gc=False):
    """One row."""

    identity: PulseIdentity
    dimensions: LiveDimensions
    viewers: LiveViewers
    sums: LiveSums


PULSE_COLUMNS: Final = columns_of(Pulse)


class Audience(msgspec.Struct, frozen=True, gc=False):
    """How many watch one video at the end of a tick: what engagement counts answer.

    `kind` names the id: `video_id`, `asset_id`, `playback_id` or `live_stream_id`. `viewers`
    counts distinct viewers, by the site's id of the viewer or else the player's.
    """

    environment_id: str
    tick_ms: int
    kind: str
    id: str
    views: int
    viewers: int
    checkpoint_number: int


AUDIENCE_KINDS: Final = ("video_id", "asset_id", "playback_id", "live_stream_id")


class Tick(msgspec.Struct, frozen=True):
    """One interval, whole: that it was told at all says that nobody else was watching."""

    tick_ms: int
    checkpoint_number: int
    pulses: list[Pulse]
    audiences: list[Audience]
