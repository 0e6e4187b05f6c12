"""The compact record of sequence numbers is a set, until it gives up gaps."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from playhead.sessionize.core.sequence import MOST_RANGES, SeenNumbers


def _assert_tidy(seen: SeenNumbers) -> None:
    assert len(seen.starts) == len(seen.ends) <= MOST_RANGES
    flat = [edge for pair in zip(seen.starts, seen.ends, strict=True) for edge in pair]
    assert flat == sorted(flat)
    assert all(s > e + 1 for s, e in zip(seen.starts[1:], seen.ends, strict=False))


@given(st.lists(st.integers(0, 80)))
def test_it_is_a_set(numbers: list[int]) -> None:
    seen = SeenNumbers()
    model: set[int] = set()
    for number in numbers:
        assert seen.add(number) is (number not in model)
        model.add(number)
        _assert_tidy(seen)
        assert seen.highest == max(model)
        assert seen.missing == max(model) - min(model) + 1 - len(model)


@given(st.permutations(range(1, 40)))
def test_all_numbers_in_any_order_are_one_range(numbers: list[int]) -> None:
    seen = SeenNumbers()
    assert all(seen.add(number) for number in numbers)
    assert (seen.starts, seen.ends, seen.missing) == ([1], [39], 0)


@given(st.lists(st.integers(0, 100_000), max_size=300))
def test_a_number_once_seen_stays_seen_even_when_gaps_are_given_up(numbers: list[int]) -> None:
    seen = SeenNumbers()
    for number in numbers:
        seen.add(number)
        _assert_tidy(seen)
    assert not any(seen.add(number) for number in numbers)


@pytest.mark.parametrize("gaps", [MOST_RANGES - 1, MOST_RANGES, 5 * MOST_RANGES])
def test_the_oldest_gap_is_given_up_first(gaps: int) -> None:
    seen = SeenNumbers()
    for number in range(0, 2 * gaps + 2, 2):
        seen.add(number)
    given_up = max(0, gaps + 1 - MOST_RANGES)
    assert [seen.add(2 * at + 1) for at in range(gaps)] == [at >= given_up for at in range(gaps)]


def test_an_empty_record() -> None:
    assert (SeenNumbers().highest, SeenNumbers().missing) == (0, 0)
