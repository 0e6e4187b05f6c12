"""Asking a question of the store: the one way, used by every surface.

Law: nothing but this module sends SQL, and nothing but plans becomes SQL.
"""

from playhead.query.answer import (
    BreakdownAnswer,
    DimensionValuesAnswer,
    OverallAnswer,
    TimeseriesAnswer,
    ViewAnswer,
    ViewsAnswer,
)
from playhead.query.question import (
    Breakdown,
    DimensionValues,
    ListViews,
    OneView,
    Overall,
    Timeseries,
)
from playhead.store.interface import ReadLimits, StoreReader


class Query:
    """Answers questions from one store. Safe to use from several threads at once.

    Every method raises `TooExpensiveError` where the store cut the query off, and lets the
    store's other errors pass: they are nobody's question's fault.
    """

    def __init__(self, reader: StoreReader, limits: ReadLimits | None = None) -> None:
        self._reader = reader
        self._limits = limits

    def overall(self, question: Overall) -> OverallAnswer:
        """Return one number for all views."""
        raise NotImplementedError

    def timeseries(self, question: Timeseries) -> TimeseriesAnswer:
        """Return one number for each bucket."""
        raise NotImplementedError

    def breakdown(self, question: Breakdown) -> BreakdownAnswer:
        """Return one number for each value of a dimension."""
        raise NotImplementedError

    def list_views(self, question: ListViews) -> ViewsAnswer:
        """Return one page of views."""
        raise NotImplementedError

    def one_view(self, question: OneView) -> ViewAnswer | None:
        """Return a view with its timeline, or nothing where the environment has no such view."""
        raise NotImplementedError

    def dimension_values(self, question: DimensionValues) -> DimensionValuesAnswer:
        """Return one page of a dimension's values."""
        raise NotImplementedError
