"""What all statements are made of: the rows of the views asked for, the groups, the page.

Law: pure. What comes from a caller is bound, never written into the text. Groups are counted up
to a limit, beyond which the engine gives the question up.
"""

from collections.abc import Mapping

import msgspec

from playhead.catalog.measure import Ratio, sql_of
from playhead.catalog.metric import TimeBasis
from playhead.query.conditions import Bound, conditions_of
from playhead.query.plan import select_views
from playhead.query.question import Measured, Page, Scope

# More groups than this are no answer to anybody, and each costs memory while it is counted.
GROUP_LIMIT = 1_000_000

GROUP_SETTINGS = f"SETTINGS max_rows_to_group_by = {GROUP_LIMIT}, group_by_overflow_mode = 'throw'"
GROUPED = f"GROUP BY field\n{GROUP_SETTINGS}"
TOTALS = (
    "    sum(watch_time_ms) AS total_watch_time_ms,\n    sum(played_ms) AS total_playing_time_ms"
)


class Statement(msgspec.Struct, frozen=True):
    """A SELECT and the values of its parameters."""

    text: str
    parameters: Mapping[str, object]


def rows_of(scope: Scope, measured: Measured | None, bound: Bound, *more: str) -> str:
    """Return a subquery of the views with a value, `x`, and `more` columns of them."""
    value = None if measured is None else measured.metric.value
    basis = TimeBasis.END if measured is None else measured.metric.basis
    columns = ["watch_time_ms", "ifNull(playing_time_ms, 0) AS played_ms", "viewer_id", *more]
    if value is not None:
        # The conditions leave only views with a value.
        columns.insert(0, f"assumeNotNull({sql_of(value)}) AS x")
    if isinstance(value, Ratio):
        columns += [
            f"assumeNotNull({value.numerator}) AS part",
            f"assumeNotNull({value.denominator}) AS whole",
        ]
    conditions = conditions_of(select_views(scope, basis, value), bound)
    return "(\nSELECT {}\nFROM views\nWHERE {}\n)".format(
        ", ".join(columns), "\n    AND ".join(conditions)
    )


def where(scope: Scope, basis: TimeBasis, bound: Bound) -> str:
    """Return the condition that the views of a scope meet."""
    return "\n    AND ".join(conditions_of(select_views(scope, basis), bound))


def page_of(page: Page, bound: Bound) -> str:
    """Return the clause that gives the rows of a page."""
    limit = bound.bind("limit", page.limit, "UInt32")
    return f"LIMIT {limit} OFFSET {bound.bind('offset', page.offset, 'UInt32')}"
