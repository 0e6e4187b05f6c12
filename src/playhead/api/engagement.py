"""Engagement: which parts of one content are watched, and which most.

Law: an id that no view has is a content without views, since the two cannot be told apart.
"""

import msgspec

from playhead.api.bodies import Envelope, seconds_of
from playhead.api.choices import read_number
from playhead.api.endpoint import Asked
from playhead.api.scope import all_or_window_of
from playhead.query.parameters import read_direction
from playhead.query.question import Direction
from playhead.query.question_content import (
    HOTSPOT_LIMIT,
    Content,
    ContentKind,
    Heatmap,
    Hotspots,
)

_KINDS = {
    "ASSET_ID": ContentKind.ASSET,
    "PLAYBACK_ID": ContentKind.PLAYBACK,
    "VIDEO_ID": ContentKind.VIDEO,
}


class HeatmapBody(msgspec.Struct, frozen=True):
    """Equal slices of the content, from start to end.

    `value`: how many times each was played per view. Ours: `unique_value`, the share of the views
    that played any of it, and `duration_ms`, the length of the content.
    """

    total_views: int
    value: tuple[float, ...]
    unique_value: tuple[float, ...]
    duration_ms: int | None


class HotspotBody(msgspec.Struct, frozen=True):
    """A stretch, up to and without `end_ms`; `score` from 0 to 1."""

    start_ms: int
    end_ms: int
    score: float


class HotspotsBody(msgspec.Struct, frozen=True):
    """The stretches, by score."""

    total_views: int
    hotspots: tuple[HotspotBody, ...]


def heatmap(asked: Asked) -> Envelope[HeatmapBody]:
    """Answer `/engagement/{kind}/{ID}/heatmap`."""
    content = _content(asked)
    answer = asked.query.heatmap(Heatmap(content))
    return Envelope(
        total_row_count=1,
        timeframe=seconds_of(content.timeframe),
        data=HeatmapBody(
            total_views=answer.total_views,
            value=answer.value,
            unique_value=answer.unique_value,
            duration_ms=answer.duration_ms,
        ),
    )


def hotspots(asked: Asked) -> Envelope[HotspotsBody]:
    """Answer `/engagement/{kind}/{ID}/hotspots`."""
    arguments = asked.arguments
    content = _content(asked)
    direction = read_direction(arguments.last_of("order_direction"), Direction.DESCENDING)
    limit = arguments.last_of("limit")
    number = None if limit is None else read_number("limit", limit, most=HOTSPOT_LIMIT)
    answer = asked.query.hotspots(Hotspots(content, direction, number))
    return Envelope(
        total_row_count=len(answer.hotspots),
        timeframe=seconds_of(content.timeframe),
        data=HotspotsBody(
            total_views=answer.total_views,
            hotspots=tuple(
                HotspotBody(each.start_ms, each.end_ms, each.score) for each in answer.hotspots
            ),
        ),
    )


def _content(asked: Asked) -> Content:
    ((name, content_id),) = asked.path.items()
    return Content(
        environment_id=asked.environment.id,
        timeframe=all_or_window_of(asked),
        kind=_KINDS[name],
        content_id=content_id,
    )
