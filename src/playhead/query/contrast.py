"""Asking about columns side by side: numbers, what they spread by, and whether they differ.

Of each column three statements are asked, one after the other: the numbers; sums over parts of the
viewers, which tell how far chance moves each; for percentiles, the values at the ranks around them.
Numbers that too few views stand behind are left out of the latter two.

Law: `select` is the one way to the store; everything else here is pure.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from playhead.catalog.measure import Ratio
from playhead.catalog.metric import Better
from playhead.query.answer_contrast import ContrastAnswer, ContrastCell, Judged, Verdict
from playhead.query.question import Measured
from playhead.query.question_contrast import Column, Contrast
from playhead.query.significance import LEVEL, Difference, Estimate, Ranked, difference, holm
from playhead.query.spread import (
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
from playhead.query.sql_contrast import (
    contrast_numbers,
    contrast_parts,
    contrast_ranks,
    level_of,
)
from playhead.query.statement import Statement
from playhead.store.interface import Rows

Select = Callable[[Statement], Rows]
_Ranks = tuple[int | None, ...]


class Known(msgspec.Struct, frozen=True):
    """What is known of one number of one column; `around` are the bounds of a percentile."""

    clustered: Clustered
    around: Ranked | None = None


def contrasted(question: Contrast, select: Select) -> ContrastAnswer:
    """Return each number of each column, and how it differs from the first column's."""
    measures = question.measures
    cells = [
        _cells(select(contrast_numbers(each, measures)), measures) for each in question.columns
    ]
    if not question.judged:
        return ContrastAnswer(tuple(zip(*cells, strict=True)), 0)
    known = [
        _known(column, _testable(measures, own, cells[0]), select)
        for column, own in zip(question.columns, cells, strict=True)
    ]
    first = known[0]
    found = {
        (nth, place): _difference(measured, first.get(measured), known[nth].get(measured))
        for nth in range(1, len(cells))
        for place, measured in enumerate(measures)
    }
    tested = {at: each for at, each in found.items() if each is not None}
    adjusted = dict(zip(tested, holm([each.p_value for each in tested.values()]), strict=True))
    rows = tuple(
        tuple(
            msgspec.structs.replace(
                cell, judged=_judged(measured, cell, row[0], tested.get(at), adjusted.get(at))
            )
            if (at := (nth, place)) in found
            else cell
            for nth, cell in enumerate(row)
        )
        for place, (measured, row) in enumerate(
            zip(measures, zip(*cells, strict=True), strict=True)
        )
    )
    return ContrastAnswer(rows, len(tested))


def _cells(rows: Rows, measures: Sequence[Measured]) -> list[ContrastCell]:
    found = dict(zip(rows.names, rows.rows[0], strict=True))
    cells = []
    for nth, measured in enumerate(measures):
        value = msgspec.convert(found[f"value_{nth}"], float | None)
        if value is None and not measured.metric.ranked:
            # A metric that counts has a number, 0, where there is nothing to count.
            value = 0.0
        cells.append(ContrastCell(value, msgspec.convert(found[f"views_{nth}"], int)))
    return cells


def _testable(
    measures: Sequence[Measured], own: Sequence[ContrastCell], first: Sequence[ContrastCell]
) -> Mapping[Measured, float]:
    """Return the numbers of a column that are worth more statements."""
    return {
        measured: cell.value
        for measured, cell, base in zip(measures, own, first, strict=True)
        if kind_of(measured) is not None
        and cell.value is not None
        and min(cell.views, base.views) >= VIEWS_LEAST
    }


def _known(
    column: Column, values: Mapping[Measured, float], select: Select
) -> dict[Measured, Known]:
    if not values:
        return {}
    rows = select(contrast_parts(column, tuple(values), tuple(values.values())))
    names = {name: place for place, name in enumerate(rows.names)}
    known: dict[Measured, Known] = {}
    ranks: dict[Measured, _Ranks] = {}
    for nth, measured in enumerate(values):
        places = [names[f"{name}_{nth}"] for name in Part.__struct_fields__]
        found = clustered([_part([row[each] for each in places]) for row in rows.rows])
        if found is None:
            continue
        if kind_of(measured) is not Kind.PERCENTILE:
            known[measured] = Known(found)
            continue
        around = ranks_around(share_of(measured), found)
        if around is not None:
            known[measured], ranks[measured] = Known(found), around
    if ranks:
        known |= _around(column, values, known, ranks, select)
    return known


def _part(sums: Sequence[object]) -> Part:
    views, numerator, denominator = msgspec.convert(sums, tuple[int, float | None, float | None])
    # Where no view has a value the engine's sums are null.
    return Part(views, numerator or 0.0, denominator or 0.0)


def _around(
    column: Column,
    values: Mapping[Measured, float],
    known: Mapping[Measured, Known],
    ranks: Mapping[Measured, _Ranks],
    select: Select,
) -> dict[Measured, Known]:
    levels = {
        measured: [
            level_of(rank, known[measured].clustered.views) for rank in each if rank is not None
        ]
        for measured, each in ranks.items()
    }
    (row,) = select(contrast_ranks(column, levels)).rows
    found: dict[Measured, Known] = {}
    for (measured, each), values_at in zip(ranks.items(), row, strict=True):
        there = iter(msgspec.convert(values_at, list[float]))
        at_ranks = [None if rank is None else next(there) for rank in each]
        found[measured] = Known(known[measured].clustered, ranked(values[measured], at_ranks))
    return found


def _difference(measured: Measured, first: Known | None, other: Known | None) -> Difference | None:
    if first is None or other is None:
        return None
    pair = _estimates(measured, first, other)
    return None if pair is None else difference(*pair)


def _estimates(measured: Measured, first: Known, other: Known) -> tuple[Estimate, Estimate] | None:
    if first.around is not None and other.around is not None:
        return first.around, other.around
    if kind_of(measured) is Kind.SHARE:
        return shares(first.clustered, other.clustered)
    value = measured.metric.value
    scale = value.scale if isinstance(value, Ratio) else 1.0
    return means(first.clustered, other.clustered, scale)


def _judged(
    measured: Measured,
    cell: ContrastCell,
    first: ContrastCell,
    found: Difference | None,
    adjusted: float | None,
) -> Judged | None:
    if cell.value is None or first.value is None:
        return None
    if kind_of(measured) is None:
        return Judged(Verdict.NOT_TESTED, cell.value - first.value)
    if found is None or adjusted is None:
        return Judged(Verdict.TOO_FEW_VIEWS, cell.value - first.value)
    return Judged(
        verdict=_verdict(measured, found) if adjusted < LEVEL else Verdict.UNCLEAR,
        difference=found.value,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        adjusted_p_value=adjusted,
    )


def _verdict(measured: Measured, found: Difference) -> Verdict:
    better = measured.metric.better
    if better is Better.NEITHER:
        return Verdict.DIFFERENT
    return Verdict.BETTER if (found.value > 0) is (better is Better.HIGHER) else Verdict.WORSE
