"""Every kind of statement about this moment, word by word; rewritten as those of `test_sql` are."""

import os
import re

import pytest

from playhead.catalog.metric import Measurement
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSION_BY_ID
from playhead.catalog.monitoring.metrics import LIVE_METRIC_BY_ID
from playhead.query import sql_live
from playhead.query.live_parameters import read_live_filters, read_live_measured
from playhead.query.question import BreakdownOrder, Direction, Timeframe
from playhead.query.question_live import (
    LiveAudience,
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveHistogram,
    LiveMeasured,
    LiveScope,
    LiveSeries,
    LiveTable,
)
from playhead.query.statement import Statement
from tests.golden.test_sql import FOLDER, HOSTILE, spelled, texts_of

FIRST_MS = 1_770_076_000_000
LAST_MS = FIRST_MS + 1_795_000
SCOPE = LiveScope("env")
FILTERED = LiveScope(
    "env",
    read_live_filters(
        [
            "country:NO",
            "country:",
            "!country:SE",
            "!cdn:",
            "asn:AS64500",
            "!view_has_ad:true",
            f"video_title:{HOSTILE}",
        ]
    ),
)


def measured(metric: str, measurement: str | None = None) -> LiveMeasured:
    return read_live_measured(LIVE_METRIC_BY_ID[metric], measurement)


STALLED = measured("current-rebuffering-percentage")
VIEWERS = measured("current-concurrent-viewers")
STARTUP = measured("video-startup-time", Measurement.P95)
BY = LIVE_DIMENSION_BY_ID

CASES = {
    "told_newest": sql_live.told(None, None, 1_800_000),
    "told_window": sql_live.told(FIRST_MS, LAST_MS, 1_800_000),
    "series": sql_live.live_series(LiveSeries(SCOPE, STALLED), FIRST_MS, LAST_MS),
    "series_filtered": sql_live.live_series(LiveSeries(FILTERED, STARTUP), FIRST_MS, LAST_MS),
    "breakdown": sql_live.live_breakdown(
        LiveBreakdown(SCOPE, STALLED, BY["asn"]), FIRST_MS, FIRST_MS
    ),
    "breakdown_by_harm": sql_live.live_breakdown(
        LiveBreakdown(
            FILTERED,
            measured("current-average-bitrate"),
            BY["view_has_ad"],
            order_by=BreakdownOrder.NEGATIVE_IMPACT,
        ),
        FIRST_MS,
        FIRST_MS,
    ),
    "breakdown_series": sql_live.live_breakdown(
        LiveBreakdownSeries(
            SCOPE,
            VIEWERS,
            BY["video_title"],
            Timeframe(FIRST_MS, FIRST_MS + 60_000),
            BreakdownOrder.FIELD,
            Direction.ASCENDING,
        ),
        FIRST_MS,
        FIRST_MS + 55_000,
    ),
    "histogram": sql_live.live_histogram(LiveHistogram(SCOPE, STARTUP.metric), FIRST_MS, LAST_MS),
    "table": sql_live.live_table(
        LiveTable(FILTERED, (VIEWERS, STALLED, STARTUP), (BY["asn"], BY["country"])), FIRST_MS
    ),
    "table_of_all": sql_live.live_table(LiveTable(SCOPE, (STARTUP,)), FIRST_MS),
    "audience": sql_live.audience(LiveAudience("env", "video_id", HOSTILE)),
}


@pytest.mark.parametrize(("name", "statement"), CASES.items(), ids=CASES)
def test_the_statement_is_the_golden_one(name: str, statement: Statement) -> None:
    golden = FOLDER / "live" / f"{name}.sql"
    if os.environ.get("PLAYHEAD_REWRITE_GOLDEN") == "1":
        golden.write_text(spelled(statement), encoding="utf-8")
    assert spelled(statement) == golden.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in (FOLDER / "live").glob("*.sql")} == set(CASES)


@pytest.mark.parametrize("statement", CASES.values(), ids=CASES)
def test_values_are_bound_and_each_is_used(statement: Statement) -> None:
    places = set(re.findall(r"\{(\w+):\w+\}", statement.text))
    assert places == set(statement.parameters)
    assert not any(value in statement.text for value in texts_of(statement.parameters))
