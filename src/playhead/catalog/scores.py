"""The five scores of a view, from plain numbers: every formula and every weight stands here.

Each score runs from 0 (bad) to 1 (good), and is null where the view says nothing of it. Whoever
changes a formula or a weight raises `SCORES_VERSION`, which is kept with each view.

The four parts have published formulas. How they join into the viewer experience is not published:
the weights below are linear in each score and agree with two public recordings, whose startup
slope is 1.035 = `SMOOTHNESS_AND_STARTUP.second + .both + STARTUP_AND_QUALITY.first + .both`.

Law: pure numbers in, numbers out; what a startup or a stall is, the sessionizer decides.
"""

import math

import msgspec

from playhead.model.view import Scores

SCORES_VERSION = 1

EARLY_EXIT_MS = 1000
"""Who leaves sooner than this after asking to play says nothing of the playback."""
EARLY_EXIT_SCORE = 0.5

STARTUP_HALF_S = 8.0
"""The startup time whose score is one half."""

STALLS_SCALE = 2.0
STALLED_SHARE_WEIGHT = 10.0

UPSCALE_WEIGHT = 0.33
MAX_UPSCALE_SHARE = 0.15
MEAN_UPSCALE_SHARE = 0.85


class TradeOff(msgspec.Struct, frozen=True):
    """How two scores join: a weight for each, and one for their product. The three add up to 1."""

    first: float
    second: float
    both: float

    def of(self, first: float, second: float) -> float:
        """Return the joined score."""
        return self.first * first + self.second * second + self.both * first * second


SMOOTHNESS_AND_QUALITY = TradeOff(first=0.60, second=0.35, both=0.05)
SMOOTHNESS_AND_STARTUP = TradeOff(first=0.55, second=0.40, both=0.05)
STARTUP_AND_QUALITY = TradeOff(first=0.535, second=0.415, both=0.05)


def score_view(  # noqa: PLR0913 - ten facts, each passed by name
    *,
    playback_failure: bool,
    left_before_start: bool,
    waited_ms: float,
    startup_time_ms: float | None,
    rebuffer_count: int | None,
    rebuffer_duration_ms: float | None,
    watch_time_ms: float,
    max_upscale: float | None,
    mean_upscale: float | None,
    audio_only: bool,
) -> Scores:
    """Return the scores of a view.

    Args:
        playback_failure: a fatal error that is no business exception ended it.
        left_before_start: the viewer left before the first frame, or a business exception came
            before it.
        waited_ms: from asking to play until leaving; read only where `left_before_start`.
        startup_time_ms: from asking to play to the first frame, of an ad or the content.
        rebuffer_count: stalls; null means none.
        rebuffer_duration_ms: time stalled; null means none.
        watch_time_ms: startup, playing, stalls and seeks.
        max_upscale: largest upscale as a fraction; null where a size is unknown.
        mean_upscale: mean upscale over time as a fraction; null where a size is unknown.
        audio_only: there was no picture.
    """
    success = playback_success(
        playback_failure=playback_failure,
        left_before_start=left_before_start,
        waited_ms=waited_ms,
    )
    startup = smooth = quality = None
    if playback_failure or not left_before_start:
        startup = startup_time(startup_time_ms)
        smooth = smoothness(rebuffer_count, rebuffer_duration_ms, watch_time_ms)
        quality = None if audio_only else video_quality(max_upscale, mean_upscale)
    return Scores(
        viewer_experience_score=viewer_experience(success, startup, smooth, quality),
        playback_success_score=success,
        startup_time_score=startup,
        smoothness_score=smooth,
        video_quality_score=quality,
        scores_version=SCORES_VERSION,
    )


def playback_success(
    *, playback_failure: bool, left_before_start: bool, waited_ms: float
) -> float | None:
    """Score whether it played: a failure counts before everything else."""
    if playback_failure:
        return 0.0
    if not left_before_start:
        return 1.0
    return None if waited_ms < EARLY_EXIT_MS else EARLY_EXIT_SCORE


def startup_time(startup_time_ms: float | None) -> float | None:
    """Score how fast it started."""
    if startup_time_ms is None:
        return None
    return STARTUP_HALF_S / (STARTUP_HALF_S + startup_time_ms / 1000)


def smoothness(
    rebuffer_count: int | None, rebuffer_duration_ms: float | None, watch_time_ms: float
) -> float:
    """Score how little it stalled: half for how often, half for how long."""
    stalled_ms = rebuffer_duration_ms or 0.0
    # A view that only ever stalled has no watch time beside its stalls.
    share = stalled_ms / max(watch_time_ms, stalled_ms) if stalled_ms else 0.0
    often = 1 / math.hypot(1, (rebuffer_count or 0) / STALLS_SCALE)
    return (often + math.exp(-STALLED_SHARE_WEIGHT * share)) / 2


def video_quality(max_upscale: float | None, mean_upscale: float | None) -> float | None:
    """Score how sharp it was."""
    if max_upscale is None or mean_upscale is None:
        return None
    upscale = MAX_UPSCALE_SHARE * max_upscale + MEAN_UPSCALE_SHARE * mean_upscale
    return math.exp(-UPSCALE_WEIGHT * upscale)


def viewer_experience(
    success: float | None,
    startup: float | None,
    smooth: float | None,
    quality: float | None,
) -> float | None:
    """Join the four scores: success times the mean of the trade-offs whose two parts are known.

    One part alone stands for itself; without any, success stands alone.
    """
    if success is None:
        return None
    pairs = (
        (SMOOTHNESS_AND_QUALITY, smooth, quality),
        (SMOOTHNESS_AND_STARTUP, smooth, startup),
        (STARTUP_AND_QUALITY, startup, quality),
    )
    joined = [
        trade_off.of(first, second)
        for trade_off, first, second in pairs
        if first is not None and second is not None
    ]
    alone = [part for part in (startup, smooth, quality) if part is not None]
    terms = joined or alone or [1.0]
    return success * sum(terms) / len(terms)
