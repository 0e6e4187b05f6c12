"""The views that the bench makes fill what is asked for, and nothing that does not exist."""

import datetime as dt
import re

from bench.shapes import SHAPES
from bench.views import DAYS, VIEWS_SQL, Made
from playhead.catalog.index import METRICS
from playhead.catalog.measure import Distinct, Flag, Number, PerDistinct, Ratio, Value
from playhead.model.view import VIEW_COLUMNS
from playhead.query.answer import ViewSummary
from playhead.query.sql_insights import EXAMINED

FILLED = set(re.findall(r"\bAS (\w+),?$", VIEWS_SQL.rpartition("\nSELECT\n")[2], re.MULTILINE))


def columns_of(value: Value) -> set[str]:
    match value:
        case Number(column) | Distinct(column) | PerDistinct(column):
            return {column}
        case Flag(column, among):
            return {column} if among is None else {column, among}
        case Ratio(numerator, denominator):
            return {numerator, denominator}
        case _:
            return set()


def test_every_column_exists() -> None:
    assert FILLED - {field.name for field in VIEW_COLUMNS} == set()


def test_what_metrics_insights_and_lists_read_is_filled() -> None:
    read = set(ViewSummary.__struct_fields__)
    read |= {column for metric in METRICS for column in columns_of(metric.value)}
    read |= {each.column for each in EXAMINED}
    read |= {each.prefix_column for each in EXAMINED if each.prefix_column is not None}
    assert read - FILLED == set()


def test_every_shape_has_sql_by_hand() -> None:
    assert all(shape.statements() for shape in SHAPES)


def test_days_follow_one_another_and_hold_all_views() -> None:
    days = Made("env", 1_000_003, dt.date(2026, 3, 1)).days()
    assert len(days) == DAYS
    assert days[-1][0] == dt.date(2026, 2, 28)
    assert [first for _, first, _ in days[1:]] == [first + count for _, first, count in days[:-1]]
    assert days[-1][1] + days[-1][2] == 1_000_003
