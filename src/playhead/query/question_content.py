"""What can be asked of one content: which parts of it are watched, and which most.

Law: as in `question`: every question carries an environment.
"""

import enum

import msgspec

from playhead.query.question import Direction, Timeframe

HOTSPOT_LIMIT = 1000


class ContentKind(enum.StrEnum):
    """By which of its ids a content is named; each is the column that holds it."""

    ASSET = "asset_id"
    PLAYBACK = "playback_id"
    VIDEO = "video_id"


class Content(msgspec.Struct, frozen=True):
    """The views of one content that ended in a timeframe."""

    environment_id: str
    timeframe: Timeframe
    kind: ContentKind
    content_id: str

    def __post_init__(self) -> None:
        if not self.environment_id:
            raise ValueError("a question needs an environment")


class Heatmap(msgspec.Struct, frozen=True):
    """How often each part of a content was watched."""

    content: Content


class Hotspots(msgspec.Struct, frozen=True):
    """The parts of a content watched most; ascending: least. `limit`: how many, none: all."""

    content: Content
    direction: Direction = Direction.DESCENDING
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.limit is not None and not 1 <= self.limit <= HOTSPOT_LIMIT:
            raise ValueError(f"{self.limit} hotspots are out of bounds (1 to {HOTSPOT_LIMIT})")
