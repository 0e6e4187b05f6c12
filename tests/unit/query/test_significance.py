"""Intervals, p-values and their correction, against values that are known from elsewhere."""

import math

import pytest

from playhead.query.significance import (
    NORMAL,
    Mean,
    Ranked,
    Share,
    Step,
    Z,
    bounds,
    difference,
    holm,
    student,
)

MANY = 1e9


@pytest.mark.parametrize(
    ("freedom", "two_sided", "expected"),
    [
        (10, 0.05, 2.228),
        (20, 0.05, 2.086),
        (30, 0.01, 2.750),
        (60, 0.05, 2.000),
        (60, 0.001, 3.460),
        (120, 0.01, 2.617),
    ],
)
def test_students_distribution_is_that_of_the_tables(
    freedom: float, two_sided: float, expected: float
) -> None:
    assert student(NORMAL.inv_cdf(1 - two_sided / 2), freedom) == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
    ],
)
def test_differences_of_shares_are_newcombes(
    first: tuple[int, int], second: tuple[int, int], expected: tuple[float, float]
) -> None:
    one, two = (Share(part / whole, whole) for part, whole in (first, second))
    found = difference(two, one)
    assert (found.low, found.high) == pytest.approx(expected, abs=5e-5)


def test_a_shares_bounds_are_wilsons() -> None:
    """Wilson's bounds of 81 of 263, as Newcombe 1998 (17:857-872) gives them."""
    assert bounds(Share(81 / 263, 263), Z) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert bounds(Share(0.0, 20), Z) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert bounds(Share(1.0, 20), Z)[1] == 1.0


def test_of_many_views_the_test_of_means_is_the_normal_one() -> None:
    found = difference(Mean(100.0, 3.0, MANY), Mean(110.0, 4.0, MANY))
    assert found.p_value == pytest.approx(2 * NORMAL.cdf(-10 / 5), rel=1e-6)
    assert (found.low, found.high) == pytest.approx((10 - 5 * Z, 10 + 5 * Z), rel=1e-6)


def test_of_few_views_a_difference_of_means_has_to_be_larger() -> None:
    """By one known mean the other's test is Student's: t = 2.228 of 10 is p = 0.05."""
    found = difference(Mean(0.0, 0.0, MANY), Mean(2.228, 1.0, 10.0))
    assert found.p_value == pytest.approx(0.05, abs=2e-4)


STEPS = (Step(1.0, 400.0, 420.0), Step(2.0, 390.0, 450.0), Step(3.0, 380.0, None))


def test_bounds_of_a_percentile_lie_between_its_steps() -> None:
    percentile = Ranked(410.0, STEPS)
    assert bounds(percentile, 0.5) == (405.0, 415.0)
    assert bounds(percentile, 1.5) == (395.0, 435.0)
    assert bounds(percentile, 2.5) == (385.0, math.inf)
    assert bounds(percentile, 3.5) == (-math.inf, math.inf)


def test_a_percentile_claims_no_more_than_its_steps_know() -> None:
    away = (Step(1.0, 9_000.0, 9_500.0), Step(2.0, 8_900.0, 9_700.0), Step(3.0, 8_800.0, 9_900.0))
    far = difference(Ranked(410.0, STEPS), Ranked(9_100.0, away))
    assert far.p_value == pytest.approx(2 * NORMAL.cdf(-2), rel=1e-6)
    assert far.low > 0


def test_tied_percentiles_one_apart_are_no_difference() -> None:
    """Half of the views at 0 and half at 1: either is the median, by chance."""
    steps = tuple(Step(z, 0.0, 1.0) for z in (1.0, 2.0, 3.0, 4.0))
    found = difference(Ranked(0.0, steps), Ranked(1.0, steps))
    assert found.p_value > 0.3
    assert found.low < 0 < found.high


@pytest.mark.parametrize("z", [0.3, 1.0, Z, 2.9, 3.7])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Mean(5.0, 1.0, 40.0), Mean(6.0, 0.4, 200.0)),
        (Share(0.02, 900.0), Share(0.05, 400.0)),
        (Ranked(410.0, STEPS), Ranked(460.0, STEPS)),
    ],
)
def test_interval_and_p_value_agree_and_both_ways_round_are_one(
    first: Mean | Share | Ranked, second: Mean | Share | Ranked, z: float
) -> None:
    there, back = difference(first, second), difference(second, first)
    assert there.p_value == pytest.approx(back.p_value, rel=1e-9)
    assert (there.value, there.low, there.high) == (-back.value, -back.high, -back.low)
    assert (there.p_value < 0.05) is not (there.low <= 0 <= there.high)
    wider, narrower = bounds(first, z + 0.1), bounds(first, z)
    assert wider[0] <= narrower[0] <= first.value <= narrower[1] <= wider[1]


def test_what_is_equal_does_not_differ() -> None:
    assert difference(Mean(5.0, 0.0, 9.0), Mean(5.0, 0.0, 9.0)).p_value == 1.0


def test_holm_steps_down() -> None:
    """Holm's adjustment: the smallest times four, the next times three …, never falling."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []
