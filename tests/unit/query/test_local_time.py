"""Days begin at the midnight of a place, also where clocks are changed there."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.query.errors import InvalidParametersError, InvalidTimeframeError
from playhead.query.local_time import starts_of
from playhead.query.plan import CALENDAR_END_MS, bucket_starts
from playhead.query.question import Granularity, Timeframe
from playhead.query.question_table import TIME_LIMIT, TimeBuckets, zone_names
from playhead.query.timeframe import GRANULARITY_MS, HOUR_MS

DAY, HOUR, TEN = Granularity.DAY, Granularity.HOUR, Granularity.TEN_MINUTES


def ms(text: str) -> int:
    return round(dt.datetime.fromisoformat(f"{text}+00:00").timestamp() * 1000)


@pytest.mark.parametrize(
    ("buckets", "start", "end", "expected"),
    [
        pytest.param(
            TimeBuckets(DAY),
            "2026-03-28T12:00",
            "2026-03-30T00:00",
            ["2026-03-28T00:00", "2026-03-29T00:00"],
            id="in UTC, and none that would begin at the very end",
        ),
        pytest.param(
            TimeBuckets(DAY, "Europe/Oslo"),
            "2026-03-28T12:00",
            "2026-03-30T12:00",
            ["2026-03-27T23:00", "2026-03-28T23:00", "2026-03-29T22:00"],
            id="a day of 23 hours",
        ),
        pytest.param(
            TimeBuckets(DAY, "America/New_York"),
            "2026-11-01T04:00",
            "2026-11-03T04:00",
            ["2026-11-01T04:00", "2026-11-02T05:00"],
            id="a day of 25 hours",
        ),
        pytest.param(
            TimeBuckets(DAY, "America/Sao_Paulo"),
            "2018-11-03T12:00",
            "2018-11-05T12:00",
            ["2018-11-03T03:00", "2018-11-04T03:00", "2018-11-05T02:00"],
            id="a day without a midnight",
        ),
        pytest.param(
            TimeBuckets(DAY, "Pacific/Apia"),
            "2011-12-29T12:00",
            "2012-01-01T00:00",
            ["2011-12-29T10:00", "2011-12-30T10:00", "2011-12-31T10:00"],
            id="a day that was left out",
        ),
        pytest.param(
            TimeBuckets(HOUR, "Asia/Kolkata"),
            "2026-03-28T12:00",
            "2026-03-28T13:00",
            ["2026-03-28T11:30", "2026-03-28T12:30"],
            id="hours that begin at half past",
        ),
        pytest.param(
            TimeBuckets(TEN, "Asia/Kathmandu"),
            "2026-03-28T12:00",
            "2026-03-28T12:10",
            ["2026-03-28T11:55", "2026-03-28T12:05"],
            id="a quarter of an hour off",
        ),
    ],
)
def test_buckets(buckets: TimeBuckets, start: str, end: str, expected: list[str]) -> None:
    assert starts_of(Timeframe(ms(start), ms(end)), buckets) == list(map(ms, expected))


@given(
    start_s=st.integers(0, ms("2100-01-01") // 1000),
    hours=st.integers(1, 200),
    granularity=st.sampled_from([HOUR, DAY]),
    zone=st.sampled_from(sorted(zone_names())),
)
def test_buckets_hold_the_window_and_lie_side_by_side(
    start_s: int, hours: int, granularity: Granularity, zone: str
) -> None:
    window = Timeframe(start_s * 1000, start_s * 1000 + hours * HOUR_MS)
    starts = starts_of(window, TimeBuckets(granularity, zone))
    step_ms = GRANULARITY_MS[granularity]
    assert starts == sorted(set(starts))
    # A day may be longer than its 24 hours by what clocks are put back.
    assert window.start_ms - step_ms - 3 * HOUR_MS < starts[0] <= window.start_ms
    assert starts[-1] < window.end_ms <= starts[-1] + step_ms + 3 * HOUR_MS


@given(start_s=st.integers(0, 4_000_000_000), hours=st.integers(1, 200))
def test_in_utc_they_are_those_of_a_timeseries(start_s: int, hours: int) -> None:
    window = Timeframe(start_s * 1000, start_s * 1000 + hours * HOUR_MS)
    for granularity in Granularity:
        if granularity is not Granularity.MINUTE:
            expected = bucket_starts(window, granularity, "group_by")
            assert starts_of(window, TimeBuckets(granularity)) == list(expected)


def test_there_is_an_end_to_what_is_listed() -> None:
    most = Timeframe(0, TIME_LIMIT * HOUR_MS)
    assert len(starts_of(most, TimeBuckets(HOUR))) == TIME_LIMIT
    with pytest.raises(InvalidParametersError, match="group_by 'hour' gives more than 3000"):
        starts_of(Timeframe(0, most.end_ms + 1), TimeBuckets(HOUR))


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_no_bucket_is_without_a_date(zone: str) -> None:
    last = Timeframe(CALENDAR_END_MS - 1, CALENDAR_END_MS + HOUR_MS)
    for start_ms in starts_of(last, TimeBuckets(DAY, zone)):
        assert dt.datetime.fromtimestamp(start_ms / 1000, dt.UTC).year in {9998, 9999}
    beyond = Timeframe(CALENDAR_END_MS, CALENDAR_END_MS + HOUR_MS)
    with pytest.raises(InvalidTimeframeError, match="after the year 9998"):
        starts_of(beyond, TimeBuckets(DAY, zone))
    with pytest.raises(InvalidTimeframeError, match="after the year 9998"):
        bucket_starts(beyond, DAY, "group_by")
