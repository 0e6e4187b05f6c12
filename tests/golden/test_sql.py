"""Every kind of statement, word by word. `PLAYHEAD_REWRITE_GOLDEN=1` rewrites the files."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement
from playhead.query import (
    sql,
    sql_comparison,
    sql_content,
    sql_contrast,
    sql_course,
    sql_errors,
    sql_insights,
    sql_subview,
    sql_table,
)
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.question import (
    AnyError,
    BeyondOrder,
    Breakdown,
    BreakdownOrder,
    DimensionValues,
    Direction,
    ErrorsList,
    Granularity,
    Insights,
    ListViews,
    Measured,
    MetricsComparison,
    OneView,
    Overall,
    Page,
    Scope,
    Timeframe,
    Timeseries,
    TraceElements,
)
from playhead.query.question_content import Content, ContentKind
from playhead.query.question_contrast import Column
from playhead.query.question_course import Course, MetricGroups
from playhead.query.question_subview import (
    Subview,
    SubviewAttribute,
    SubviewBreakdown,
    SubviewComparison,
    SubviewOverall,
    Subviews,
    SubviewTimeseries,
    SubviewValues,
)
from playhead.query.question_table import Histogram, Percentile, Rank, Table, TimeBuckets
from playhead.query.statement import Statement

FOLDER = Path(__file__).parent / "sql"
DAY = Timeframe(1_769_990_400_000, 1_770_076_800_000)
BEFORE = Timeframe(1_769_904_000_000, 1_769_990_400_000)
SCOPE = Scope("env", DAY)
HOSTILE = "'; DROP TABLE views; --"
FILTERED = Scope(
    "env",
    DAY,
    read_filters(
        [
            "country:NO",
            "country:SE",
            "!browser:Chrome",
            "cdn:",
            "!cdn:",
            "player_version:Main 7",
            "asn:64500",
            "view_dropped:false",
            "+video_cdn_trace:fastly",
            "-video_cdn_trace:akamai",
            "!video_cdn_trace:[fastly,akamai]",
            f"video_title:{HOSTILE}",
        ]
    ),
    read_metric_filters(["rebuffer_percentage>0.5", "video_startup_time>=1000"]),
)


def measured(metric: str, measurement: Measurement) -> Measured:
    return Measured(METRIC_BY_ID[metric], measurement)


STARTUP = measured("video_startup_time", Measurement.MEDIAN)
STALLED = measured("rebuffer_percentage", Measurement.AVG)
CDN = DIMENSION_BY_ID["cdn"]
TRACE = DIMENSION_BY_ID["video_cdn_trace"]
TABLE = Table(
    SCOPE,
    (
        measured("views", Measurement.COUNT),
        measured("views_per_viewer", Measurement.AVG),
        STARTUP,
        Percentile(STARTUP.metric, Rank.P99_9),
        STALLED,
    ),
    (CDN, DIMENSION_BY_ID["player_software_version"]),
    order_by=3,
    page=Page(10, 2),
)
NAMED = Breakdown(SCOPE, STARTUP, DIMENSION_BY_ID["asn"], named=True, search=HOSTILE)
COLUMN = Column(FILTERED, read_filters(["country:NO", "country:DK", "!video_title:" + HOSTILE]))
CONTENT = Content("env", DAY, ContentKind.VIDEO, HOSTILE)
MODES = Subviews(SCOPE, Subview.PLAYBACK_MODE, (SubviewAttribute.MODE,))

CASES = {
    "overall_views": sql.overall(
        Overall(SCOPE, measured("views", Measurement.COUNT)),
    ),
    "overall_unique_viewers": sql.overall(
        Overall(SCOPE, measured("unique_viewers", Measurement.COUNT)),
    ),
    "overall_percentile": sql.overall(
        Overall(SCOPE, measured("video_startup_time", Measurement.P95))
    ),
    "overall_ratio_of_sums": sql.overall(
        Overall(SCOPE, measured("rebuffer_frequency", Measurement.AVG))
    ),
    "overall_flag_among": sql.overall(
        Overall(SCOPE, measured("ad_playback_failure_percentage", Measurement.AVG))
    ),
    "overall_every_filter": sql.overall(
        Overall(FILTERED, measured("playing_time", Measurement.SUM))
    ),
    "timeseries": sql.timeseries(Timeseries(SCOPE, STALLED, Granularity.HOUR)),
    "breakdown_mean": sql.breakdown(
        Breakdown(SCOPE, measured("viewer_experience_score", Measurement.AVG), CDN)
    ),
    "breakdown_percentile": sql.breakdown(Breakdown(SCOPE, STARTUP, CDN, page=Page(10, 3))),
    "breakdown_ratio_by_version": sql.breakdown(
        Breakdown(
            SCOPE,
            STALLED,
            DIMENSION_BY_ID["player_software_version"],
            BreakdownOrder.VALUE,
            Direction.ASCENDING,
        )
    ),
    "breakdown_count_by_trace": sql.breakdown(
        Breakdown(
            SCOPE,
            measured("views", Measurement.COUNT),
            DIMENSION_BY_ID["video_cdn_trace"],
            BreakdownOrder.FIELD,
            Direction.ASCENDING,
        )
    ),
    "breakdown_searched": sql.breakdown(
        Breakdown(SCOPE, STALLED, CDN, BeyondOrder.WATCH_TIME, search=HOSTILE)
    ),
    "breakdown_named_and_searched": sql.breakdown(NAMED),
    "breakdown_of_countries_searched": sql.breakdown(
        Breakdown(SCOPE, STARTUP, DIMENSION_BY_ID["country"], named=True, search="nORw")
    ),
    "breakdown_count_of_searched": sql.count_groups(NAMED),
    "breakdown_count_of_groups": sql.count_groups(Breakdown(SCOPE, STALLED, CDN)),
    "dimension_values": sql.dimension_values(DimensionValues(SCOPE, DIMENSION_BY_ID["asn"])),
    "trace_elements": sql.trace_elements(TraceElements(SCOPE, TRACE, page=Page(10, 2))),
    "trace_elements_by_text": sql.trace_elements(
        TraceElements(SCOPE, TRACE, BreakdownOrder.FIELD, Direction.ASCENDING)
    ),
    "trace_elements_count": sql.count_groups(TraceElements(SCOPE, TRACE)),
    "errors": sql_errors.errors(ErrorsList(SCOPE)),
    "insights_mean": sql_insights.insights(
        Insights(SCOPE, measured("viewer_experience_score", Measurement.AVG))
    ),
    "insights_percentile": sql_insights.insights(Insights(SCOPE, STARTUP)),
    "insights_ratio": sql_insights.insights(Insights(SCOPE, STALLED, Direction.ASCENDING)),
    "comparison": sql_comparison.comparison(
        MetricsComparison(SCOPE, read_filters(["country:NO"])[0])
    ),
    "metric_groups": sql_comparison.metric_groups(
        MetricGroups(SCOPE, METRIC_BY_ID["rebuffer_percentage"])
    ),
    "course": sql_course.course(Course(SCOPE, STARTUP, Granularity.HOUR)),
    "course_with_the_time_before": sql_course.course(
        Course(SCOPE, STALLED, Granularity.HOUR, BEFORE)
    ),
    "contrast_numbers": sql_contrast.contrast_numbers(
        COLUMN, (measured("views", Measurement.COUNT), STARTUP, STALLED)
    ),
    "contrast_parts": sql_contrast.contrast_parts(
        COLUMN,
        (
            measured("viewer_experience_score", Measurement.AVG),
            measured("playback_failure_percentage", Measurement.AVG),
            measured("video_startup_time", Measurement.P95),
            STARTUP,
            STALLED,
        ),
        (0.8, 0.01, 4100.0, 812.5, 0.02),
    ),
    "contrast_parts_of_two_bases": sql_contrast.contrast_parts(
        Column(SCOPE), (measured("playing_time", Measurement.AVG), STALLED), (60_000.0, 0.02)
    ),
    "contrast_ranks": sql_contrast.contrast_ranks(
        COLUMN, {STARTUP: (0.475, 0.525), measured("video_startup_time", Measurement.P95): (0.94,)}
    ),
    "table": sql_table.table(TABLE),
    "table_count": sql_table.count_table(TABLE),
    "table_of_one_basis": sql_table.table(
        Table(SCOPE, (STALLED, STARTUP), order_by=None, direction=Direction.ASCENDING)
    ),
    "table_by_time": sql_table.table(
        Table(SCOPE, (STALLED,), order_by=None, time=TimeBuckets(Granularity.DAY, "Europe/Oslo"))
    ),
    "table_by_time_count": sql_table.count_table(
        Table(SCOPE, (STALLED,), time=TimeBuckets(Granularity.DAY), page=Page(10, 2))
    ),
    "table_by_time_and_dimension": sql_table.table(
        Table(
            SCOPE,
            (STALLED, measured("views", Measurement.COUNT)),
            (CDN,),
            order_by=None,
            direction=Direction.ASCENDING,
            time=TimeBuckets(Granularity.DAY),
        )
    ),
    "histogram_extent": sql_table.extent(Histogram(SCOPE, STARTUP.metric)),
    "histogram": sql_table.histogram(Histogram(SCOPE, STARTUP.metric), [0.0, 500.0]),
    "content_facts": sql_content.content_facts(CONTENT),
    "heatmap": sql_content.heatmap(CONTENT, duration_ms=600_000, slices=600),
    "subview_overall": sql_subview.subview_overall(SubviewOverall(MODES)),
    "subview_breakdown": sql_subview.subview_breakdown(SubviewBreakdown(MODES, Page(10, 2))),
    "subview_count": sql_subview.count_subviews(SubviewBreakdown(MODES)),
    "subview_comparison": sql_subview.subview_comparison(
        SubviewComparison(MODES, CDN, ("fastly", None))
    ),
    "subview_timeseries": sql_subview.subview_timeseries(
        SubviewTimeseries(MODES, Granularity.HOUR)
    ),
    "subview_renditions": sql_subview.subview_breakdown(
        SubviewBreakdown(
            Subviews(SCOPE, Subview.RENDITION, (SubviewAttribute.HEIGHT, SubviewAttribute.BITRATE))
        )
    ),
    "subview_values_of_dimension": sql_subview.subview_values(
        SubviewValues(SCOPE, Subview.PLAYBACK_MODE, CDN, HOSTILE)
    ),
    "subview_values_of_attribute": sql_subview.subview_values(
        SubviewValues(SCOPE, Subview.PLAYBACK_MODE, SubviewAttribute.MODE)
    ),
    "list_views": sql.list_views(ListViews(SCOPE)),
    "list_views_of_viewer": sql.list_views(
        ListViews(SCOPE, "viewer", 17, Direction.ASCENDING, Page(5, 2))
    ),
    "list_views_count": sql.count_views(ListViews(SCOPE, error_id=AnyError.ANY)),
    "one_view": sql.one_view(OneView("env", "view")),
    "one_view_events": sql.events_of(OneView("env", "view")),
}


def spelled(statement: Statement) -> str:
    bound = "".join(f"-- {name} = {value!r}\n" for name, value in statement.parameters.items())
    return f"{statement.text}\n{bound}"


@pytest.mark.parametrize(("name", "statement"), CASES.items(), ids=CASES)
def test_the_statement_is_the_golden_one(name: str, statement: Statement) -> None:
    golden = FOLDER / f"{name}.sql"
    if os.environ.get("PLAYHEAD_REWRITE_GOLDEN") == "1":
        golden.write_text(spelled(statement), encoding="utf-8")
    assert spelled(statement) == golden.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.sql")} == set(CASES)


@pytest.mark.parametrize("statement", CASES.values(), ids=CASES)
def test_values_are_bound_and_each_is_used(statement: Statement) -> None:
    places = set(re.findall(r"\{(\w+):\w+(?:\(\w+\))?\}", statement.text))
    assert places == set(statement.parameters)
    assert not any(value in statement.text for value in texts_of(statement.parameters))


def texts_of(parameters: Mapping[str, object]) -> list[str]:
    return [f"'{value}'" for value in parameters.values() if isinstance(value, str)] + [HOSTILE]
