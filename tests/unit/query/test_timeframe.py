"""What the values of `timeframe[]` mean."""

import pytest

from playhead.query.errors import InvalidTimeframeError
from playhead.query.question import Granularity, Timeframe
from playhead.query.timeframe import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    granularity_for,
    read_timeframe,
    round_timeframe,
)

NOW_MS = 1_770_076_812_345


@pytest.mark.parametrize(
    ("values", "start_ms", "end_ms"),
    [
        ([], NOW_MS - DAY_MS, NOW_MS),
        (["24:hours"], NOW_MS - DAY_MS, NOW_MS),
        (["1:hour"], NOW_MS - HOUR_MS, NOW_MS),
        (["60:minutes"], NOW_MS - HOUR_MS, NOW_MS),
        (["90:seconds"], NOW_MS - 90_000, NOW_MS),
        (["7:days"], NOW_MS - 7 * DAY_MS, NOW_MS),
        (["2:weeks"], NOW_MS - 14 * DAY_MS, NOW_MS),
        (["3:months"], NOW_MS - 90 * DAY_MS, NOW_MS),
        (["1769990400", "1770076800"], 1_769_990_400_000, 1_770_076_800_000),
        (["0", "1"], 0, 1000),
        (["1770076800", "1999999999"], 1_770_076_800_000, 1_999_999_999_000),
    ],
)
def test_a_timeframe_is_read(values: list[str], start_ms: int, end_ms: int) -> None:
    assert read_timeframe(values, now_ms=NOW_MS) == Timeframe(start_ms, end_ms)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["1769990400"], "'1769990400' cannot be read"),
        (["1", "2", "3"], "given 3 times"),
        (["24:hours", "1770076800"], "'24:hours' is no epoch second"),
        (["24:eons"], "unknown unit: use one of seconds, minutes"),
        (["0:hours"], "no length of time"),
        (["-1:hours"], "cannot be read"),
        (["1.5:hours"], "cannot be read"),
        (["\N{ARABIC-INDIC DIGIT ONE}:hours"], "cannot be read"),
        (["999999999:months"], "no length of time"),
        (["9" * 5000 + ":hours"], "cannot be read"),
        ([""], "cannot be read"),
        (["5", "5"], "not after its start"),
        (["6", "5"], "not after its start"),
        (["-5", "5"], "no epoch second"),
        (["1.0", "5"], "no epoch second"),
        (["1", "9999999999999"], "no epoch second"),
    ],
)
def test_what_cannot_be_read_is_refused(values: list[str], message: str) -> None:
    with pytest.raises(InvalidTimeframeError, match=message) as caught:
        read_timeframe(values, now_ms=NOW_MS)
    assert caught.value.code == "invalid_timeframe"
    assert len(str(caught.value)) < 500


def test_a_timeframe_that_begins_before_the_retention_is_refused_not_cut() -> None:
    week = 7 * DAY_MS
    assert read_timeframe(["7:days"], now_ms=NOW_MS, retention_ms=week).length_ms == week
    with pytest.raises(InvalidTimeframeError, match="views are kept for 7 days: start at 17694"):
        read_timeframe(["8:days"], now_ms=NOW_MS, retention_ms=week)


@pytest.mark.parametrize(
    ("length_ms", "granularity"),
    [
        (MINUTE_MS, Granularity.MINUTE),
        (90 * MINUTE_MS - 1, Granularity.MINUTE),
        (90 * MINUTE_MS, Granularity.TEN_MINUTES),
        (6 * HOUR_MS, Granularity.TEN_MINUTES),
        (6 * HOUR_MS + 1, Granularity.HOUR),
        (15 * DAY_MS, Granularity.HOUR),
        (15 * DAY_MS + 1, Granularity.DAY),
    ],
)
def test_longer_timeframes_have_larger_buckets(length_ms: int, granularity: Granularity) -> None:
    assert granularity_for(Timeframe(0, length_ms)) is granularity


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "rounded"),
    [
        (HOUR_MS, 2 * HOUR_MS, (HOUR_MS, 2 * HOUR_MS)),
        (HOUR_MS + 1, 2 * HOUR_MS + 1, (HOUR_MS, 3 * HOUR_MS)),
        (2 * HOUR_MS - 1, 2 * HOUR_MS, (HOUR_MS, 2 * HOUR_MS)),
    ],
)
def test_rounding_only_ever_widens(start_ms: int, end_ms: int, rounded: tuple[int, int]) -> None:
    found = round_timeframe(Timeframe(start_ms, end_ms), Granularity.HOUR)
    assert (found.start_ms, found.end_ms) == rounded


def test_a_timeframe_has_an_inside() -> None:
    with pytest.raises(ValueError, match="no inside"):
        Timeframe(5, 5)
