"""From stretches to slices, and from slices to hotspots, by hand."""

import pytest

from playhead.query.answer_content import HeatmapAnswer, Hotspot
from playhead.query.heat import ContentFacts, heatmap_answer, hotspots_in, slices_of
from playhead.query.question import Direction
from playhead.store.interface import Rows

NAMES = ("slice", "opened", "opened_ms", "reached")


@pytest.mark.parametrize(
    ("length_ms", "slices"),
    [(1, 10), (9_400, 10), (10_600, 11), (600_000, 600), (1_000_400, 1000), (90_000_000, 1000)],
)
def test_a_slice_a_second_within_bounds(length_ms: int, slices: int) -> None:
    assert slices_of(length_ms) == slices


def test_one_of_two_views_played_from_half_of_the_second_slice_to_the_end() -> None:
    """A content of 10 s in 10 slices: the stretch from 1.5 s to 10 s."""
    rows = Rows(NAMES, [(1, 1, 1500, 1), (10, -1, -10_000, -1)])
    answer = heatmap_answer(ContentFacts(2, 10_000.0, 10_000), 10, rows)
    assert answer.value == pytest.approx((0.0, 0.25, *[0.5] * 8))
    assert answer.unique_value == (0.0, *[0.5] * 9)


def test_replays_count_again_in_the_value_alone() -> None:
    rows = Rows(NAMES, [(0, 3, 0, 1), (1, -3, -3000, -1)])
    answer = heatmap_answer(ContentFacts(1, None, 10_000), 10, rows)
    assert answer.value == pytest.approx((3.0, *[0.0] * 9))
    assert answer.unique_value == (1.0, *[0.0] * 9)
    assert answer.duration_ms == 10_000


def heat(*values: float) -> HeatmapAnswer:
    return HeatmapAnswer(1, len(values) * 1000, values, values)


def test_hot_runs_score_their_mean_per_the_highest() -> None:
    found = hotspots_in(heat(0, 0, 2, 4, 0, 0, 0, 4, 0, 0), Direction.DESCENDING, None)
    assert found == (Hotspot(7000, 8000, 1.0), Hotspot(2000, 4000, 0.75))


def test_cold_runs_come_coldest_first() -> None:
    found = hotspots_in(heat(0, 5, 5, 5, 5, 5, 5, 5, 1, 5), Direction.ASCENDING, None)
    assert found == (Hotspot(0, 1000, 0.0), Hotspot(8000, 9000, 0.2))
    assert hotspots_in(heat(0, 5, 5, 5, 1), Direction.ASCENDING, 1) == (Hotspot(0, 1000, 0.0),)


@pytest.mark.parametrize("values", [(), (1.0,), (1.0, 1.0, 1.0), (0.0, 0.0)])
def test_where_all_slices_are_alike_none_is_hot(values: tuple[float, ...]) -> None:
    assert hotspots_in(heat(*values), Direction.DESCENDING, None) == ()
