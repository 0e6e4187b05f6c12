"""Who watches on the server under test.

Ticks are forgotten by the engine's own clock, so they are of this very day, whatever the server's
clock says: what is asked about the newest tick names no moment.
"""

from playhead.model.pulse import (
    TICK_MS,
    Audience,
    LiveDimensions,
    LiveSums,
    LiveViewers,
    Pulse,
    PulseIdentity,
    Tick,
)

VIDEO = "my-video"
"""The video that tokens for counts are about."""
VIEWS, VIEWERS = 12, 11


def ticks(environment_id: str, now_ms: int) -> list[Tick]:
    """Return three of them, oldest first; the newest began some seconds before now."""
    newest_ms = now_ms // TICK_MS * TICK_MS - 2 * TICK_MS
    return [_tick(environment_id, newest_ms - nth * TICK_MS) for nth in (2, 1, 0)]


def _tick(environment_id: str, tick_ms: int) -> Tick:
    def pulse(country: str | None, playing: int, loading: int) -> Pulse:
        return Pulse(
            PulseIdentity(environment_id, tick_ms, 0),
            LiveDimensions(
                asn=64_500,
                asn_name="EXAMPLE-NET",
                country=country,
                stream_type="live",
                video_title="Match",
                video_id=VIDEO,
            ),
            LiveViewers(loading=loading, playing=playing),
            LiveSums(
                startup_ms=loading * TICK_MS,
                playing_ms=playing * TICK_MS - 1_000,
                rebuffering_ms=1_000,
                bitrate_ms=playing * TICK_MS,
                bitrate_bits=3_000_000.0 * playing * TICK_MS / 1_000,
                starts=2,
                startup_samples_ms=(400, 1_200),
                latency_samples=1,
                latency_sum_ms=4_000,
            ),
        )

    return Tick(
        tick_ms,
        0,
        [pulse("NO", 9, 1), pulse(None, 2, 0)],
        [Audience(environment_id, tick_ms, "video_id", VIDEO, VIEWS, VIEWERS, 0)],
    )
