"""Columns side by side: what is asked of the engine, computed again in plain Python."""

import math
import zlib
from collections.abc import Mapping, Sequence

import msgspec
import pytest

from playhead.catalog.index import METRIC_BY_ID
from playhead.catalog.measure import Ratio, read, read_column
from playhead.catalog.metric import Measurement, TimeBasis
from playhead.model.view import View
from playhead.query.answer_contrast import Verdict
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.question import Measured, Overall, Scope, Timeframe
from playhead.query.question_contrast import CONTRASTED_LIMIT, Column, Contrast
from playhead.query.run import Query
from playhead.query.significance import Estimate, difference
from playhead.query.spread import (
    PARTS,
    VIEWS_LEAST,
    Clustered,
    Kind,
    Part,
    clustered,
    kind_of,
    means,
    ranked,
    ranks_around,
    share_of,
    shares,
)
from tests.oracle import made, reading
from tests.oracle.questions import ALL_MEASURED, SAMPLE, SCOPE, close

HALF = Timeframe(made.START_MS, made.START_MS + made.DAY_MS)
COLUMNS = (
    Column(SCOPE, read_filters(["browser:browser 1", "browser:browser 2"])),
    Column(SCOPE, read_filters(["!browser:browser 1"])),
    Column(msgspec.structs.replace(SCOPE, timeframe=HALF)),
    Column(
        msgspec.structs.replace(
            SCOPE, metric_filters=read_metric_filters(["video_startup_time>=1999"])
        )
    ),
)
"""By values of a dimension, by time, and by a metric."""
MEASURES = [
    *(each for each in ALL_MEASURED if each.measurement is each.metric.default),
    *(each for each in SAMPLE if each.measurement is not each.metric.default),
    Measured(METRIC_BY_ID["playing_time"], Measurement.AVG),
]
TESTED = [measured for measured in ALL_MEASURED if kind_of(measured) is not None]


Members = Mapping[tuple[Column, TimeBasis], list[View]]


@pytest.fixture(scope="module")
def in_columns(views: list[View]) -> Members:
    return {
        (column, basis): reading.chosen(
            views, msgspec.structs.replace(column.scope, filters=column.only), basis
        )
        for column in COLUMNS
        for basis in TimeBasis
    }


def members(found: Members, column: Column, measured: Measured) -> list[View]:
    metric = measured.metric
    return [view for view in found[column, metric.basis] if read(metric.value, view) is not None]


def cluster_of(measured: Measured, views: Sequence[View]) -> Clustered | None:
    """Group the views by the part their viewer is in, and sum up."""
    value = measured.metric.value
    at = reading.number(measured, views) if views else math.nan
    groups: dict[int, list[View]] = {}
    for view in views:
        part = zlib.crc32(view.identity.viewer_id.encode()) % PARTS
        groups.setdefault(part, []).append(view)
    parts = []
    for group in groups.values():
        values = [read(value, view) or 0.0 for view in group]
        if kind_of(measured) is Kind.PERCENTILE:
            top, bottom = float(sum(each <= at for each in values)), float(len(values))
        elif isinstance(value, Ratio):
            top, bottom = _sum(group, value.numerator), _sum(group, value.denominator)
        else:
            top, bottom = math.fsum(values), float(len(values))
        parts.append(Part(len(group), top, bottom))
    return clustered(parts)


def _sum(views: Sequence[View], name: str) -> float:
    return math.fsum(float(str(read_column(view, name))) for view in views)


def estimates(
    measured: Measured, first: Sequence[View], second: Sequence[View]
) -> tuple[Estimate, Estimate] | None:
    one, two = cluster_of(measured, first), cluster_of(measured, second)
    if one is None or two is None:
        return None
    match kind_of(measured):
        case Kind.SHARE:
            return shares(one, two)
        case Kind.PERCENTILE:
            pair = [around(measured, views, each) for views, each in ((first, one), (second, two))]
            return None if None in pair else (pair[0], pair[1])  # type: ignore[return-value]
        case _:
            value = measured.metric.value
            return means(one, two, value.scale if isinstance(value, Ratio) else 1.0)


def around(measured: Measured, views: Sequence[View], found: Clustered) -> Estimate | None:
    ranks = ranks_around(share_of(measured), found)
    if ranks is None:
        return None
    values = sorted(read(measured.metric.value, view) or 0.0 for view in views)
    return ranked(
        reading.number(measured, views),
        [None if rank is None else values[rank - 1] for rank in ranks],
    )


@pytest.mark.parametrize("start", range(0, len(MEASURES), CONTRASTED_LIMIT))
def test_every_number_and_what_is_said_of_it(query: Query, in_columns: Members, start: int) -> None:
    measures = tuple(MEASURES[start : start + CONTRASTED_LIMIT])
    answer = query.contrast(Contrast(COLUMNS, measures))
    tests = 0
    for measured, row in zip(measures, answer.rows, strict=True):
        first = members(in_columns, COLUMNS[0], measured)
        for column, cell in zip(COLUMNS, row, strict=True):
            own = members(in_columns, column, measured)
            assert cell.views == len(own) > 0
            assert cell.value == close(reading.number(measured, own))
            if column is COLUMNS[0]:
                assert cell.judged is None
                continue
            judged = cell.judged
            assert judged is not None
            if kind_of(measured) is None:
                assert judged.verdict is Verdict.NOT_TESTED
                continue
            enough = min(len(own), len(first)) >= VIEWS_LEAST
            pair = estimates(measured, first, own) if enough else None
            if pair is None:
                assert judged.verdict is Verdict.TOO_FEW_VIEWS
                continue
            tests += 1
            expected = difference(*pair)
            assert judged.difference == close(expected.value)
            assert judged.low == pytest.approx(expected.low, rel=1e-6, abs=1e-9)
            assert judged.high == pytest.approx(expected.high, rel=1e-6, abs=1e-9)
            assert judged.p_value == pytest.approx(expected.p_value, rel=1e-6, abs=1e-12)
            assert judged.p_value is not None
            assert judged.adjusted_p_value is not None
            assert judged.p_value <= judged.adjusted_p_value <= 1.0
    assert answer.tests == tests
    assert start or tests > 50


def test_without_verdicts_there_are_the_same_numbers(query: Query) -> None:
    measures = tuple(MEASURES[:30])
    alone = query.contrast(Contrast(COLUMNS, measures, judged=False))
    assert alone.tests == 0
    judged = query.contrast(Contrast(COLUMNS, measures))
    for without, row in zip(alone.rows, judged.rows, strict=True):
        assert all(cell.judged is None for cell in without)
        assert [cell.value for cell in without] == [cell.value for cell in row]


def test_a_column_is_what_the_overall_number_is(query: Query) -> None:
    (row,) = query.contrast(Contrast(COLUMNS[1:3], (TESTED[0],))).rows
    for column, cell in zip(COLUMNS[1:3], row, strict=True):
        scope = msgspec.structs.replace(column.scope, filters=column.only)
        assert cell.value == query.overall(Overall(scope, TESTED[0])).value


def test_a_columns_filter_goes_beside_one_of_the_same_dimension(query: Query) -> None:
    one, two = (read_filters([f"browser:browser {nth}"]) for nth in (1, 2))
    scope = msgspec.structs.replace(SCOPE, filters=one)
    (row,) = query.contrast(Contrast((Column(scope, two), Column(scope, one)), (TESTED[0],))).rows
    assert [cell.views > 0 for cell in row] == [False, True]
    assert row[1].judged is None, "there is nothing to hold it against"


def test_columns_without_views_have_nothing_to_say(query: Query) -> None:
    nobody = Column(Scope("nobody", SCOPE.timeframe))
    answer = query.contrast(Contrast((nobody, nobody), tuple(MEASURES[:40])))
    assert answer.tests == 0
    assert {cell.value for row in answer.rows for cell in row} == {None, 0.0}


def test_both_ends_of_views_are_looked_at() -> None:
    bases = {measured.metric.basis for measured in TESTED}
    assert bases == set(TimeBasis)
