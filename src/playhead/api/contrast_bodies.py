"""The bodies of answers about columns side by side. Law: as in `beyond_bodies`."""

import msgspec

from playhead.catalog.metric import TimeBasis, Unit
from playhead.query.answer_contrast import Verdict


class ContrastMeta(msgspec.Struct, frozen=True):
    """The time of each column, in epoch seconds, and how differences were judged.

    A difference is more than chance where its p-value, adjusted for the `tests` made, is below
    `level`.
    """

    columns: tuple[tuple[int, int], ...]
    level: float
    correction: str
    tests: int
    views_least: int
    viewers_least: int


class ContrastRow(msgspec.Struct, frozen=True):
    """One number of one column, counted from 0, and how it differs from that of column 0.

    From `low` to `high` lies the true difference 95 times of 100. What was not judged is null.
    """

    column: int
    name: str
    group: str | None
    metric: str
    measurement: str
    unit: Unit
    aggregation: TimeBasis
    value: float | None
    views: int
    verdict: Verdict | None
    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    adjusted_p_value: float | None
