"""What comes back of columns that are held against each other."""

import enum

import msgspec


class Verdict(enum.StrEnum):
    """What can be said of a difference from the first column."""

    BETTER = "better"
    """More than chance, and for the good."""
    WORSE = "worse"
    """More than chance, and for the bad."""
    DIFFERENT = "different"
    """More than chance, of a metric that has no good way."""
    UNCLEAR = "unclear"
    """Chance alone may make such a difference."""
    TOO_FEW_VIEWS = "too_few_views"
    """Of one of the two columns too little is known to say."""
    NOT_TESTED = "not_tested"
    """Counts and sums grow with the traffic: there is no chance to hold them against."""


class Judged(msgspec.Struct, frozen=True):
    """How a number differs from that of the first column.

    From `low` to `high` lies the true difference 95 times of 100; null: there is no such bound.
    `adjusted_p_value` takes into account how many differences were looked at.
    """

    verdict: Verdict
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    adjusted_p_value: float | None = None


class ContrastCell(msgspec.Struct, frozen=True):
    """One number of one column, of how many views, and how it is judged.

    `judged` is null in the first column, where nobody asked, and where a number is missing.
    """

    value: float | None
    views: int
    judged: Judged | None = None


class ContrastAnswer(msgspec.Struct, frozen=True):
    """For each measure a row of cells, one for each column; and how many tests were made."""

    rows: tuple[tuple[ContrastCell, ...], ...]
    tests: int
