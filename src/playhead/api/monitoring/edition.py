"""The two editions of the same endpoints: monitoring, and its deprecated predecessor, realtime.

The older one knows fewer metrics and dimensions. What is ours is answered under monitoring and
listed nowhere: the lists are Mux's.

Law: a metric that an edition has not is not found; a dimension that it has not is refused.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSIONS
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_metric import LiveMetric
from playhead.catalog.monitoring.metrics import LIVE_METRICS
from playhead.query.errors import UnknownIdError, shown
from playhead.query.live_parameters import (
    live_metric_named,
    read_live_dimension,
    read_live_filters,
    read_live_measured,
)
from playhead.query.question_live import LiveMeasured, LiveScope

METRIC_VARIABLES: Final = ("MONITORING_METRIC_ID", "REALTIME_METRIC_ID")
HISTOGRAM_VARIABLES: Final = ("MONITORING_HISTOGRAM_METRIC_ID", "REALTIME_HISTOGRAM_METRIC_ID")


class Edition(msgspec.Struct, frozen=True):
    """Which metrics are answered and which are listed, and which dimensions there are."""

    name: str
    has_metric: Callable[[LiveMetric], bool]
    lists_metric: Callable[[LiveMetric], bool]
    has_dimension: Callable[[LiveDimension], bool]

    @property
    def listed_metrics(self) -> tuple[LiveMetric, ...]:
        """The metrics that the list shows, by their ids' alphabet."""
        return tuple(each for each in LIVE_METRICS if self.lists_metric(each))

    @property
    def dimensions(self) -> tuple[LiveDimension, ...]:
        """All dimensions, which is also what the list shows."""
        return tuple(each for each in LIVE_DIMENSIONS if self.has_dimension(each))

    def metric_named(self, name: str) -> LiveMetric:
        """Return a metric.

        Raises:
            UnknownIdError: there is none of that name here.
        """
        metric = live_metric_named(name)
        if not self.has_metric(metric):
            raise UnknownIdError(f"{self.name} has no metric {metric.id}: monitoring has")
        return metric

    def measured(self, asked: Asked) -> LiveMeasured:
        """Return the metric of the path as one number.

        Raises:
            UnknownIdError: there is none, or it is told as a histogram.
            InvalidParametersError: it has no such measurement.
        """
        metric = self.metric_named(_variable(asked, METRIC_VARIABLES))
        measurement = asked.arguments.last_of("measurement")
        if metric.in_histogram and measurement is None:
            raise UnknownIdError(f"{metric.id} is told by histogram-timeseries")
        return read_live_measured(metric, measurement)

    def histogram_metric(self, asked: Asked) -> LiveMetric:
        """Return the metric of the path, which is a distribution.

        Raises:
            UnknownIdError: there is none.
        """
        metric = self.metric_named(_variable(asked, HISTOGRAM_VARIABLES))
        if not metric.in_histogram:
            raise UnknownIdError(f"{metric.id} has no histogram: ask for its timeseries")
        return metric

    def dimension(self, asked: Asked) -> LiveDimension:
        """Return what is broken down by.

        Raises:
            QueryError, ApiError: there is no such dimension here.
        """
        found = read_live_dimension(asked.arguments.last_of("dimension"))
        return self._checked("dimension", found)

    def scope(self, asked: Asked) -> LiveScope:
        """Return whose viewers are asked about, and which.

        Raises:
            QueryError, ApiError: a filter cannot be understood.
        """
        filters = read_live_filters(asked.arguments.all_of("filters"))
        for each in filters:
            self._checked("filters[]", each.dimension)
        return LiveScope(asked.environment.id, filters)

    def _checked(self, parameter: str, dimension: LiveDimension) -> LiveDimension:
        if not self.has_dimension(dimension):
            raise invalid_parameters(
                f"{parameter} {shown(dimension.id)} is none of {self.name}: monitoring has it"
            )
        return dimension


def _variable(asked: Asked, names: tuple[str, ...]) -> str:
    return next(asked.path[name] for name in names if name in asked.path)


MONITORING: Final = Edition(
    name="monitoring",
    has_metric=lambda _: True,
    lists_metric=lambda metric: metric.official,
    has_dimension=lambda _: True,
)
REALTIME: Final = Edition(
    name="realtime",
    has_metric=lambda metric: metric.in_realtime,
    lists_metric=lambda metric: metric.in_realtime,
    has_dimension=lambda dimension: dimension.in_realtime,
)
