"""From where stretches begin and end to heatmaps and hotspots. Law: pure.

A slice's value is the time of it that all views played, replays included, per view and per length
of the slice. A hotspot is a run of slices of at least the mean value and half a standard deviation
(a cold spot: of at most the mean less that), and scores its mean value per the highest of all.
Where all slices are alike there are none.
"""

import itertools
import statistics
from collections.abc import Sequence

import msgspec

from playhead.query.answer_content import HeatmapAnswer, Hotspot
from playhead.query.decode import decoded
from playhead.query.question import Direction
from playhead.store.interface import Rows

FEWEST_SLICES = 10
MOST_SLICES = 1000
DEVIATIONS = 0.5


class ContentFacts(msgspec.Struct, frozen=True):
    """What must be known before slices can be cut."""

    total_views: int
    duration_ms: float | None
    furthest_ms: int

    @property
    def length_ms(self) -> int:
        """The length of the content; the furthest that anybody played where none is told."""
        return round(self.duration_ms) if self.duration_ms else self.furthest_ms


class _Change(msgspec.Struct, frozen=True):
    slice: int
    opened: int
    opened_ms: int
    reached: int


NOTHING = _Change(0, 0, 0, 0)


def slices_of(length_ms: int) -> int:
    """Return into how many slices a content is cut: one a second, within bounds."""
    return min(max(round(length_ms / 1000), FEWEST_SLICES), MOST_SLICES)


def heatmap_answer(facts: ContentFacts, slices: int, rows: Rows) -> HeatmapAnswer:
    """Return the heatmap."""
    changes = {change.slice: change for change in decoded(rows, _Change)}
    length, views = facts.length_ms, facts.total_views
    value, unique = [], []
    opened = opened_ms = reached = 0
    watched_before = 0.0
    for place in range(slices):
        change = changes.get(place, NOTHING)
        opened += change.opened
        opened_ms += change.opened_ms
        reached += change.reached
        # All stretches that began before the slice's end, up to there.
        watched = (place + 1) * length / slices * opened - opened_ms
        value.append(max(0.0, (watched - watched_before) * slices / length / views))
        unique.append(reached / views)
        watched_before = watched
    return HeatmapAnswer(views, length, tuple(value), tuple(unique))


def hotspots_in(
    heatmap: HeatmapAnswer, direction: Direction, limit: int | None
) -> tuple[Hotspot, ...]:
    """Return the runs of slices that are played most, or least."""
    values, length = heatmap.value, heatmap.duration_ms
    if length is None or not values or max(values) - min(values) <= 1e-9:
        return ()
    hot = direction is Direction.DESCENDING
    width = DEVIATIONS * statistics.pstdev(values)
    bar = statistics.fmean(values) + (width if hot else -width)
    inside = [value >= bar if hot else value <= bar for value in values]
    spots = [
        _spot(values, run, length)
        for is_spot, group in itertools.groupby(range(len(values)), key=inside.__getitem__)
        if is_spot and (run := list(group))
    ]
    spots.sort(key=lambda spot: (-spot.score if hot else spot.score, spot.start_ms))
    return tuple(spots[:limit])


def _spot(values: Sequence[float], run: Sequence[int], length_ms: int) -> Hotspot:
    count = len(values)
    return Hotspot(
        start_ms=round(run[0] * length_ms / count),
        end_ms=round((run[-1] + 1) * length_ms / count),
        score=min(1.0, statistics.fmean(values[place] for place in run) / max(values)),
    )
