"""Asking a question of the store: the one way, used by every surface.

Law: nothing but `asking` sends SQL, and nothing but `sql` writes it.
"""

import msgspec

from playhead.catalog.countries import name_of
from playhead.model.timeline import TimelineEvent
from playhead.query import (
    sql,
    sql_comparison,
    sql_content,
    sql_course,
    sql_errors,
    sql_insights,
    sql_table,
)
from playhead.query.answer import (
    BreakdownAnswer,
    BreakdownRow,
    ComparisonGroup,
    CourseAnswer,
    DimensionValue,
    DimensionValuesAnswer,
    ErrorsAnswer,
    InsightsAnswer,
    MetricsComparisonAnswer,
    OverallAnswer,
    Point,
    TimeseriesAnswer,
    ViewAnswer,
    ViewsAnswer,
    ViewSummary,
)
from playhead.query.answer_content import HeatmapAnswer, HotspotsAnswer
from playhead.query.answer_contrast import ContrastAnswer
from playhead.query.answer_subview import (
    SubviewBreakdownAnswer,
    SubviewComparisonAnswer,
    SubviewTimeseriesAnswer,
)
from playhead.query.answer_table import HistogramAnswer, TableAnswer
from playhead.query.asking import Asking
from playhead.query.comparison_rows import comparison_answer, groups_answer
from playhead.query.contrast import contrasted
from playhead.query.course_rows import buckets_of_course, course_answer
from playhead.query.decode import decoded
from playhead.query.error_rows import errors_answer
from playhead.query.heat import ContentFacts, heatmap_answer, hotspots_in, slices_of
from playhead.query.insight_rows import insights_answer
from playhead.query.live import LiveQuestions
from playhead.query.plan import buckets_of
from playhead.query.question import (
    Breakdown,
    DimensionValues,
    ErrorsList,
    Insights,
    ListViews,
    MetricsComparison,
    OneView,
    Overall,
    Timeseries,
    TraceElements,
)
from playhead.query.question_content import Heatmap, Hotspots
from playhead.query.question_contrast import Contrast
from playhead.query.question_course import Course, MetricGroups
from playhead.query.question_subview import (
    SubviewBreakdown,
    SubviewComparison,
    SubviewOverall,
    SubviewTimeseries,
    SubviewValues,
)
from playhead.query.question_table import Histogram, Table
from playhead.query.subviews import (
    compared_subviews,
    page_of_subviews,
    playing_time_of_all,
    timed_subviews,
)
from playhead.query.table_rows import (
    Extent,
    bars_of,
    histogram_answer,
    nothing_to_show,
    table_answer,
)
from playhead.store.columnar import decode_view
from playhead.store.interface import Rows


class Query(Asking, LiveQuestions):
    """Answers questions from one store. Safe to use from several threads at once.

    Every method raises `InvalidParametersError` where the question asks for too much, and
    `TooExpensiveError` where the store cut the query off. The store's other errors pass: they are
    no question's fault.
    """

    def overall(self, question: Overall) -> OverallAnswer:
        """Return one number for all views."""
        (row,) = decoded(self._select(sql.overall(question)), _Whole)
        metric = question.measured.metric
        return OverallAnswer(
            unit=metric.unit,
            basis=metric.basis,
            # Over no views the engine's sums are 0 and its means no number.
            value=row.value if row.total_views else None,
            total_views=row.total_views,
            total_watch_time_ms=row.total_watch_time_ms,
            total_playing_time_ms=row.total_playing_time_ms,
        )

    def timeseries(self, question: Timeseries) -> TimeseriesAnswer:
        """Return one number for each bucket."""
        buckets = buckets_of(question)
        rows = decoded(self._select(sql.timeseries(question)), _Bucket)
        found = {row.start_ms: row for row in rows}
        metric = question.measured.metric
        return TimeseriesAnswer(
            unit=metric.unit,
            basis=metric.basis,
            points=tuple(_point(start_ms, found.get(start_ms)) for start_ms in buckets),
        )

    def course(self, question: Course) -> CourseAnswer:
        """Return one number, that of the time before, and one for each bucket."""
        buckets = buckets_of_course(question)
        return course_answer(question, buckets, self._select(sql_course.course(question)))

    def breakdown(self, question: Breakdown) -> BreakdownAnswer:
        """Return one number for each value of a dimension."""
        found = self._select(sql.breakdown(question))
        metric = question.measured.metric
        rows = decoded(found, BreakdownRow)
        if question.named and question.dimension.names_country:
            rows = tuple(
                msgspec.structs.replace(row, name=name_of(row.field or "")) for row in rows
            )
        return BreakdownAnswer(
            unit=metric.unit,
            basis=metric.basis,
            rows=rows,
            total_row_count=self._total(question, found),
        )

    def list_views(self, question: ListViews) -> ViewsAnswer:
        """Return one page of views."""
        rows = decoded(self._select(sql.list_views(question)), ViewSummary)
        (count,) = decoded(self._select(sql.count_views(question)), _Count)
        return ViewsAnswer(rows=rows, total_row_count=count.total_row_count)

    def one_view(self, question: OneView) -> ViewAnswer | None:
        """Return a view with its timeline, or nothing where the environment has no such view."""
        found = self._select(sql.one_view(question))
        if not found.rows:
            return None
        events = decoded(self._select(sql.events_of(question)), TimelineEvent)
        return ViewAnswer(
            view=decode_view(found.names, found.rows[0]),
            events=events[: sql.EVENT_LIMIT],
            events_cut=len(events) > sql.EVENT_LIMIT,
        )

    def dimension_values(self, question: DimensionValues) -> DimensionValuesAnswer:
        """Return one page of a dimension's values."""
        found = self._select(sql.dimension_values(question))
        return DimensionValuesAnswer(
            rows=decoded(found, DimensionValue), total_row_count=self._total(question, found)
        )

    def trace_elements(self, question: TraceElements) -> DimensionValuesAnswer:
        """Return one page of a trace's elements."""
        found = self._select(sql.trace_elements(question))
        return DimensionValuesAnswer(
            rows=decoded(found, DimensionValue), total_row_count=self._total(question, found)
        )

    def errors(self, question: ErrorsList) -> ErrorsAnswer:
        """Return the most frequent kinds of errors."""
        return errors_answer(self._select(sql_errors.errors(question)))

    def insights(self, question: Insights) -> InsightsAnswer:
        """Return the groups that harm a metric most."""
        return insights_answer(question, self._select(sql_insights.insights(question)))

    def comparison(self, question: MetricsComparison) -> MetricsComparisonAnswer:
        """Return the numbers by which values of a dimension are compared."""
        return comparison_answer(self._select(sql_comparison.comparison(question)))

    def metric_groups(self, question: MetricGroups) -> tuple[ComparisonGroup, ...]:
        """Return the number of each group of metrics, and the numbers in one of them."""
        return groups_answer(question, self._select(sql_comparison.metric_groups(question)))

    def contrast(self, question: Contrast) -> ContrastAnswer:
        """Return the numbers of columns side by side, and what can be said of their differences."""
        return contrasted(question, self._select)

    def table(self, question: Table) -> TableAnswer:
        """Return one page of several numbers by several dimensions."""
        found = self._select(sql_table.table(question))
        counted = found
        if not found.rows and question.page.offset:
            counted = self._select(sql_table.count_table(question))
        return table_answer(question, found, _count_in(counted))

    def histogram(self, question: Histogram) -> HistogramAnswer:
        """Return how views spread over the values of a metric."""
        extents = decoded(self._select(sql_table.extent(question)), Extent)
        if not extents:
            return nothing_to_show(question)
        bars = bars_of(extents[0], question.buckets)
        found = self._select(sql_table.histogram(question, bars.starts))
        return histogram_answer(question, extents[0], bars, found)

    def heatmap(self, question: Heatmap) -> HeatmapAnswer:
        """Return how often each part of a content was watched."""
        content = question.content
        (facts,) = decoded(self._select(sql_content.content_facts(content)), ContentFacts)
        length = facts.length_ms
        if not length:
            return HeatmapAnswer(facts.total_views, None, (), ())
        slices = slices_of(length)
        found = self._select(sql_content.heatmap(content, duration_ms=length, slices=slices))
        return heatmap_answer(facts, slices, found)

    def hotspots(self, question: Hotspots) -> HotspotsAnswer:
        """Return the parts of a content that are watched most, or least."""
        answer = self.heatmap(Heatmap(question.content))
        spots = hotspots_in(answer, question.direction, question.limit)
        return HotspotsAnswer(answer.total_views, spots)

    def subview_overall(self, question: SubviewOverall) -> int:
        """Return the playing time of all subviews, in milliseconds."""
        return playing_time_of_all(question, self._select)

    def subview_breakdown(self, question: SubviewBreakdown) -> SubviewBreakdownAnswer:
        """Return one page of groups of subviews."""
        return page_of_subviews(question, self._select)

    def subview_comparison(self, question: SubviewComparison) -> SubviewComparisonAnswer:
        """Return the groups of subviews for each of a few values."""
        return compared_subviews(question, self._select)

    def subview_timeseries(self, question: SubviewTimeseries) -> SubviewTimeseriesAnswer:
        """Return the groups of subviews for each bucket of time."""
        return timed_subviews(question, self._select)

    def subview_values(self, question: SubviewValues) -> SubviewBreakdownAnswer:
        """Return one page of a dimension's or an attribute's values with their playing time."""
        return page_of_subviews(question, self._select)

    def _total(self, question: Breakdown | DimensionValues | TraceElements, page: Rows) -> int:
        if not page.rows and question.page.offset:
            page = self._select(sql.count_groups(question))
        return _count_in(page)


class _Whole(msgspec.Struct, frozen=True):
    value: float | None
    total_views: int
    total_watch_time_ms: int
    total_playing_time_ms: int


class _Bucket(msgspec.Struct, frozen=True):
    start_ms: int
    value: float
    views: int


class _Count(msgspec.Struct, frozen=True):
    total_row_count: int


def _count_in(page: Rows) -> int:
    counts = decoded(page, _Count)
    return counts[0].total_row_count if counts else 0


def _point(start_ms: int, found: _Bucket | None) -> Point:
    if found is None:
        return Point(start_ms, None, None)
    return Point(start_ms, found.value, found.views)
