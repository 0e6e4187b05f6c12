"""How well a number is known, and what the test makes of numbers whose truth is known."""

import math
import random
import statistics
from collections.abc import Callable, Sequence

import pytest

from playhead.catalog.index import METRIC_BY_ID, METRICS
from playhead.catalog.metric import Measurement
from playhead.query.question import Measured
from playhead.query.significance import Difference, difference, holm
from playhead.query.spread import (
    BEYOND_LEAST,
    PARTS,
    VIEWS_LEAST,
    Clustered,
    Kind,
    Part,
    clustered,
    design_effect,
    kind_of,
    means,
    ranked,
    ranks_around,
    shares,
)


@pytest.mark.parametrize(
    ("metric", "measurement", "kind"),
    [
        ("views", Measurement.COUNT, None),
        ("unique_viewers", Measurement.COUNT, None),
        ("views_per_viewer", Measurement.AVG, None),
        ("playing_time", Measurement.SUM, None),
        ("playing_time", Measurement.AVG, Kind.MEAN),
        ("viewer_experience_score", Measurement.AVG, Kind.MEAN),
        ("rebuffer_percentage", Measurement.AVG, Kind.RATIO),
        ("playback_failure_percentage", Measurement.AVG, Kind.SHARE),
        ("video_startup_time", Measurement.MEDIAN, Kind.PERCENTILE),
        ("rebuffer_percentage", Measurement.P95, Kind.PERCENTILE),
    ],
)
def test_what_a_number_is_follows_from_its_metric(
    metric: str, measurement: Measurement, kind: Kind | None
) -> None:
    assert kind_of(Measured(METRIC_BY_ID[metric], measurement)) is kind


def test_every_number_of_every_metric_is_something() -> None:
    kinds = {kind_of(Measured(each, number)) for each in METRICS for number in each.allowed}
    assert kinds == {*Kind, None}


def singles(values: Sequence[float]) -> list[Part]:
    return [Part(1, value, 1.0) for value in values]


def test_of_one_view_a_viewer_it_is_the_variance_of_a_mean() -> None:
    values = [float(nth * nth % 89) for nth in range(120)]
    found = clustered(singles(values))
    assert found is not None
    assert found.value == pytest.approx(statistics.fmean(values))
    assert found.variance == pytest.approx(statistics.variance(values) / 120)
    assert found.parts == found.views == 120


def test_views_of_one_viewer_that_are_the_same_count_once() -> None:
    values = [float(nth * nth % 89) for nth in range(120)]
    alone = clustered(singles(values))
    together = clustered([Part(5, 5 * value, 5.0) for value in values])
    assert alone is not None
    assert together is not None
    assert together.views == 600
    assert together.variance == pytest.approx(alone.variance)


def test_a_ratio_of_sums_has_the_variance_of_the_delta_method() -> None:
    chance = random.Random(3)  # noqa: S311 - the same each time
    pairs = [(chance.uniform(0, 9), chance.uniform(50, 90)) for _ in range(200)]
    found = clustered([Part(1, *pair) for pair in pairs])
    tops, bottoms = zip(*pairs, strict=True)
    ratio, mean = sum(tops) / sum(bottoms), statistics.fmean(bottoms)
    spread = (
        statistics.variance(tops)
        - 2 * ratio * statistics.covariance(tops, bottoms)
        + ratio**2 * statistics.variance(bottoms)
    )
    assert found is not None
    assert found.variance == pytest.approx(spread / 200 / mean**2)


@pytest.mark.parametrize(
    "parts",
    [
        singles([0.0, 1.0] * (VIEWS_LEAST // 2 - 1)),
        [Part(1000, 500.0, 1000.0)] * 20,
        [Part(1, 0.0, 0.0)] * 200,
        [],
    ],
    ids=["few views", "few viewers", "nothing below the line", "none"],
)
def test_too_little_is_known_of(parts: list[Part]) -> None:
    assert clustered(parts) is None


def test_parts_without_a_view_that_counts_are_no_parts() -> None:
    values = [float(nth % 7) for nth in range(150)]
    assert clustered([*singles(values), Part(0, 0.0, 0.0)]) == clustered(singles(values))


def known(parts: Sequence[Part]) -> Clustered:
    found = clustered(parts)
    assert found is not None
    return found


def test_what_never_happened_among_few_is_not_known_to_be_impossible() -> None:
    """No ad error in 150 views, and one in fifty elsewhere: nothing to be alarmed about."""
    none, some = known(singles([0.0] * 150)), known(singles([0.0] * 4900 + [1.0] * 100))
    pair = means(none, some, 1.0)
    assert pair is not None
    assert pair[0].error > 0
    assert difference(*pair).p_value > 0.05


def test_one_view_that_is_far_out_is_too_few() -> None:
    far = known(singles([1.0] * 149 + [1e6]))
    assert means(far, known(singles([1.0] * 149 + [2e6])), 1.0) is None


def test_rare_shares_need_more_views() -> None:
    rare, none = known(singles([0.0] * 299 + [1.0])), known(singles([0.0] * 150))
    assert shares(rare, none) is None
    often = known(singles([0.0, 0.0, 1.0] * 100))
    assert shares(often, none) is not None


def test_percentiles_need_views_beyond_them() -> None:
    at_most = known(singles([1.0] * 190 + [0.0] * 9))
    assert ranks_around(0.95, at_most) is None
    more = known(singles([1.0] * 285 + [0.0] * 15))
    ranks = ranks_around(0.95, more)
    assert BEYOND_LEAST < 300 * 0.05
    assert ranks == (281, 290, 277, 294, 273, 298, 269, None)


def of(kind: Kind, views: Sequence[tuple[int, float, float]]) -> Clustered | None:
    at = sorted(view[1] for view in views)[math.ceil(len(views) / 2) - 1]
    parts: dict[int, tuple[int, float, float]] = {}
    for viewer, value, whole in views:
        count, top, bottom = parts.get(viewer % PARTS, (0, 0.0, 0.0))
        one = (value <= at, 1.0) if kind is Kind.PERCENTILE else (value, whole)
        parts[viewer % PARTS] = (count + 1, top + one[0], bottom + one[1])
    return clustered([Part(*sums) for sums in parts.values()])


Views = list[tuple[int, float, float]]


def outcome(kind: Kind, first: Views, second: Views) -> Difference | None:
    one, two = of(kind, first), of(kind, second)
    if one is None or two is None:
        return None
    if kind is Kind.PERCENTILE:
        found = []
        for each, views in ((one, first), (two, second)):
            values = sorted(view[1] for view in views)
            ranks = ranks_around(0.5, each)
            assert ranks is not None
            at = [None if rank is None else values[rank - 1] for rank in ranks]
            found.append(ranked(values[math.ceil(len(values) / 2) - 1], at))
        return difference(*found)
    pair = shares(one, two) if kind is Kind.SHARE else means(one, two, 1.0)
    return None if pair is None else difference(*pair)


def startup(chance: random.Random, mood: float) -> tuple[float, float]:
    """Half of what a view takes is its viewer's own: a slow line stays slow."""
    return math.exp(6 + 0.4 * mood + 0.4 * chance.gauss(0, 1)), 1.0


def failure(chance: random.Random, mood: float) -> tuple[float, float]:
    return float(chance.random() < (0.3 if mood > 1 else 0.06)), 1.0


def stalls(chance: random.Random, _mood: float) -> tuple[float, float]:
    watched = chance.expovariate(1 / 600)
    return watched * chance.random() * (0.04 if chance.random() < 0.5 else 0.0), watched


def counted(chance: random.Random, _mood: float) -> tuple[float, float]:
    return float(chance.choice((0, 0, 0, 1, 1, 2))), 1.0


Made = Callable[[random.Random, float], tuple[float, float]]
TRUTHS: list[tuple[Kind, Made]] = [
    (Kind.MEAN, startup),
    (Kind.PERCENTILE, startup),
    (Kind.SHARE, failure),
    (Kind.RATIO, stalls),
    (Kind.PERCENTILE, counted),
]
RUNS = 200


def watched(chance: random.Random, make: Made, viewers: int, more: float = 1.0) -> Views:
    """Return the views of some viewers, one to five of each."""
    found: Views = []
    for _ in range(viewers):
        who, mood = chance.getrandbits(60), chance.gauss(0, 1)
        for _ in range(chance.choice((1, 1, 2, 5))):
            value, whole = make(chance, mood)
            found.append((who, value * more, whole))
    return found


@pytest.mark.parametrize(("kind", "make"), TRUTHS, ids=lambda each: getattr(each, "__name__", each))
def test_where_there_is_no_difference_few_are_found(kind: Kind, make: Made) -> None:
    """Of 200 tests at 5 % ten are wrong on average, and 20 or more once in 300 times."""
    chance = random.Random(f"null {kind} {make.__name__}")  # noqa: S311 - the same each time
    found = [
        outcome(kind, watched(chance, make, 70), watched(chance, make, 130)) for _ in range(RUNS)
    ]
    known_of = [each for each in found if each is not None]
    assert len(known_of) > 0.8 * RUNS
    assert sum(each.p_value < 0.05 for each in known_of) < 20
    assert sum(not each.low <= 0 <= each.high for each in known_of) < 20


def test_views_taken_for_independent_would_find_far_too_many() -> None:
    """Five views of each viewer, all alike: what clustering by viewer is for."""
    chance = random.Random(7)  # noqa: S311 - the same each time

    def both(alike: int) -> tuple[bool, bool]:
        honest, naive = [], []
        for _ in range(2):
            moods = [chance.gauss(0, 1) for _ in range(120)]
            honest.append(known([Part(alike, alike * mood, alike) for mood in moods]))
            naive.append(known(singles([mood for mood in moods for _ in range(alike)])))
        told = []
        for one, two in (honest, naive):
            pair = means(one, two, 1.0)
            assert pair is not None
            told.append(difference(*pair).p_value < 0.05)
        return told[0], told[1]

    results = [both(5) for _ in range(RUNS)]
    assert sum(honest for honest, _ in results) < 20
    assert sum(naive for _, naive in results) > 60


def test_the_design_effect_tells_how_alike_views_of_one_viewer_are() -> None:
    alike = known([Part(6, 6.0 * (nth % 3 == 0), 6.0) for nth in range(150)])
    assert design_effect(alike) == pytest.approx(6, rel=0.02)
    alone = known(singles([float(nth % 3 == 0) for nth in range(150)]))
    assert design_effect(alone) == pytest.approx(1, rel=0.02)


@pytest.mark.parametrize(
    ("kind", "make"), TRUTHS[:4], ids=lambda each: getattr(each, "__name__", each)
)
def test_a_difference_is_found_more_often_with_more_views(kind: Kind, make: Made) -> None:
    chance = random.Random(f"power {kind}")  # noqa: S311 - the same each time
    more = 1.25

    def share_found(viewers: int) -> float:
        pairs = (
            (watched(chance, make, viewers), watched(chance, _often(make, kind, more), viewers))
            for _ in range(30)
        )
        p_values = [outcome(kind, *pair) for pair in pairs]
        return statistics.fmean(each is not None and each.p_value < 0.05 for each in p_values)

    few, many = share_found(60), share_found(1200)
    assert many > few
    assert many > 0.6


def _often(make: Made, kind: Kind, more: float) -> Made:
    """Return what makes a quarter more: of a share more often, of the rest larger values."""

    def made(chance: random.Random, mood: float) -> tuple[float, float]:
        value, whole = make(chance, mood)
        if kind is Kind.SHARE:
            return float(bool(value) or chance.random() < (more - 1) / 7), whole
        return value * more, whole

    return made


def test_a_page_without_any_difference_shows_one_only_rarely() -> None:
    """Thirty numbers of two columns that are alike, sixty times: Holm holds the page to 5 %."""
    chance = random.Random(11)  # noqa: S311 - the same each time
    pages = 0
    for _ in range(60):
        p_values = []
        for _ in range(30):
            one, two = (known(singles([chance.gauss(0, 1) for _ in range(100)])) for _ in "ab")
            pair = means(one, two, 1.0)
            assert pair is not None
            p_values.append(difference(*pair).p_value)
        pages += min(holm(p_values)) < 0.05
    assert pages <= 8
