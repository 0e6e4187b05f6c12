"""What comes back of one content: how much each part of it was watched.

`total_views` are the views that tell which parts they played. All is empty where none does, or
where neither the player nor the site told a length and nothing was played.
"""

import msgspec


class HeatmapAnswer(msgspec.Struct, frozen=True):
    """Equal slices of the content, from start to end.

    `value`: how many times a slice was played per view, so above 1 with replays; `unique_value`:
    the share of the views that played any of it.
    """

    total_views: int
    duration_ms: int | None
    value: tuple[float, ...]
    unique_value: tuple[float, ...]


class Hotspot(msgspec.Struct, frozen=True):
    """A stretch from `start_ms` up to and without `end_ms`; `score` is 1 for the slice at most."""

    start_ms: int
    end_ms: int
    score: float


class HotspotsAnswer(msgspec.Struct, frozen=True):
    """The stretches, by score."""

    total_views: int
    hotspots: tuple[Hotspot, ...]
