"""The engine's exact quantile counts places from 0; the level makes it nearest-rank."""

import math
from fractions import Fraction

import pytest

from playhead.query.aggregate import level

PER_MILLE = [10, 50, 250, 500, 750, 900, 950, 990, 999]
MANY = [*range(1, 2001), 999_999, 1_000_000, 100_000_000]


@pytest.mark.parametrize("per_mille", PER_MILLE)
def test_the_level_finds_the_nearest_rank(per_mille: int) -> None:
    share, asked = Fraction(per_mille, 1000), float(level(per_mille / 1000))
    places = [math.floor(asked * views) + 1 for views in MANY]
    assert places == [math.ceil(share * views) for views in MANY]
