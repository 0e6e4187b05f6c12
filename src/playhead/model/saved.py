"""What people keep of their reading: notes on errors, sets of filters, and dashboards of their own.

Filters stand here as the API spells them; whoever takes them in from outside reads them first.

Law: plain words, and what a dashboard can hold is decided here alone: a definition that can be
decoded is one that can be drawn.
"""

import enum
from typing import Annotated, Final, TypeAlias

import msgspec
from msgspec import Meta

NAME_CHARS_MOST: Final = 50
DESCRIPTION_CHARS_MOST: Final = 256
NOTES_CHARS_MOST: Final = 4_000
ERROR_ID_MOST: Final = 2**31 - 1
FILTERS_MOST: Final = 50
FILTER_CHARS_MOST: Final = 2_200
COMPONENTS_MOST: Final = 10
NUMBERS_MOST: Final = 5
VALUES_MOST: Final = 6
ROWS_MOST: Final = 25
TIMEFRAME_AT_FIRST: Final = "24:hours"


class Visibility(enum.StrEnum):
    """Who finds what somebody keeps."""

    PRIVATE = "private"
    """Whoever made it."""
    SHARED = "shared"
    """Everybody who sees the environment."""


class Keeper(msgspec.Struct, frozen=True, gc=False):
    """A person who asks for what is kept; an admin may change whatever is shared."""

    person_id: str
    is_admin: bool = False

    def finds(self, owner_id: str, visibility: Visibility) -> bool:
        """Tell whether this person sees what somebody keeps, in an environment that they see."""
        return owner_id == self.person_id or visibility is Visibility.SHARED

    def may_change(self, owner_id: str, visibility: Visibility) -> bool:
        """Tell whether this person may change or delete it."""
        shared = visibility is Visibility.SHARED
        return owner_id == self.person_id or (self.is_admin and shared)


class ErrorNote(msgspec.Struct, frozen=True, gc=False):
    """What people know of one kind of error, by its id in the environment."""

    environment_id: str
    error_id: int
    description: str | None = None
    notes: str | None = None


FilterText: TypeAlias = Annotated[str, Meta(min_length=1, max_length=FILTER_CHARS_MOST)]
Filters: TypeAlias = Annotated[tuple[FilterText, ...], Meta(max_length=FILTERS_MOST)]
Id: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64, pattern="^[a-z0-9_]+$")]
Title: TypeAlias = Annotated[str, Meta(max_length=80)]
Value: TypeAlias = Annotated[str, Meta(max_length=2_048)]
Rows: TypeAlias = Annotated[int, Meta(ge=1, le=ROWS_MOST)]
Relative: TypeAlias = Annotated[str, Meta(pattern="^[1-9][0-9]{0,4}:(minutes|hours|days)$")]


class FilterSet(msgspec.Struct, frozen=True):
    """Conditions with a name, to be put on any page."""

    id: str
    environment_id: str
    owner_id: str
    name: str
    visibility: Visibility
    filters: tuple[str, ...]
    metric_filters: tuple[str, ...]
    changed_at_ms: int


class Width(enum.StrEnum):
    """How much of a dashboard's width a component takes."""

    HALF = "half"
    FULL = "full"


class Earlier(enum.StrEnum):
    """The time that a component is compared with: of the same length, and before."""

    BEFORE = "before"
    """Just before."""
    DAY = "day"
    """One day earlier."""
    WEEK = "week"
    """One week earlier."""


class Order(enum.StrEnum):
    """Which end of a list comes first."""

    DESCENDING = "desc"
    ASCENDING = "asc"


class Narrowed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all components have: a metric, a title, and filters beside those of the dashboard."""

    metric: Id
    measurement: Id | None = None
    title: Title = ""
    filters: Filters = ()
    metric_filters: Filters = ()


class MetricNumber(Narrowed, frozen=True, kw_only=True):
    """One number of the bar on top, with how it changed."""


class Series(Narrowed, frozen=True, kw_only=True, tag="timeseries"):
    """A metric over time: beside an earlier time, or for some values of a dimension; not both."""

    width: Width = Width.FULL
    compare: Earlier | None = None
    dimension: Id | None = None
    values: Annotated[tuple[Value, ...], Meta(max_length=VALUES_MOST)] = ()

    def __post_init__(self) -> None:
        """Refuse what no chart can show.

        Raises:
            ValueError: there is a comparison and a dimension, or a dimension without values.
        """
        if self.compare is not None and self.dimension is not None:
            raise ValueError(
                "a timeseries has a comparison or a dimension, not both: leave one of them out"
            )
        if (self.dimension is None) == bool(self.values):
            raise ValueError("a timeseries has a dimension with its values, or neither")
        if len(set(self.values)) < len(self.values):
            raise ValueError("a value stands twice among those of a timeseries")


class Bars(Narrowed, frozen=True, kw_only=True, tag="bars"):
    """A metric for the values of a dimension, those with most views first."""

    width: Width = Width.HALF
    dimension: Id
    rows: Rows = 10
    compare: Earlier | None = None


class Ranking(Narrowed, frozen=True, kw_only=True, tag="list"):
    """The values of a dimension for which a metric is highest or lowest."""

    dimension: Id
    rows: Rows = 10
    order: Order = Order.DESCENDING
    compare: Earlier | None = None


Component: TypeAlias = Series | Bars | Ranking


class BoardDefinition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a dashboard shows. Its numbers stand in one bar on top, and are one component."""

    numbers: Annotated[tuple[MetricNumber, ...], Meta(max_length=NUMBERS_MOST)] = ()
    components: Annotated[tuple[Component, ...], Meta(max_length=COMPONENTS_MOST)] = ()
    filters: Filters = ()
    metric_filters: Filters = ()
    timeframe: Relative = TIMEFRAME_AT_FIRST

    def __post_init__(self) -> None:
        """Refuse more than can be shown.

        Raises:
            ValueError: there are too many components.
        """
        if self.component_count > COMPONENTS_MOST:
            raise ValueError(
                f"a dashboard has {self.component_count} components, the bar of numbers included:"
                f" {COMPONENTS_MOST} is the most"
            )

    @property
    def component_count(self) -> int:
        """How many components there are."""
        return len(self.components) + bool(self.numbers)

    def parts(self) -> tuple[Narrowed, ...]:
        """Return everything that has a metric, in the order in which it is shown."""
        return (*self.numbers, *self.components)


class Board(msgspec.Struct, frozen=True):
    """A dashboard that somebody built."""

    id: str
    environment_id: str
    owner_id: str
    name: str
    visibility: Visibility
    definition: BoardDefinition
    changed_at_ms: int
