"""Several numbers at once are those that each question gives for itself, and the plain reading."""

import bisect
import math
from collections.abc import Sequence

import msgspec
import pytest

from playhead.catalog.comparison import GROUPS
from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID, METRICS
from playhead.catalog.measure import read
from playhead.catalog.metric import TimeBasis
from playhead.model.view import View
from playhead.query.answer_table import TableRow
from playhead.query.filters import read_filters
from playhead.query.local_time import starts_of
from playhead.query.question import (
    Direction,
    Filter,
    Granularity,
    Measured,
    MetricsComparison,
    Page,
    Scope,
)
from playhead.query.question_table import (
    Histogram,
    LongPage,
    Percentile,
    Rank,
    Table,
    TimeBuckets,
)
from playhead.query.run import Query
from tests.oracle import reading
from tests.oracle.questions import SAMPLE, SCOPE, close, name_of

RANKED = [metric for metric in METRICS if metric.ranked]
STARTUP = METRIC_BY_ID["video_startup_time"]
MIXED: tuple[Measured | Percentile, ...] = (
    *SAMPLE[:9],
    Percentile(STARTUP, Rank.P99_9),
    Percentile(STARTUP, Rank.P25),
)
BY = tuple(DIMENSION_BY_ID[name] for name in ("browser_version", "video_cdn_trace", "asn"))


def number(measure: Measured | Percentile, views: Sequence[View]) -> float | None:
    metric = measure.metric
    chosen = [view for view in views if read(metric.value, view) is not None]
    if not chosen:
        return None
    if isinstance(measure, Measured):
        return reading.number(measure, chosen)
    values = sorted(read(metric.value, view) or 0.0 for view in chosen)
    return values[math.ceil(len(values) * measure.rank.per_mille / 1000) - 1]


def in_scope(views: Sequence[View], measure: Measured | Percentile) -> list[View]:
    return reading.chosen(views, SCOPE, measure.metric.basis, measure.metric.value)


@pytest.mark.parametrize("measures", [MIXED, SAMPLE[4:9]], ids=["two bases", "one basis"])
def test_several_numbers_by_several_dimensions(
    query: Query, views: list[View], measures: Sequence[Measured | Percentile]
) -> None:
    def key(view: View) -> tuple[str | None, ...]:
        return tuple(reading.text_of(view, dimension) for dimension in BY)

    members = [in_scope(views, measure) for measure in measures]
    expected = {key(view) for group in members for view in group}
    rows: list[TableRow] = []
    for page in range(1, 100):
        answer = query.table(Table(SCOPE, tuple(measures), BY, 1, page=Page(100, page)))
        assert answer.total_row_count == len(expected) > 100
        rows += answer.rows
        if not answer.rows:
            break
    assert {row.fields for row in rows} == expected
    assert len(rows) == len(expected)
    for row in rows[::50]:
        for place, measure in enumerate(measures):
            group = [view for view in members[place] if key(view) == row.fields]
            assert row.views[place] == len(group)
            assert row.values[place] == close(number(measure, group))
    sorted_by = [row.values[1] for row in rows]
    known = [value for value in sorted_by if value is not None]
    assert known == sorted(known, reverse=True)
    assert sorted_by[: len(known)] == known, "what has no value stands last"


def test_without_dimensions_there_is_one_row(query: Query, views: list[View]) -> None:
    (row,) = query.table(Table(SCOPE, MIXED)).rows
    assert row.fields == ()
    for place, measure in enumerate(MIXED):
        assert row.values[place] == close(number(measure, in_scope(views, measure)))


def test_no_views_make_no_rows(query: Query) -> None:
    answer = query.table(Table(Scope("nobody", SCOPE.timeframe), MIXED))
    assert (answer.rows, answer.total_row_count) == ((), 0)


def test_rows_by_their_texts(query: Query) -> None:
    by = (DIMENSION_BY_ID["browser"],)
    answer = query.table(Table(SCOPE, (SAMPLE[0],), by, None, Direction.ASCENDING))
    texts = [row.fields[0] for row in answer.rows]
    assert texts.pop() is None
    assert texts == sorted(map(str, texts))


IN_TIME = [
    TimeBuckets(Granularity.HOUR),
    TimeBuckets(Granularity.HOUR, "Asia/Kolkata"),
    TimeBuckets(Granularity.DAY),
    TimeBuckets(Granularity.DAY, "America/Sao_Paulo"),
]


def by_bucket(
    measure: Measured | Percentile, views: Sequence[View], starts: Sequence[int]
) -> dict[int, list[View]]:
    found: dict[int, list[View]] = {}
    for view in in_scope(views, measure):
        time = reading.time_of(view, measure.metric.basis)
        found.setdefault(starts[bisect.bisect_right(starts, time) - 1], []).append(view)
    return found


@pytest.mark.parametrize("buckets", IN_TIME, ids=str)
@pytest.mark.parametrize("measures", [MIXED, SAMPLE[4:9]], ids=["two bases", "one basis"])
def test_several_numbers_over_time(
    query: Query,
    views: list[View],
    measures: Sequence[Measured | Percentile],
    buckets: TimeBuckets,
) -> None:
    starts = starts_of(SCOPE.timeframe, buckets)
    table = Table(
        SCOPE, tuple(measures), (), None, Direction.ASCENDING, LongPage(1000), time=buckets
    )
    answer = query.table(table)
    assert [row.start_ms for row in answer.rows] == starts
    assert answer.total_row_count == len(starts) >= 3
    for place, measure in enumerate(measures):
        groups = by_bucket(measure, views, starts)
        for row in answer.rows:
            group = groups.get(row.start_ms or 0, [])
            assert row.views[place] == len(group)
            assert row.values[place] == close(number(measure, group))


def test_buckets_without_views_are_listed_where_time_stands_alone(query: Query) -> None:
    scope = Scope("nobody", SCOPE.timeframe)
    alone = Table(scope, MIXED, order_by=0, page=LongPage(2, 2), time=IN_TIME[2])
    answer = query.table(alone)
    assert answer.total_row_count == 3
    (row,) = answer.rows
    assert row.start_ms == starts_of(SCOPE.timeframe, IN_TIME[2])[2]
    assert (set(row.values), set(row.views), row.fields) == ({None}, {0}, ())
    beside = Table(scope, MIXED, BY[:1], time=IN_TIME[2])
    assert query.table(beside).total_row_count == 0
    assert query.table(msgspec.structs.replace(alone, page=LongPage(2, 3))).total_row_count == 3


def test_several_numbers_over_time_by_a_dimension(query: Query, views: list[View]) -> None:
    browser, buckets = DIMENSION_BY_ID["browser"], IN_TIME[3]
    starts = starts_of(SCOPE.timeframe, buckets)
    expected: dict[tuple[int, str | None], list[list[View]]] = {}
    for place, measure in enumerate(MIXED):
        for start, group in by_bucket(measure, views, starts).items():
            for view in group:
                key = (start, reading.text_of(view, browser))
                expected.setdefault(key, [[] for _ in MIXED])[place].append(view)
    answer = query.table(Table(SCOPE, MIXED, (browser,), None, page=LongPage(1000), time=buckets))
    assert answer.total_row_count == len(expected)
    found = [(row.start_ms or 0, row.fields[0]) for row in answer.rows]
    assert set(found) == set(expected)
    assert [start for start, _ in found] == sorted((start for start, _ in found), reverse=True)
    for row, key in zip(answer.rows, found, strict=True):
        assert row.views == tuple(map(len, expected[key]))
        wanted = [close(number(*pair)) for pair in zip(MIXED, expected[key], strict=True)]
        assert list(row.values) == wanted


@pytest.mark.parametrize("rank", Rank)
def test_every_percentile_of_every_metric(query: Query, views: list[View], rank: Rank) -> None:
    for start in range(0, len(RANKED), 12):
        measures = tuple(Percentile(metric, rank) for metric in RANKED[start : start + 12])
        (row,) = query.table(Table(SCOPE, measures)).rows
        for place, measure in enumerate(measures):
            assert row.values[place] == close(number(measure, in_scope(views, measure)))


@pytest.mark.parametrize("rank", Rank)
def test_percentiles_of_many_views_are_exact(query: Query, crowd: list[View], rank: Rank) -> None:
    values = sorted(view.startup.video_startup_time_ms or 0 for view in crowd)
    scope = Scope("crowd", SCOPE.timeframe)
    (row,) = query.table(Table(scope, (Percentile(STARTUP, rank),))).rows
    place = math.ceil(len(values) * rank.per_mille / 1000) - 1
    assert row.values[0] == values[place]


@pytest.mark.parametrize("buckets", [1, 7, 100])
@pytest.mark.parametrize("metric", RANKED, ids=name_of)
def test_histograms_hold_every_view_once(
    query: Query, views: list[View], metric: object, buckets: int
) -> None:
    metric = METRIC_BY_ID[name_of(metric)]
    chosen = reading.chosen(views, SCOPE, metric.basis, metric.value)
    values = [read(metric.value, view) or 0.0 for view in chosen]
    answer = query.histogram(Histogram(SCOPE, metric, buckets))
    assert (answer.least, answer.greatest) == (close(min(values)), close(max(values)))
    assert answer.total_views == len(values) == sum(bar.views for bar in answer.bars)
    assert 1 <= len(answer.bars) <= buckets + 3
    for bar in answer.bars:
        end = math.inf if bar.end is None else bar.end
        assert bar.views == sum(bar.start <= value < end for value in values), bar
    for bar, after in zip(answer.bars, answer.bars[1:], strict=False):
        assert bar.end == after.start


def test_no_views_have_no_histogram(query: Query) -> None:
    answer = query.histogram(Histogram(Scope("nobody", SCOPE.timeframe), STARTUP))
    assert (answer.bars, answer.total_views, answer.least) == ((), 0, None)


@pytest.mark.parametrize(
    "filters", [[], ["browser:browser 1"], ["browser:"], ["video_cdn_trace:[a,b]"]], ids=repr
)
def test_comparison(query: Query, views: list[View], filters: list[str]) -> None:
    only: Filter | None = next(iter(read_filters(filters)), None)
    scope = Scope(SCOPE.environment_id, SCOPE.timeframe, read_filters(filters))
    started = reading.chosen(views, scope, TimeBasis.START)
    ended = reading.chosen(views, scope, TimeBasis.END)
    answer = query.comparison(MetricsComparison(SCOPE, only))
    totals = answer.totals
    assert (totals.started_views, totals.ended_views) == (len(started), len(ended))
    assert totals.view_count == len(ended)
    assert totals.watch_time_ms == reading.total(ended, "watch_time_ms")
    assert totals.total_playing_time_ms == reading.total(ended, "playing_time_ms")
    assert totals.unique_viewers == len({view.identity.viewer_id for view in started})
    for declared, group in zip(GROUPS, answer.groups, strict=True):
        numbers = [(declared.head, group.value)] + [
            (item, found.value)
            for item, found in zip(declared.items or (), group.items or (), strict=True)
        ]
        for compared, value in numbers:
            measured = Measured(compared.metric, compared.measured_by)
            chosen = reading.chosen(views, scope, measured.metric.basis, measured.metric.value)
            expected = reading.number(measured, chosen) if chosen else None
            assert value == close(expected), compared.name


def test_a_comparison_goes_beside_a_filter_of_the_same_dimension(query: Query) -> None:
    """Filters of one dimension join with or; the compared value must hold as well."""
    one, two = read_filters(["browser:browser 1"]), read_filters(["browser:browser 2"])
    scope = Scope(SCOPE.environment_id, SCOPE.timeframe, one)
    assert query.comparison(MetricsComparison(scope, two[0])).totals.view_count == 0
    assert query.comparison(MetricsComparison(scope, one[0])).totals.view_count > 0


def test_without_views_the_comparison_is_whole_and_says_nothing(query: Query) -> None:
    answer = query.comparison(MetricsComparison(Scope("nobody", SCOPE.timeframe)))
    assert answer.totals.view_count == 0
    assert [group.value for group in answer.groups] == [0.0, None, None, None, None, None]
