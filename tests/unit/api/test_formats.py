"""CSV and JSON lines for whom asks for them, and nothing sent twice that the client has."""

import csv
import io

import msgspec
import pytest
from starlette.types import ASGIApp

from playhead.api.formats import Format, wanted_format
from playhead.catalog.metric import TimeBasis, Unit
from playhead.query.answer import (
    BreakdownAnswer,
    BreakdownRow,
    Point,
    TimeseriesAnswer,
    ViewsAnswer,
    ViewSummary,
)
from playhead.query.question import Breakdown, ListViews, Timeseries
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

BREAKDOWN = "/data/v1/metrics/views/breakdown"
TIMESERIES = "/data/v1/metrics/views/timeseries"
VIEWS = "/data/v1/video-views"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")']


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", Format.JSON),
        ("*/*", Format.JSON),
        ("text/html, */*;q=0.8", Format.JSON),
        ("text/csv", Format.CSV),
        ("TEXT/CSV; header=present", Format.CSV),
        ("application/x-ndjson", Format.NDJSON),
        ("application/jsonl", Format.NDJSON),
        ("application/json, text/csv", Format.JSON),
        ("application/json;q=0.5, text/csv", Format.CSV),
        ("text/csv;q=0", Format.JSON),
        ("text/csv;q=nonsense, application/json;q=0.9", Format.CSV),
    ],
)
def test_the_format_is_the_one_preferred(accept: str, expected: Format) -> None:
    assert wanted_format(accept) is expected


def told_groups(query: ToldQuery, *fields: str | None) -> None:
    rows = tuple(BreakdownRow(field, -0.5, 3, 1, 0, 0) for field in fields)
    query.answers[Breakdown] = BreakdownAnswer(Unit.NUMBER, TimeBasis.END, rows, 77)


def test_rows_as_csv(app: ASGIApp, query: ToldQuery) -> None:
    told_groups(query, "Norge, å", None)
    heard = ask(app, BREAKDOWN, accept="text/csv")
    assert heard.headers["content-type"] == "text/csv; charset=utf-8"
    assert heard.headers["x-total-row-count"] == "77"
    assert heard.headers["x-timeframe"] == f"{made.NOW_MS // 1000 - 86_400},{made.NOW_MS // 1000}"
    assert heard.body.decode().splitlines() == [
        "field,value,views,negative_impact,total_watch_time,total_playing_time",
        '"Norge, å",-0.5,3,1,0,0',
        ",-0.5,3,1,0,0",
    ]


def test_no_text_becomes_a_formula_in_a_spreadsheet(app: ASGIApp, query: ToldQuery) -> None:
    told_groups(query, *HOSTILE)
    body = ask(app, BREAKDOWN, accept="text/csv").body.decode()
    cells = [row["field"] for row in csv.DictReader(io.StringIO(body, newline=""))]
    assert cells == [f"'{text}" for text in HOSTILE]


def test_rows_as_json_lines(app: ASGIApp, query: ToldQuery) -> None:
    told_groups(query, "NO", None)
    heard = ask(app, BREAKDOWN, accept="application/x-ndjson")
    assert heard.headers["content-type"] == "application/x-ndjson"
    lines = [msgspec.json.decode(line) for line in heard.body.splitlines()]
    assert lines == ask(app, BREAKDOWN).json["data"]


def test_points_have_named_columns(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[Timeseries] = TimeseriesAnswer(
        Unit.NUMBER, TimeBasis.START, (Point(made.NOW_MS, 2.0, 2), Point(made.NOW_MS, None, None))
    )
    assert ask(app, TIMESERIES, accept="text/csv").body.decode().splitlines() == [
        "date,value,views",
        "2026-02-03T00:00:00Z,2.0,2",
        "2026-02-03T00:00:00Z,,",
    ]
    lines = ask(app, TIMESERIES, accept="application/x-ndjson").body.splitlines()
    assert msgspec.json.decode(lines[1]) == {
        "date": "2026-02-03T00:00:00Z",
        "value": None,
        "views": None,
    }


def test_a_table_without_rows_has_its_header(app: ASGIApp) -> None:
    assert ask(app, VIEWS, accept="text/csv").body.startswith(b"id,view_start,view_end,")
    assert ask(app, VIEWS, accept="application/x-ndjson").body == b""


def test_flags_are_written_as_in_json(app: ASGIApp, query: ToldQuery) -> None:
    members = dict.fromkeys(ViewSummary.__struct_fields__) | {
        "view_id": "v",
        "view_start_ms": made.NOW_MS,
        "view_end_ms": made.NOW_MS,
        "playback_failure": True,
        "watch_time_ms": 9,
    }
    summary = msgspec.convert(members, ViewSummary)
    query.answers[ListViews] = ViewsAnswer((summary,), 1)
    body = ask(app, VIEWS, accept="text/csv").body.decode()
    (row,) = csv.DictReader(io.StringIO(body, newline=""))
    assert (row["playback_failure"], row["video_title"], row["watch_time"]) == ("true", "", "9")


@pytest.mark.parametrize("target", ["/data/v1/metrics/views/overall", "/data/v1/dimensions"])
def test_what_is_no_list_stays_json(app: ASGIApp, target: str) -> None:
    assert ask(app, target, accept="text/csv").json["data"]


def test_errors_stay_json(app: ASGIApp) -> None:
    assert ask(app, f"{VIEWS}?limit=0", accept="text/csv").error[0] == "invalid_parameters"


def test_an_answer_that_the_client_has_is_not_sent_again(app: ASGIApp, query: ToldQuery) -> None:
    told_groups(query, "NO")
    first = ask(app, BREAKDOWN)
    tag = first.headers["etag"]
    for known in (tag, f'"other", {tag}', "*"):
        again = ask(app, BREAKDOWN, if_none_match=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert "content-type" not in again.headers
        assert again.headers["cache-control"] == "max-age=0, private, must-revalidate"
    told_groups(query, "SE")
    changed = ask(app, BREAKDOWN, if_none_match=tag)
    assert changed.status == 200
    assert changed.headers["etag"] != tag


def test_each_format_has_a_tag_of_its_own_and_errors_have_none(
    app: ASGIApp, query: ToldQuery
) -> None:
    told_groups(query, "NO")
    tags = {
        ask(app, BREAKDOWN, accept=accept).headers["etag"]
        for accept in ("application/json", "text/csv", "application/x-ndjson")
    }
    assert len(tags) == 3
    assert "etag" not in ask(app, "/nowhere").headers
