"""The engine's answers are those of the plain-Python reading of the same catalog."""

import itertools

import msgspec
import pytest
from tests.oracle import made, reading

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID, METRICS
from playhead.catalog.metric import Measurement, TimeBasis
from playhead.model.view import View
from playhead.query.aggregate import EXACT_BELOW, PERCENT_OF_RANK, RELATIVE_ERROR
from playhead.query.answer import BreakdownRow
from playhead.query.errors import TooExpensiveError
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.question import (
    AnyError,
    Breakdown,
    BreakdownOrder,
    DimensionValues,
    Direction,
    Granularity,
    ListViews,
    Measured,
    OneView,
    Overall,
    Page,
    Scope,
    Timeframe,
    Timeseries,
)
from playhead.query.run import Query
from playhead.query.timeframe import GRANULARITY_MS
from playhead.store.interface import ReadLimits

SCOPE = Scope(made.ENVIRONMENT, Timeframe(made.START_MS, made.END_MS))
ALL_MEASURED = [
    Measured(metric, measurement) for metric in METRICS for measurement in metric.allowed
]
SAMPLE = [
    Measured(METRIC_BY_ID[name], measurement)
    for name, measurement in [
        ("views", Measurement.COUNT),
        ("unique_viewers", Measurement.COUNT),
        ("views_per_viewer", Measurement.AVG),
        ("playing_time", Measurement.SUM),
        ("video_startup_time", Measurement.MEDIAN),
        ("video_startup_time", Measurement.P95),
        ("video_startup_time", Measurement.COUNT),
        ("rebuffer_percentage", Measurement.AVG),
        ("seek_latency", Measurement.AVG),
        ("viewer_experience_score", Measurement.AVG),
        ("weighted_average_bitrate", Measurement.MEDIAN),
        ("exits_before_video_start", Measurement.AVG),
        ("ad_playback_failure_percentage", Measurement.AVG),
        ("ad_error_count", Measurement.SUM),
        ("rendition_change_count", Measurement.AVG),
    ]
]
DIMENSIONS = [
    DIMENSION_BY_ID[name]
    for name in [
        "browser",
        "browser_version",
        "asn",
        "video_source_fps",
        "preroll_played",
        "view_dropped",
        "video_cdn_trace",
        "page_url",
    ]
]


def name_of(case: object) -> str:
    if isinstance(case, Measured):
        return f"{case.metric.id}-{case.measurement.value}"
    return str(getattr(case, "id", case))


def close(number: float | None) -> object:
    return pytest.approx(number, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("measured", ALL_MEASURED, ids=name_of)
def test_overall(query: Query, views: list[View], measured: Measured) -> None:
    metric = measured.metric
    chosen = reading.chosen(views, SCOPE, metric.basis, metric.value)
    answer = query.overall(Overall(SCOPE, measured))
    assert len(chosen) > 100
    assert answer.value == close(reading.number(measured, chosen))
    assert answer.total_views == len(chosen)
    assert answer.total_watch_time_ms == reading.total(chosen, "watch_time_ms")
    assert answer.total_playing_time_ms == reading.total(chosen, "playing_time_ms")


@pytest.mark.parametrize("measured", SAMPLE, ids=name_of)
def test_overall_of_no_views_is_nothing(query: Query, measured: Measured) -> None:
    answer = query.overall(Overall(Scope("nobody", SCOPE.timeframe), measured))
    assert (answer.value, answer.total_views) == (None, 0)
    assert (answer.total_watch_time_ms, answer.total_playing_time_ms) == (0, 0)


@pytest.mark.parametrize("measurement", PERCENT_OF_RANK)
@pytest.mark.parametrize("startups_above_ms", [0, 400])
def test_percentiles_of_many_views_are_within_the_bound_of_the_sketch(
    query: Query, crowd: list[View], measurement: Measurement, startups_above_ms: int
) -> None:
    filters = read_metric_filters([f"video_startup_time>={startups_above_ms}"])
    scope = Scope("crowd", SCOPE.timeframe, metric_filters=filters)
    measured = Measured(METRIC_BY_ID["video_startup_time"], measurement)
    chosen = reading.chosen(crowd, scope, TimeBasis.END, measured.metric.value)
    values = sorted(view.startup.video_startup_time_ms or 0 for view in chosen)
    rank = -(-len(values) * PERCENT_OF_RANK[measurement] // 100) - 1
    answer = query.overall(Overall(scope, measured)).value
    assert answer is not None
    if len(values) < EXACT_BELOW:
        assert answer == values[rank]
    else:
        low, high = values[rank - 1], values[rank + 1]
        assert low * (1 - RELATIVE_ERROR) <= answer <= high * (1 + RELATIVE_ERROR)


def test_the_crowd_is_large_enough_for_the_sketch(crowd: list[View]) -> None:
    many = sum((view.startup.video_startup_time_ms or 0) >= 400 for view in crowd)
    assert many < EXACT_BELOW <= len(crowd)


@pytest.mark.parametrize("granularity", [Granularity.HOUR, Granularity.DAY])
@pytest.mark.parametrize("measured", SAMPLE, ids=name_of)
def test_timeseries(
    query: Query, views: list[View], measured: Measured, granularity: Granularity
) -> None:
    metric, step = measured.metric, GRANULARITY_MS[granularity]
    members: dict[int, list[View]] = {}
    for view in reading.chosen(views, SCOPE, metric.basis, metric.value):
        members.setdefault(reading.time_of(view, metric.basis) // step * step, []).append(view)
    points = query.timeseries(Timeseries(SCOPE, measured, granularity)).points
    assert [point.start_ms for point in points] == list(range(made.START_MS, made.END_MS, step))
    for point in points:
        group = members.get(point.start_ms, [])
        assert point.views == (len(group) or None)
        assert point.value == (close(reading.number(measured, group)) if group else None)


def test_timeseries_keeps_empty_buckets_in_both_directions(query: Query) -> None:
    start = made.END_MS + 100 * made.DAY_MS
    scope = Scope(made.ENVIRONMENT, Timeframe(start, start + made.HOUR_MS))
    for direction in Direction:
        question = Timeseries(scope, SAMPLE[0], Granularity.TEN_MINUTES, direction)
        points = query.timeseries(question).points
        starts = [point.start_ms for point in points]
        assert starts == sorted(starts, reverse=direction is Direction.DESCENDING)
        assert [(point.value, point.views) for point in points] == [(None, None)] * 6


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=name_of)
@pytest.mark.parametrize("measured", SAMPLE, ids=name_of)
def test_breakdown(query: Query, views: list[View], measured: Measured, dimension: object) -> None:
    dimension = DIMENSION_BY_ID[name_of(dimension)]
    metric = measured.metric
    chosen = reading.chosen(views, SCOPE, metric.basis, metric.value)
    expected = {group.field: group for group in reading.groups(measured, chosen, dimension)}
    rows = all_rows(query, measured, dimension.id)
    assert {row.field for row in rows} == set(expected)
    for row in rows:
        group = expected[row.field]
        assert (row.value, row.views) == (close(group.value), group.views), row.field
    assert sum(row.total_watch_time_ms for row in rows) == reading.total(chosen, "watch_time_ms")
    ranked_by_impact(rows, {field: group.impact for field, group in expected.items()})


def all_rows(
    query: Query,
    measured: Measured,
    dimension_id: str,
    order_by: BreakdownOrder = BreakdownOrder.NEGATIVE_IMPACT,
    direction: Direction = Direction.DESCENDING,
) -> list[BreakdownRow]:
    dimension = DIMENSION_BY_ID[dimension_id]
    rows: list[BreakdownRow] = []
    for page in range(1, 100):
        question = Breakdown(SCOPE, measured, dimension, order_by, direction, Page(100, page))
        answer = query.breakdown(question)
        rows += answer.rows
        if not answer.rows:
            assert answer.total_row_count == len(rows)
            return rows
    raise AssertionError("the pages do not end")


def ranked_by_impact(rows: list[BreakdownRow], impacts: dict[str | None, float]) -> None:
    ranks = [row.negative_impact for row in rows]
    assert ranks == sorted(ranks), "the most harmful stands first"
    assert set(ranks) == set(range(1, max(ranks) + 1)), "a dense rank"
    for one, other in itertools.pairwise(rows):
        before, after = impacts[one.field], impacts[other.field]
        if one.negative_impact == other.negative_impact:
            assert before == pytest.approx(after, abs=2e-9)
        else:
            assert before > after - 2e-9


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("order_by", BreakdownOrder)
def test_breakdown_is_sorted_as_asked_and_wholly(
    query: Query, order_by: BreakdownOrder, direction: Direction
) -> None:
    rows = all_rows(query, SAMPLE[4], "page_url", order_by, direction)
    assert len({row.field for row in rows}) == len(rows) > 100
    down = direction is Direction.DESCENDING
    match order_by:
        case BreakdownOrder.NEGATIVE_IMPACT:
            ranks = [row.negative_impact for row in rows]
            assert ranks == sorted(ranks, reverse=not down)
        case BreakdownOrder.VALUE:
            values = [row.value for row in rows]
            assert values == sorted(values, reverse=down)
        case BreakdownOrder.VIEWS:
            counts = [row.views for row in rows]
            assert counts == sorted(counts, reverse=down)
        case BreakdownOrder.FIELD:
            fields = [row.field for row in rows]
            assert fields.pop() is None
            assert fields == sorted(map(str, fields), reverse=down)


def test_the_worse_of_two_systems_ranks_first_by_what_it_costs() -> None:
    """3 views at 3500 against 2 at 1000: the first costs 3/5 of the difference of 2500."""
    slow, fast = [a_start("mac", 3500)] * 3, [a_start("windows", 1000)] * 2
    distinct = [
        msgspec.structs.replace(
            view, identity=msgspec.structs.replace(view.identity, view_id=str(nth))
        )
        for nth, view in enumerate([*slow, *fast])
    ]
    measured = Measured(METRIC_BY_ID["video_startup_time"], Measurement.AVG)
    found = reading.groups(measured, distinct, DIMENSION_BY_ID["operating_system"])
    impacts = {group.field: group.impact for group in found}
    assert impacts == {"mac": pytest.approx(1500 / 2500), "windows": 0}


def a_start(system: str, startup_ms: int) -> View:
    replace = msgspec.structs.replace
    view = made.random_views(1)[0]
    return replace(
        view,
        viewer=replace(view.viewer, operating_system=system),
        startup=replace(view.startup, video_startup_time_ms=startup_ms),
    )


@pytest.mark.parametrize(
    "filters",
    [
        ["browser:browser 1"],
        ["browser:browser 1", "browser:browser 2"],
        ["!browser:browser 1"],
        ["!browser:browser 1", "!browser:browser 2"],
        ["browser:browser 1", "browser:browser 2", "!browser:browser 2"],
        ["browser:browser 1", "country:country 2"],
        ["browser:it's"],
        ["browser:"],
        ["browser:__empty__", "browser:browser 3"],
        ["!browser:"],
        ["page_url:a\\b\n"],
        ["page_url:b:c"],
        ["page_url:[x,y]"],
        ["page_url:{p:String}"],
        ["page_url:Å 😀"],
        ["!page_url:%(s)s"],
        ["page_url:' OR 1=1 --"],
        ["browser_version:browser_version 1"],
        ["browser_version:browser 2 browser_version 1"],
        ["!browser_version:browser 2 browser_version 1"],
        ["browser_version:"],
        ["asn:2"],
        ["!asn:2"],
        ["asn:"],
        ["video_source_fps:29.97"],
        ["video_source_fps:30"],
        ["view_dropped:true"],
        ["!view_dropped:true"],
        ["preroll_played:false"],
        ["!preroll_played:false"],
        ["preroll_played:"],
        ["+video_cdn_trace:c d"],
        ["+video_cdn_trace:a", "+video_cdn_trace:b"],
        ["-video_cdn_trace:a"],
        ["-video_cdn_trace:a", "-video_cdn_trace:b"],
        ["video_cdn_trace:[a,b]"],
        ["!video_cdn_trace:[a,b]"],
        ["video_cdn_trace:[]"],
        ["!video_cdn_trace:"],
        ["video_cdn_trace:[]", "+video_cdn_trace:a"],
        ["environment_id:other"],
    ],
    ids=repr,
)
def test_filters(query: Query, views: list[View], filters: list[str]) -> None:
    scope = Scope(SCOPE.environment_id, SCOPE.timeframe, read_filters(filters))
    expected = len(reading.chosen(views, scope, TimeBasis.START))
    assert query.overall(Overall(scope, SAMPLE[0])).total_views == expected
    assert expected < len(reading.chosen(views, SCOPE, TimeBasis.START))
    assert expected or filters[0] in {"page_url:' OR 1=1 --", "environment_id:other"}


@pytest.mark.parametrize(
    "filters",
    [
        ["video_startup_time>=1000"],
        ["video_startup_time<1000"],
        ["rebuffer_percentage>0.5"],
        ["rebuffer_count=0"],
        ["rebuffer_count!=0"],
        ["seek_latency<=2.5"],
        ["playback_failure_percentage=1"],
        ["ad_playback_failure_percentage=0"],
        ["viewer_experience_score>-1e3", "video_startup_time>0"],
    ],
    ids=repr,
)
def test_metric_filters(query: Query, views: list[View], filters: list[str]) -> None:
    wanted = read_metric_filters(filters)
    scope = Scope(SCOPE.environment_id, SCOPE.timeframe, metric_filters=wanted)
    expected = len(reading.chosen(views, scope, TimeBasis.START))
    assert query.overall(Overall(scope, SAMPLE[0])).total_views == expected > 0


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=name_of)
def test_dimension_values(query: Query, views: list[View], dimension: object) -> None:
    found: dict[str | None, int] = {}
    for view in reading.chosen(views, SCOPE, TimeBasis.END):
        text = reading.text_of(view, DIMENSION_BY_ID[name_of(dimension)])
        found[text] = found.get(text, 0) + 1
    expected = sorted(found.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
    rows: list[tuple[str | None, int]] = []
    for number in range(1, 100):
        page = Page(100, number)
        answer = query.dimension_values(
            DimensionValues(SCOPE, DIMENSION_BY_ID[name_of(dimension)], page)
        )
        assert answer.total_row_count == len(expected)
        rows += [(row.value, row.total_count) for row in answer.rows]
        if not answer.rows:
            break
    assert rows == expected


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"viewer_id": "mux_viewer_id 7"},
        {"viewer_id": "viewer_user_id 7"},
        {"error_id": 2},
        {"error_id": AnyError.ANY},
    ],
    ids=repr,
)
def test_list_views(
    query: Query, views: list[View], wanted: dict[str, object], direction: Direction
) -> None:
    def matches(view: View) -> bool:
        viewer, error = wanted.get("viewer_id"), wanted.get("error_id")
        known = {view.identity.viewer_user_id, view.identity.mux_viewer_id}
        has = view.failure.error_type_id
        return (viewer is None or viewer in known) and (
            error is None or (has is not None if error is AnyError.ANY else has == error)
        )

    expected = sorted(
        (view for view in reading.chosen(views, SCOPE, TimeBasis.END) if matches(view)),
        key=lambda view: (view.identity.view_end_ms, view.identity.view_id),
        reverse=direction is Direction.DESCENDING,
    )
    ids: list[str] = []
    for number in range(1, 100):
        question = ListViews(
            SCOPE,
            **wanted,  # type: ignore[arg-type]
            direction=direction,
            page=Page(100, number),
        )
        answer = query.list_views(question)
        assert answer.total_row_count == len(expected) > 0
        ids += [row.view_id for row in answer.rows]
        if not answer.rows:
            break
    assert ids == [view.identity.view_id for view in expected]


def test_one_view_comes_back_whole_with_its_timeline(query: Query, views: list[View]) -> None:
    view = views[0]
    environment_id, view_id = view.identity.environment_id, view.identity.view_id
    answer = query.one_view(OneView(environment_id, view_id))
    assert answer is not None
    assert answer.view == view
    assert list(answer.events) == made.events_of(view, 30)
    assert not answer.events_cut


def test_a_view_of_another_environment_does_not_exist(query: Query, views: list[View]) -> None:
    assert query.one_view(OneView("nobody", views[0].identity.view_id)) is None


def test_a_question_that_costs_too_much_is_given_up(query: Query) -> None:
    strict = Query(query._reader, ReadLimits(rows=1))
    with pytest.raises(TooExpensiveError, match="shorter timeframe"):
        strict.overall(Overall(SCOPE, SAMPLE[0]))
