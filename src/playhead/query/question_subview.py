"""What can be asked of subviews: the parts of a view between changes of its rendition or mode.

Their one metric is playing time. A view belongs to the timeframe in which it starts, as for the
metric of whole views. Law: as in `question`.
"""

import enum

import msgspec

from playhead.catalog.dimension import Dimension, Shape
from playhead.query.question import Direction, Granularity, Page, Scope

VALUES_LIMIT = 4
ROW_LIMIT = 100
QUERY_LIMIT = 512


class Subview(enum.StrEnum):
    """By what a view is divided."""

    RENDITION = "rendition"
    PLAYBACK_MODE = "playback_mode"


class SubviewAttribute(enum.StrEnum):
    """What is known of a subview: six facts of a rendition, one of a mode."""

    BITRATE = "video_source_bitrate"
    WIDTH = "video_source_width"
    HEIGHT = "video_source_height"
    FPS = "video_source_fps"
    CODEC = "video_source_codec"
    RENDITION_NAME = "video_source_rendition_name"
    MODE = "player_playback_mode"


ATTRIBUTES = {
    Subview.RENDITION: tuple(
        each for each in SubviewAttribute if each is not SubviewAttribute.MODE
    ),
    Subview.PLAYBACK_MODE: (SubviewAttribute.MODE,),
}


class Subviews(msgspec.Struct, frozen=True):
    """The subviews of the views in a scope, told apart by `group_by`, in that order."""

    scope: Scope
    subview: Subview
    group_by: tuple[SubviewAttribute, ...]

    def __post_init__(self) -> None:
        if self.scope.metric_filters:
            raise ValueError("subviews cannot be filtered by metrics")
        known = ATTRIBUTES[self.subview]
        if not self.group_by or len(set(self.group_by)) != len(self.group_by):
            raise ValueError("subviews are told apart by one attribute or several different ones")
        for attribute in self.group_by:
            if attribute not in known:
                raise ValueError(f"{attribute.value} is no attribute of a {self.subview.value}")


class SubviewOverall(msgspec.Struct, frozen=True):
    """The playing time of all."""

    subviews: Subviews


class SubviewBreakdown(msgspec.Struct, frozen=True):
    """The playing time of each group, longest first."""

    subviews: Subviews
    page: Page = Page()


class SubviewComparison(msgspec.Struct, frozen=True):
    """The longest `row_limit` groups for each of a few values of a dimension (None: without)."""

    subviews: Subviews
    dimension: Dimension
    values: tuple[str | None, ...]
    row_limit: int = 10

    def __post_init__(self) -> None:
        if not 1 <= len(self.values) <= VALUES_LIMIT or len(set(self.values)) != len(self.values):
            raise ValueError(f"one to {VALUES_LIMIT} different values can be compared")
        if self.dimension.shape is Shape.TRACE:
            raise ValueError(f"{self.dimension.id} is a trace: subviews are not divided by it")
        _check_row_limit(self.row_limit)


class SubviewTimeseries(msgspec.Struct, frozen=True):
    """The longest `row_limit` groups of each bucket of time, in hours or days."""

    subviews: Subviews
    granularity: Granularity
    row_limit: int = 10

    def __post_init__(self) -> None:
        if self.granularity not in {Granularity.HOUR, Granularity.DAY}:
            raise ValueError(f"subviews are not given by {self.granularity.value}")
        _check_row_limit(self.row_limit)


class SubviewOrder(enum.StrEnum):
    """What the values of a dimension are sorted by."""

    PLAYING_TIME = "playing_time"
    VALUE = "value"


class SubviewValues(msgspec.Struct, frozen=True):
    """The values of a view's dimension or a subview's attribute, with their playing time.

    `query`: only values that contain this text, whatever the case of its letters.
    """

    scope: Scope
    subview: Subview
    of: Dimension | SubviewAttribute
    query: str | None = None
    order_by: SubviewOrder = SubviewOrder.PLAYING_TIME
    direction: Direction = Direction.DESCENDING
    page: Page = Page()

    def __post_init__(self) -> None:
        if self.scope.metric_filters:
            raise ValueError("subviews cannot be filtered by metrics")
        if isinstance(self.of, SubviewAttribute):
            if self.of not in ATTRIBUTES[self.subview]:
                raise ValueError(f"{self.of.value} is no attribute of a {self.subview.value}")
        elif self.of.shape is Shape.TRACE:
            raise ValueError(f"{self.of.id} is a trace: subviews are not divided by it")
        if self.query is not None and len(self.query) > QUERY_LIMIT:
            raise ValueError(f"query holds {len(self.query)} characters: {QUERY_LIMIT} at most")


def _check_row_limit(limit: int) -> None:
    if not 1 <= limit <= ROW_LIMIT:
        raise ValueError(f"{limit} rows are out of bounds (1 to {ROW_LIMIT})")
