"""Live questions answer as the plain reading of the same entries over the same pulses does."""

import random
from collections.abc import Callable, Iterator, Sequence

import pytest

from playhead.catalog.countries import name_of as country_name
from playhead.catalog.dimension import Shape
from playhead.catalog.metric import Better, Measurement
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSION_BY_ID, LIVE_DIMENSIONS
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_metric import LiveMetric
from playhead.catalog.monitoring.live_value import (
    CONCURRENT,
    STARTING_UP,
    LiveSum,
    read_live,
    read_pulse,
    read_sum,
)
from playhead.catalog.monitoring.metrics import LIVE_METRIC_BY_ID, LIVE_METRICS
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
from playhead.query.answer_live import HISTOGRAM_BOUNDS_MS, LiveRow
from playhead.query.live_parameters import read_live_filters
from playhead.query.question import BreakdownOrder, Direction, Timeframe
from playhead.query.question_live import (
    LiveAudience,
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveHistogram,
    LiveMeasured,
    LiveScope,
    LiveSeries,
    LiveTable,
)
from playhead.query.question_table import LongPage
from playhead.query.run import Query
from playhead.store.clickhouse import open_store
from tests.oracle.questions import close

NOON_MS = 4_070_952_000_000
"""Noon of 2099-01-01, since the engine drops ticks that its clock finds old."""
TOLD = [NOON_MS + n * TICK_MS for n in range(420) if not 100 <= n < 130]
SILENT = set(TOLD[200:205])
AWKWARD = ["", "it's", "a\\b\n", "b:c", "{p:String}", "Å 😀", "%(s)s", "'; DROP TABLE pulses; --"]
ALL_MEASURED = [
    LiveMeasured(metric, measurement)
    for metric in LIVE_METRICS
    for measurement in metric.allowed or (None,)
]
FILTERS = [
    [],
    ["country:NO"],
    ["!country:NO", "!country:SE"],
    ["country:NO", "country:", "view_has_ad:false"],
    ["asn:AS64501", "asn:64502", "!cdn:"],
    ["video_title:'; DROP TABLE pulses; --", "video_title:a\\b\n", "!player_name:it's"],
]


def named(case: object) -> str:
    if isinstance(case, LiveMeasured):
        return f"{case.metric.id} {case.measurement}"
    return str(getattr(case, "id", case))


def random_pulse(tick_ms: int, environment_id: str, chance: random.Random) -> Pulse:
    def some(*choices: str) -> str | None:
        return chance.choice([None, *choices])

    def few(most: int = 4) -> int:
        return max(0, chance.randint(-2, most))

    asn = chance.choice([None, 64500, 64501, 64502])
    starts = few()
    return Pulse(
        PulseIdentity(environment_id, tick_ms, 1),
        LiveDimensions(
            asn=asn,
            asn_name=None if asn in {None, 64502} else f"NET {asn}",
            cdn=some("one", "two"),
            country=some("NO", "SE", "XX"),
            operating_system=some("iOS", "Android"),
            player_name=some(*AWKWARD[:3]),
            video_title=some(*AWKWARD),
            view_has_ad=chance.random() < 0.5,
            video_id=some("v1", "v2"),
        ),
        LiveViewers(few(), few(9), few(), few(), few(1), few(), few()),
        LiveSums(
            startup_ms=few(5000),
            playing_ms=few(45_000),
            rebuffering_ms=few(9_000),
            bitrate_ms=few(45_000),
            bitrate_bits=few(9) * 1234.5,
            starts=starts,
            startup_failures=few(2),
            exits_loading=few(3),
            exits_before_start=few(2),
            latency_samples=few(),
            latency_sum_ms=few(20_000),
            startup_samples_ms=tuple(int(chance.lognormvariate(6.5, 1.5)) for _ in range(starts)),
        ),
    )


@pytest.fixture(scope="module")
def ticks() -> list[Tick]:
    chance = random.Random(7)  # noqa: S311 - the same pulses each time
    return [
        Tick(
            tick_ms,
            1,
            [
                random_pulse(tick_ms, environment, chance)
                for environment in ("env", "other")
                for _ in range(0 if tick_ms in SILENT else chance.randint(0, 25))
            ],
            [Audience("env", tick_ms, "video_id", AWKWARD[7], n, n // 2, 1)],
        )
        for n, tick_ms in enumerate(TOLD)
    ]


@pytest.fixture(scope="module")
def live(ticks: list[Tick], dsn: str) -> Iterator[Query]:
    writer, reader = open_store(dsn, database="live")
    for begin in range(0, len(ticks), 50):
        writer.write(views=[], events=[], ticks=ticks[begin : begin + 50])
    yield Query(reader)
    writer.close()
    reader.close()


@pytest.fixture
def untold(dsn: str) -> Iterator[Query]:
    writer, reader = open_store(dsn, database="untold")
    yield Query(reader)
    writer.close()
    reader.close()


def text_of(pulse: Pulse, dimension: LiveDimension) -> str | None:
    value = read_pulse(pulse, dimension.column)
    if value is None:
        return None
    if dimension.shape is Shape.FLAG:
        return "true" if value else "false"
    return f"{dimension.prefix}{value}"


def matches(pulse: Pulse, filters: Sequence[str]) -> bool:
    wanted: dict[str, set[str | None]] = {}
    for one in filters:
        name, _, value = one.partition(":")
        dimension = LIVE_DIMENSION_BY_ID[name.removeprefix("!")]
        if dimension.prefix and value:
            value = dimension.prefix + value.removeprefix(dimension.prefix)
        if not name.startswith("!"):
            wanted.setdefault(dimension.id, set()).add(value or None)
        elif text_of(pulse, dimension) == (value or None):
            return False
    return all(text_of(pulse, LIVE_DIMENSION_BY_ID[name]) in some for name, some in wanted.items())


def chosen(ticks: Sequence[Tick], filters: Sequence[str]) -> dict[int, list[Pulse]]:
    return {
        tick.tick_ms: [
            pulse
            for pulse in tick.pulses
            if pulse.identity.environment_id == "env" and matches(pulse, filters)
        ]
        for tick in ticks
    }


def reading(measured: LiveMeasured, pulses: Sequence[Pulse]) -> float | None:
    return read_live(measured.metric.value, measured.measurement, pulses)


def scope(filters: Sequence[str]) -> LiveScope:
    return LiveScope("env", read_live_filters(filters))


@pytest.mark.parametrize("measured", ALL_MEASURED, ids=named)
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_series(
    live: Query, ticks: list[Tick], measured: LiveMeasured, filters: list[str]
) -> None:
    pulses = chosen(ticks, filters)
    answer = live.live_series(LiveSeries(scope(filters), measured))
    assert [point.tick_ms for point in answer.points] == list(
        range(TOLD[-1] - 359 * TICK_MS, TOLD[-1] + 1, TICK_MS)
    )
    for point in answer.points:
        here = pulses.get(point.tick_ms)
        assert point.told == (here is not None)
        assert point.concurrent_viewers == read_sum(CONCURRENT, here or ())
        assert point.value == close(None if here is None else reading(measured, here))


@pytest.mark.parametrize(
    ("from_ms", "first", "last"),
    [
        (NOON_MS + 7_001, NOON_MS + 5_000, NOON_MS + 5_000 + 359 * TICK_MS),
        (NOON_MS - 600_000, NOON_MS - 600_000, NOON_MS - 600_000 + 359 * TICK_MS),
        (TOLD[-1] - 9_000, TOLD[-1] - 10_000, TOLD[-1]),
        (TOLD[-1] + 9_000, None, None),
    ],
    ids=["past", "before the first", "not over yet", "to come"],
)
def test_where_a_series_begins_and_ends(
    live: Query, from_ms: int, first: int | None, last: int | None
) -> None:
    answer = live.live_series(LiveSeries(scope([]), ALL_MEASURED[0], from_ms))
    times = [point.tick_ms for point in answer.points]
    assert times == ([] if first is None or last is None else list(range(first, last + 1, TICK_MS)))
    assert [point.tick_ms for point in answer.points if point.told] == [
        tick_ms for tick_ms in TOLD if tick_ms in times
    ]


def expected_rows(
    measured: LiveMeasured, dimension: LiveDimension, pulses: Sequence[Pulse]
) -> list[LiveRow]:
    groups: dict[str | None, list[Pulse]] = {}
    for pulse in pulses:
        groups.setdefault(text_of(pulse, dimension), []).append(pulse)
    found = {
        value: (reading(measured, group), int(read_sum(CONCURRENT, group)))
        for value, group in groups.items()
    }
    counts = measured.metric.better is Better.NEITHER
    shown = [
        value
        for value, (number, viewers) in found.items()
        if viewers or (number is not None and not counts)
    ]
    harms = {value: harm(measured.metric, measured, groups[value], pulses) for value in shown}
    ranks = sorted(set(harms.values()), reverse=True)
    rows = [
        LiveRow(
            value,
            display(dimension, value, groups[value]),
            found[value][0],
            found[value][1],
            int(read_sum(STARTING_UP, groups[value])),
            0 if found[value][0] is None else 1 + ranks.index(harms[value]),
        )
        for value in shown
    ]
    rows.sort(key=lambda row: (row.value is None, (row.value or "").encode()))
    return rows


def display(dimension: LiveDimension, value: str | None, group: Sequence[Pulse]) -> str | None:
    if value is None:
        return None
    if dimension.names_country:
        return country_name(value) or value
    if dimension.name_column is None:
        return value
    names = [read_pulse(pulse, dimension.name_column) for pulse in group]
    return max((str(name) for name in names if name is not None), default=value)


def harm(
    metric: LiveMetric, measured: LiveMeasured, group: Sequence[Pulse], pulses: Sequence[Pulse]
) -> float:
    """Return what the metric would gain if the group were like the others."""
    number, of_all = reading(measured, group), reading(measured, pulses)
    weight = read_sum(metric.weight, group)
    others = read_sum(metric.weight, pulses) - weight
    if metric.better is Better.NEITHER or number is None or of_all is None or not others:
        return 0.0
    sign = 1 if metric.better is Better.LOWER else -1
    return round(max(0.0, sign * (number - of_all) * weight / others / (of_all or 1.0)), 9)


def same_rows(found: Sequence[LiveRow], expected: Sequence[LiveRow]) -> None:
    assert [row.value for row in found] == [row.value for row in expected]
    for row, wanted in zip(found, expected, strict=True):
        assert row.metric_value == close(wanted.metric_value)
        for name in ("display_value", "concurrent_viewers", "starting_up_viewers"):
            assert getattr(row, name) == getattr(wanted, name)
        assert row.negative_impact == wanted.negative_impact


@pytest.mark.parametrize("measured", ALL_MEASURED, ids=named)
@pytest.mark.parametrize("dimension", LIVE_DIMENSIONS, ids=named)
def test_a_breakdown(
    live: Query, ticks: list[Tick], measured: LiveMeasured, dimension: LiveDimension
) -> None:
    for filters, at_ms in (([], None), (FILTERS[3], TOLD[300] + 4_999), ([], TOLD[201])):
        tick_ms = TOLD[-1] if at_ms is None else at_ms // TICK_MS * TICK_MS
        answer = live.live_breakdown(
            LiveBreakdown(
                scope(filters),
                measured,
                dimension,
                at_ms,
                BreakdownOrder.FIELD,
                Direction.ASCENDING,
            )
        )
        expected = expected_rows(measured, dimension, chosen(ticks, filters)[tick_ms])
        assert (answer.tick_ms, answer.total_row_count) == (tick_ms, len(expected))
        same_rows(answer.rows, expected)


ORDERS: dict[BreakdownOrder, Callable[[LiveRow], float]] = {
    BreakdownOrder.VIEWS: lambda row: row.concurrent_viewers,
    BreakdownOrder.VALUE: lambda row: row.metric_value or 0.0,
    BreakdownOrder.NEGATIVE_IMPACT: lambda row: -row.negative_impact,
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("metric", ["exits-before-video-start", "current-average-bitrate"])
def test_rows_without_a_value_stand_last(
    live: Query, order: BreakdownOrder, direction: Direction, metric: str
) -> None:
    measured = LiveMeasured(LIVE_METRIC_BY_ID[metric])
    title = LIVE_DIMENSION_BY_ID["video_title"]
    rows = live.live_breakdown(
        LiveBreakdown(scope([]), measured, title, TOLD[55], order, direction)
    ).rows
    if order is not BreakdownOrder.VIEWS:
        nulls = [row.metric_value is None for row in rows]
        assert nulls == sorted(nulls)
        rows = tuple(row for row in rows if row.metric_value is not None)
    keys = [ORDERS[order](row) for row in rows]
    assert len(keys) > 3
    assert keys == sorted(keys, reverse=direction is Direction.DESCENDING)


@pytest.mark.parametrize("measured", ALL_MEASURED, ids=named)
def test_a_breakdown_over_time(live: Query, ticks: list[Tick], measured: LiveMeasured) -> None:
    dimension = LIVE_DIMENSION_BY_ID["video_title"]
    pulses = chosen(ticks, [])
    for window in (None, Timeframe(TOLD[95] + 1, TOLD[95] + 240_001)):
        answer = live.live_breakdown_series(
            LiveBreakdownSeries(
                scope([]),
                measured,
                dimension,
                window,
                BreakdownOrder.FIELD,
                Direction.ASCENDING,
                limit=3,
            )
        )
        first = TOLD[-12] if window is None else TOLD[95]
        count = 12 if window is None else 49
        assert [at.tick_ms for at in answer.points] == [first + n * TICK_MS for n in range(count)]
        for at in answer.points:
            here = pulses.get(at.tick_ms)
            assert at.told == (here is not None)
            same_rows(at.rows, expected_rows(measured, dimension, here or ())[:3])


@pytest.mark.parametrize("filters", FILTERS[:3], ids=str)
def test_a_histogram(live: Query, ticks: list[Tick], filters: list[str]) -> None:
    metric = LIVE_METRIC_BY_ID["video-startup-time"]
    answer = live.live_histogram(LiveHistogram(scope(filters), metric))
    last = TOLD[-1] // 60_000 * 60_000
    assert [minute.start_ms for minute in answer.minutes] == [
        last - n * 60_000 for n in reversed(range(30))
    ]
    by_tick = chosen(ticks, filters)
    ends = [*HISTOGRAM_BOUNDS_MS[1:], 10**12]
    for minute in answer.minutes:
        pulses = [
            pulse
            for tick_ms, some in by_tick.items()
            if tick_ms // 60_000 * 60_000 == minute.start_ms
            for pulse in some
        ]
        samples = [each for pulse in pulses for each in pulse.sums.startup_samples_ms]
        assert minute.samples == len(samples)
        for found, measurement in (
            (minute.median, Measurement.MEDIAN),
            (minute.p95, Measurement.P95),
            (minute.average, Measurement.AVG),
        ):
            assert found == close(read_live(metric.value, measurement, pulses))
        assert [bar.count for bar in minute.bars] == [
            sum(start <= each < end for each in samples)
            for start, end in zip(HISTOGRAM_BOUNDS_MS, ends, strict=True)
        ]
        shares = [bar.share for bar in minute.bars]
        assert sum(shares) == pytest.approx(1.0 if samples else 0.0)
        assert minute.greatest_share == max(shares)


@pytest.mark.parametrize("filters", FILTERS[:3], ids=str)
@pytest.mark.parametrize("by", [(), ("country", "asn", "view_has_ad")], ids=str)
def test_a_table(live: Query, ticks: list[Tick], filters: list[str], by: tuple[str, ...]) -> None:
    dimensions = tuple(LIVE_DIMENSION_BY_ID[name] for name in by)
    measures = tuple(ALL_MEASURED)
    answer = live.live_table(
        LiveTable(
            scope(filters),
            measures,
            dimensions,
            TOLD[60],
            None,
            Direction.ASCENDING,
            LongPage(1000),
        )
    )
    groups: dict[tuple[str | None, ...], list[Pulse]] = {}
    for pulse in chosen(ticks, filters)[TOLD[60]]:
        groups.setdefault(tuple(text_of(pulse, each) for each in dimensions), []).append(pulse)
    assert answer.tick_ms == TOLD[60]
    assert answer.total_row_count == len(answer.rows) == len(groups)
    for row in answer.rows:
        group = groups[row.fields]
        assert list(row.values) == [close(reading(each, group)) for each in measures]
        assert row.concurrent_viewers == read_sum(CONCURRENT, group)
        assert row.starting_up_viewers == read_sum(STARTING_UP, group)


@pytest.mark.parametrize("moment", [TOLD[201], TOLD[99] + TICK_MS], ids=["silent", "never told"])
def test_nobody_is_no_row(live: Query, moment: int) -> None:
    country = LIVE_DIMENSION_BY_ID["country"]
    answer = live.live_breakdown(LiveBreakdown(scope([]), ALL_MEASURED[0], country, moment))
    assert (answer.tick_ms, answer.rows, answer.total_row_count) == (moment, (), 0)
    table = live.live_table(LiveTable(scope([]), (ALL_MEASURED[0],), (country,), moment))
    assert (table.tick_ms, table.rows, table.total_row_count) == (moment, (), 0)


def test_audiences_are_those_of_the_newest_tick(live: Query) -> None:
    assert live.newest_tick() == TOLD[-1]
    found = live.audience(LiveAudience("env", "video_id", AWKWARD[7]))
    last = len(TOLD) - 1
    assert (found.tick_ms, found.views, found.viewers) == (TOLD[-1], last, last // 2)
    for nobody in (
        LiveAudience("other", "video_id", AWKWARD[7]),
        LiveAudience("env", "asset_id", ""),
    ):
        found = live.audience(nobody)
        assert (found.tick_ms, found.views, found.viewers) == (TOLD[-1], 0, 0)


def test_a_store_that_was_never_told_a_tick(untold: Query) -> None:
    country = LIVE_DIMENSION_BY_ID["country"]
    startup = LIVE_METRIC_BY_ID["video-startup-time"]
    measured = ALL_MEASURED[0]
    assert untold.newest_tick() is None
    assert untold.live_series(LiveSeries(scope([]), measured)).points == ()
    assert untold.live_breakdown(LiveBreakdown(scope([]), measured, country)).tick_ms is None
    short = untold.live_breakdown_series(LiveBreakdownSeries(scope([]), measured, country))
    assert short.points == ()
    assert untold.live_histogram(LiveHistogram(scope([]), startup)).minutes == ()
    assert untold.live_table(LiveTable(scope([]), (measured,))).rows == ()
    nobody = untold.audience(LiveAudience("env", "video_id", "a"))
    assert (nobody.tick_ms, nobody.views, nobody.viewers) == (None, 0, 0)


def test_a_metric_that_sums_is_nought_where_nobody_is_and_others_have_no_value(
    live: Query,
) -> None:
    for measured in ALL_MEASURED:
        points = live.live_series(LiveSeries(scope([]), measured)).points
        silent = [point for point in points if point.tick_ms in SILENT]
        assert len(silent) == len(SILENT)
        empty = 0.0 if isinstance(measured.metric.value, LiveSum) else None
        assert {(point.value, point.concurrent_viewers, point.told) for point in silent} == {
            (empty, 0, True)
        }
