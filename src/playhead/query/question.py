"""What can be asked of finished views.

Law: every question carries an environment, so that none can be built that crosses two; metrics and
dimensions are entries of the catalog, so that none can be built with an unknown one.
"""

import enum

import msgspec

from playhead.catalog.dimension import Dimension, Shape
from playhead.catalog.metric import Measurement, Metric

PAGE_LIMIT = 100
FILTER_LIMIT = 50
SEARCH_LIMIT = 256
PAGE_NUMBER_LIMIT = 100_000


class Timeframe(msgspec.Struct, frozen=True):
    """From `start_ms` on, up to and without `end_ms`, in epoch milliseconds."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"a timeframe from {self.start_ms} to {self.end_ms} has no inside")

    @property
    def length_ms(self) -> int:
        """How long it is."""
        return self.end_ms - self.start_ms


class Granularity(enum.StrEnum):
    """The size of a bucket; buckets begin at multiples of it since the epoch, in UTC."""

    MINUTE = "minute"
    TEN_MINUTES = "ten_minutes"
    HOUR = "hour"
    DAY = "day"


class FilterOperator(enum.StrEnum):
    """How a filter compares a dimension. Only traces contain and omit."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    OMITS = "omits"
    IS_NULL = "is_null"
    IS_NOT_NULL = "is_not_null"


_ON_TRACES = frozenset({FilterOperator.CONTAINS, FilterOperator.OMITS})


class Filter(msgspec.Struct, frozen=True):
    """A condition on a dimension.

    `values` holds one text; none for the two null operators; for a trace that `IS` or `IS_NOT`,
    the whole sequence, which may be empty.
    """

    dimension: Dimension
    operator: FilterOperator
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        trace = self.dimension.shape is Shape.TRACE
        if self.operator in _ON_TRACES and not trace:
            raise ValueError(f"{self.dimension.id} is no trace: it cannot be said to contain")
        null = self.operator in {FilterOperator.IS_NULL, FilterOperator.IS_NOT_NULL}
        whole = trace and self.operator not in _ON_TRACES
        if not whole and len(self.values) != (0 if null else 1):
            raise ValueError(
                f"{self.operator} on {self.dimension.id} with {len(self.values)} values"
            )


class Comparison(enum.StrEnum):
    """How a metric filter compares the view's own value with a number."""

    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    NOT_EQUAL = "!="
    AT_LEAST = ">="
    MORE = ">"


class MetricFilter(msgspec.Struct, frozen=True):
    """A condition on a view's own value of a metric; views without a value do not match."""

    metric: Metric
    operator: Comparison
    number: float

    def __post_init__(self) -> None:
        if not self.metric.filterable:
            raise ValueError(f"views cannot be filtered by {self.metric.id}")


class Scope(msgspec.Struct, frozen=True):
    """Which views are looked at. Different dimensions AND; the same dimension: see `plan`."""

    environment_id: str
    timeframe: Timeframe
    filters: tuple[Filter, ...] = ()
    metric_filters: tuple[MetricFilter, ...] = ()

    def __post_init__(self) -> None:
        if not self.environment_id:
            raise ValueError("a question needs an environment")


class Measured(msgspec.Struct, frozen=True):
    """A metric and how its values become one number."""

    metric: Metric
    measurement: Measurement

    def __post_init__(self) -> None:
        if self.measurement not in self.metric.allowed:
            raise ValueError(f"{self.metric.id} has no {self.measurement}")


class Page(msgspec.Struct, frozen=True):
    """Rows `(number - 1) * limit` up to `number * limit` of an answer."""

    limit: int = 25
    number: int = 1

    def __post_init__(self) -> None:
        if not (1 <= self.limit <= PAGE_LIMIT and 1 <= self.number <= PAGE_NUMBER_LIMIT):
            raise ValueError(f"page {self.number} of {self.limit} rows is out of bounds")

    @property
    def offset(self) -> int:
        """How many rows stand before the page."""
        return (self.number - 1) * self.limit


class Direction(enum.StrEnum):
    """Which end comes first."""

    ASCENDING = "asc"
    DESCENDING = "desc"


class BreakdownOrder(enum.StrEnum):
    """What the rows of a breakdown are sorted by."""

    NEGATIVE_IMPACT = "negative_impact"
    """Descending: the most harmful group, rank 1, first."""
    VALUE = "value"
    VIEWS = "views"
    FIELD = "field"


class BeyondOrder(enum.StrEnum):
    """What rows may be sorted by besides, on the paths that only we have."""

    WATCH_TIME = "total_watch_time"


class Overall(msgspec.Struct, frozen=True):
    """One number for all views."""

    scope: Scope
    measured: Measured


class Timeseries(msgspec.Struct, frozen=True):
    """One number for each bucket of time, empty ones included."""

    scope: Scope
    measured: Measured
    granularity: Granularity
    direction: Direction = Direction.ASCENDING


class Breakdown(msgspec.Struct, frozen=True):
    """One number for each value of a dimension; `named`: with what people call the values.

    With a `search` only the values of which it is a part, whether in capitals or not, are listed,
    or those with such a name, where names are given. Their ranks remain those among all.
    """

    scope: Scope
    measured: Measured
    dimension: Dimension
    order_by: BreakdownOrder | BeyondOrder = BreakdownOrder.NEGATIVE_IMPACT
    direction: Direction = Direction.DESCENDING
    page: Page = Page()
    named: bool = False
    search: str | None = None

    def __post_init__(self) -> None:
        if self.search is not None and not 1 <= len(self.search) <= SEARCH_LIMIT:
            raise ValueError(f"a search of {len(self.search)} characters is out of bounds")

    @property
    def name_column(self) -> str | None:
        """Where the names stand, if they are wanted and there are any."""
        return self.dimension.name_column if self.named else None


class AnyError(enum.Enum):
    """The views that have an error, whichever."""

    ANY = "any"


class ListViews(msgspec.Struct, frozen=True):
    """Views by their end. `viewer_id` matches the site's id of the viewer or the player's."""

    scope: Scope
    viewer_id: str | None = None
    error_id: int | AnyError | None = None
    direction: Direction = Direction.DESCENDING
    page: Page = Page()


class OneView(msgspec.Struct, frozen=True):
    """A view with all its columns and its timeline."""

    environment_id: str
    view_id: str

    def __post_init__(self) -> None:
        if not self.environment_id:
            raise ValueError("a question needs an environment")


class DimensionValues(msgspec.Struct, frozen=True):
    """The values of a dimension with their number of views, most frequent first."""

    scope: Scope
    dimension: Dimension
    page: Page = Page()


class TraceElements(msgspec.Struct, frozen=True):
    """The elements of a trace; a view counts once for each different element it holds.

    By `VALUE` and `FIELD` they are sorted as text, by the others by their number of views.
    """

    scope: Scope
    dimension: Dimension
    order_by: BreakdownOrder = BreakdownOrder.VIEWS
    direction: Direction = Direction.DESCENDING
    page: Page = Page()

    def __post_init__(self) -> None:
        if self.dimension.shape is not Shape.TRACE:
            raise ValueError(f"{self.dimension.id} is no trace: it has no elements")


class ErrorsList(msgspec.Struct, frozen=True):
    """The kinds of errors that ended views or were business exceptions, most frequent first."""

    scope: Scope


class Insights(msgspec.Struct, frozen=True):
    """The groups that harm a metric most, over all dimensions that are looked at for it."""

    scope: Scope
    measured: Measured
    direction: Direction = Direction.DESCENDING


class MetricsComparison(msgspec.Struct, frozen=True):
    """The list of metrics that values of a dimension are compared by, for one of them.

    `only` is the value: a filter that must hold beside those of the scope; none: all views.
    """

    scope: Scope
    only: Filter | None = None
