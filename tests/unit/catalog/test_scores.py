"""The worked examples of the scores, to the digits they are published or measured with."""

import pytest

from playhead.catalog import scores
from playhead.model.view import Scores


def scored(**facts: object) -> Scores:
    played: dict[str, object] = {
        "playback_failure": False,
        "left_before_start": False,
        "waited_ms": 0,
        "startup_time_ms": None,
        "rebuffer_count": None,
        "rebuffer_duration_ms": None,
        "watch_time_ms": 0,
        "max_upscale": None,
        "mean_upscale": None,
        "audio_only": False,
    }
    return scores.score_view(**(played | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("situation", "facts", "score"),
    [
        ("played", {}, 1.0),
        ("left after a second", {"left_before_start": True, "waited_ms": 1000}, 0.5),
        ("left within a second", {"left_before_start": True, "waited_ms": 999}, None),
        ("failed", {"playback_failure": True}, 0.0),
        ("failed and left", {"playback_failure": True, "left_before_start": True}, 0.0),
    ],
)
def test_playback_success(situation: str, facts: dict[str, object], score: float | None) -> None:
    assert scored(**facts).playback_success_score == score, situation


@pytest.mark.parametrize(
    ("startup_ms", "percent"),
    [
        (0, 100),
        (159, 98.0512),
        (400, 95.2381),
        (500, 94.1176),
        (1000, 88.8889),
        (2000, 80),
        (4000, 66.6667),
        (8000, 50),
        (20000, 28.5714),
    ],
)
def test_startup_time(startup_ms: int, percent: float) -> None:
    score = scored(startup_time_ms=startup_ms).startup_time_score
    assert score is not None
    assert round(score * 100, 4) == percent


@pytest.mark.parametrize(
    ("stalls", "stalled_ms", "watch_ms", "percent"),
    [
        (None, None, 0, 100),
        (0, 0, 300_000, 100),
        (1, 5_000, 300_000, 87.0454),
        (4, 60_000, 1_200_000, 52.6872),
        *((n, 0, 1000, (100 + part) / 2) for n, part in [(1, 89.4427), (2, 70.7107), (3, 55.4700)]),
        *((n, 0, 1000, (100 + part) / 2) for n, part in [(4, 44.7214), (5, 37.1391), (6, 31.6228)]),
        *((0, ms, 1000, (100 + part) / 2) for ms, part in [(5, 95.1229), (10, 90.4837)]),
        *((0, ms, 1000, (100 + part) / 2) for ms, part in [(20, 81.8731), (50, 60.6531)]),
        *((0, ms, 1000, (100 + part) / 2) for ms, part in [(100, 36.7879), (200, 13.5335)]),
        (0, 500, 1000, (100 + 0.6738) / 2),
    ],
)
def test_smoothness(
    stalls: int | None, stalled_ms: int | None, watch_ms: int, percent: float
) -> None:
    score = scores.smoothness(stalls, stalled_ms, watch_ms)
    assert score * 100 == pytest.approx(percent, abs=1e-4)


def test_smoothness_where_stalls_are_longer_than_the_time_watched_counts_them_as_all_of_it() -> (
    None
):
    assert scores.smoothness(0, 900, 0) == scores.smoothness(0, 900, 900)


@pytest.mark.parametrize(
    ("largest", "mean", "percent"),
    [
        (0, 0, 100),
        (0.25, 0.25, 92.0811),
        (0.5, 0.5, 84.7894),
        (1, 1, 71.8924),
        (2, 2, 51.6851),
        (3, 3, 37.1577),
        (2, 2 * 30 / 1230, 89.3434),
    ],
)
def test_video_quality(largest: float, mean: float, percent: float) -> None:
    score = scored(max_upscale=largest, mean_upscale=mean).video_quality_score
    assert score is not None
    assert round(score * 100, 4) == percent


def test_no_picture_no_quality() -> None:
    assert scored(max_upscale=1, mean_upscale=1, audio_only=True).video_quality_score is None
    assert scored(max_upscale=None, mean_upscale=1).video_quality_score is None


@pytest.mark.parametrize(
    ("case", "facts", "parts", "overall"),
    [
        (
            "the public sample view",
            {"startup_time_ms": 159, "max_upscale": 0, "mean_upscale": 0},
            (1, 0.9805123, 1, 1),
            0.9932767,
        ),
        (
            "2 s, one stall of 5 s in 300 s, upscaled by half",
            {
                "startup_time_ms": 2000,
                "rebuffer_count": 1,
                "rebuffer_duration_ms": 5_000,
                "watch_time_ms": 300_000,
                "max_upscale": 0.5,
                "mean_upscale": 0.5,
            },
            (1, 0.8, 0.8704545, 0.8478937),
            0.8344326,
        ),
        (
            "8 s, four stalls of 60 s in 1200 s, upscaled by 200 % for 30 s of 1230 s",
            {
                "startup_time_ms": 8000,
                "rebuffer_count": 4,
                "rebuffer_duration_ms": 60_000,
                "watch_time_ms": 1_200_000,
                "max_upscale": 2,
                "mean_upscale": 2 * 30 / 1230,
            },
            (1, 0.5, 0.5268721, 0.8934339),
            0.6053079,
        ),
        (
            "audio alone, 1 s, two stalls of 3 s in 60 s",
            {
                "startup_time_ms": 1000,
                "rebuffer_count": 2,
                "rebuffer_duration_ms": 3_000,
                "watch_time_ms": 60_000,
                "audio_only": True,
            },
            (1, 0.8888889, 0.6568187, None),
            0.7459978,
        ),
        (
            "a failure after a good start",
            {
                "playback_failure": True,
                "startup_time_ms": 500,
                "max_upscale": 0,
                "mean_upscale": 0,
            },
            (0, 0.9411765, 1, 1),
            0,
        ),
        (
            "left after 3 s of waiting",
            {"left_before_start": True, "waited_ms": 3000},
            (0.5, None, None, None),
            0.5,
        ),
        (
            "left after 0.4 s of waiting",
            {"left_before_start": True, "waited_ms": 400},
            (None, None, None, None),
            None,
        ),
    ],
)
def test_viewer_experience(
    case: str,
    facts: dict[str, object],
    parts: tuple[float | None, ...],
    overall: float | None,
) -> None:
    found = scored(**facts)
    assert rounded(
        found.playback_success_score,
        found.startup_time_score,
        found.smoothness_score,
        found.video_quality_score,
    ) == (parts), case
    assert rounded(found.viewer_experience_score) == (overall,), case


def test_one_part_alone_stands_for_itself_and_none_for_success() -> None:
    assert scores.viewer_experience(1, 0.8, None, None) == 0.8
    assert scores.viewer_experience(1, None, None, None) == 1


def test_each_trade_off_gives_one_for_two_perfect_parts() -> None:
    for trade_off in (
        scores.SMOOTHNESS_AND_QUALITY,
        scores.SMOOTHNESS_AND_STARTUP,
        scores.STARTUP_AND_QUALITY,
    ):
        assert trade_off.of(1, 1) == pytest.approx(1)


def rounded(*numbers: float | None) -> tuple[float | None, ...]:
    return tuple(None if number is None else round(number, 7) for number in numbers)
