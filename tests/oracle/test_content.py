"""Heatmaps are those of the plain reading of what each view played."""

import itertools
import re
from collections.abc import Sequence

import pytest

from playhead.catalog.metric import TimeBasis
from playhead.model.view import View
from playhead.query.question import Direction, Timeframe
from playhead.query.question_content import Content, ContentKind, Heatmap, Hotspots
from playhead.query.run import Query
from tests.oracle import made, reading
from tests.oracle.questions import SCOPE

WHOLE = SCOPE.timeframe


def content(kind: ContentKind, timeframe: Timeframe = WHOLE) -> Content:
    return Content(made.ENVIRONMENT, timeframe, kind, f"{kind.value} 1")


def told(views: Sequence[View], kind: ContentKind) -> list[View]:
    return [
        view
        for view in reading.chosen(views, SCOPE, TimeBasis.END)
        if getattr(view.video, kind.value) == f"{kind.value} 1"
        and view.engagement.playback_range is not None
    ]


def stretches(view: View, length: int) -> list[tuple[int, int]]:
    found = re.findall(r'"(\d{1,9}):(\d{1,9})"', view.engagement.playback_range or "")
    pairs = [(int(start), min(int(end), length)) for start, end in found]
    return [(start, end) for start, end in pairs if start < end]


def length_of(views: Sequence[View]) -> int:
    told = (
        view.video.video_duration_ms
        if view.source.player_source_duration_ms is None
        else view.source.player_source_duration_ms
        for view in views
    )
    known = sorted(length for length in told if length)
    return known[len(known) // 2]


@pytest.mark.parametrize("kind", ContentKind)
def test_heatmap(query: Query, views: list[View], kind: ContentKind) -> None:
    chosen = told(views, kind)
    answer = query.heatmap(Heatmap(content(kind)))
    length = length_of(chosen)
    assert answer.duration_ms == length
    assert answer.total_views == len(chosen) > 100
    slices = round(length / 1000)
    assert len(answer.value) == len(answer.unique_value) == slices
    for place in range(slices):
        start, end = place * length / slices, (place + 1) * length / slices
        played = [
            [max(0.0, min(end, each[1]) - max(start, each[0])) for each in stretches(view, length)]
            for view in chosen
        ]
        watched = sum(map(sum, played))
        assert answer.value[place] == pytest.approx(watched / len(chosen) / (end - start))
        touched = sum(any(each > 0 for each in view) for view in played)
        assert answer.unique_value[place] == pytest.approx(touched / len(chosen))


def test_hotspots_are_the_runs_of_hot_slices(query: Query) -> None:
    asked = content(ContentKind.VIDEO)
    values = query.heatmap(Heatmap(asked)).value
    hot = query.hotspots(Hotspots(asked)).hotspots
    cold = query.hotspots(Hotspots(asked, Direction.ASCENDING)).hotspots
    assert hot
    assert cold
    assert min(spot.score for spot in hot) > max(spot.score for spot in cold)
    assert [spot.score for spot in hot] == sorted((spot.score for spot in hot), reverse=True)
    assert [spot.score for spot in cold] == sorted(spot.score for spot in cold)
    assert all(0 <= spot.start_ms < spot.end_ms and 0 <= spot.score <= 1 for spot in hot + cold)
    by_time = sorted(hot + cold, key=lambda spot: spot.start_ms)
    assert all(one.end_ms <= other.start_ms for one, other in itertools.pairwise(by_time))
    assert len(values) > len(hot) + len(cold)
    assert query.hotspots(Hotspots(asked, limit=1)).hotspots == hot[:1]


def test_a_content_that_nobody_watched_is_empty(query: Query) -> None:
    nobody = Content(made.ENVIRONMENT, WHOLE, ContentKind.ASSET, "' OR 1=1 --")
    answer = query.heatmap(Heatmap(nobody))
    assert (answer.total_views, answer.value, answer.duration_ms) == (0, (), None)
    assert query.hotspots(Hotspots(nobody)).hotspots == ()
