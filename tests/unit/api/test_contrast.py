"""Columns side by side, and what is said of their differences."""

import csv
import io
import json
import math
from typing import Any
from urllib.parse import quote

import pytest
from starlette.types import ASGIApp

from playhead.api.contrast_arguments import ALL_LINES
from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement
from playhead.query.answer_contrast import ContrastAnswer, ContrastCell, Judged, Verdict
from playhead.query.question import Filter, FilterOperator, Measured, Timeframe
from playhead.query.question_contrast import Contrast
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

PATH = "/api/v1/comparison"
NOW_S = made.NOW_MS // 1000
DAY_S = 86_400
DAY = [NOW_S - DAY_S, NOW_S]
PLAYER = DIMENSION_BY_ID["player_name"]
STARTUP = Measured(METRIC_BY_ID["video_startup_time"], Measurement.MEDIAN)
VIEWS = Measured(METRIC_BY_ID["views"], Measurement.COUNT)
EMBED, KIOSK = ({"filters": [f"player_name:{name}"]} for name in ("Embed", "Kiosk"))


def asked(*columns: object, more: str = "&metrics[]=video_startup_time&metrics[]=views") -> str:
    texts = [each if isinstance(each, str) else json.dumps(each) for each in columns]
    return f"{PATH}?" + "&".join(f"columns[]={quote(text)}" for text in texts) + more


def told(query: ToldQuery) -> None:
    judged = Judged(Verdict.WORSE, 400.0, 350.0, math.inf, 0.00001, 0.002)
    query.answers[Contrast] = ContrastAnswer(
        (
            (ContrastCell(500.0, 4000), ContrastCell(900.0, 3000, judged)),
            (
                ContrastCell(4100.0, 4100),
                ContrastCell(3050.0, 3050, Judged(Verdict.NOT_TESTED, -1050.0)),
            ),
        ),
        1,
    )


def test_two_values(app: ASGIApp, query: ToldQuery) -> None:
    told(query)
    heard = ask(app, asked(EMBED, KIOSK)).json
    assert heard["total_row_count"] == 4
    assert heard["timeframe"] == DAY
    assert heard["meta"] == {
        "columns": [DAY, DAY],
        "level": 0.05,
        "correction": "holm",
        "tests": 1,
        "views_least": 100,
        "viewers_least": 50,
    }
    assert [(row["column"], row["value"], row["verdict"]) for row in heard["data"]] == [
        (0, 500.0, None),
        (1, 900.0, "worse"),
        (0, 4100.0, None),
        (1, 3050.0, "not_tested"),
    ]
    assert heard["data"][1] == {
        "column": 1,
        "name": "video_startup_time:median",
        "group": None,
        "metric": "video_startup_time",
        "measurement": "median",
        "unit": "milliseconds",
        "aggregation": "view_end",
        "value": 900.0,
        "views": 3000,
        "verdict": "worse",
        "difference": 400.0,
        "low": 350.0,
        "high": None,
        "p_value": 0.00001,
        "adjusted_p_value": 0.002,
    }
    (question,) = query.questions
    assert question.measures == (STARTUP, VIEWS)
    assert question.judged
    assert [column.only for column in question.columns] == [
        (Filter(PLAYER, FilterOperator.IS, ("Embed",)),),
        (Filter(PLAYER, FilterOperator.IS, ("Kiosk",)),),
    ]


def test_without_metrics_all_that_values_are_compared_by(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[Contrast] = ContrastAnswer(((ContrastCell(None, 0),) * 2,) * len(ALL_LINES), 0)
    heard = ask(app, asked({}, {}, more="&verdicts=false")).json
    assert len(heard["data"]) == 2 * len(ALL_LINES) > 100
    names = {(row["name"], row["group"]) for row in heard["data"]}
    assert ("Views", "Views") in names
    assert ("Video Startup Time (median)", "Startup Time Score") in names
    (question,) = query.questions
    assert not question.judged


@pytest.mark.parametrize(
    ("column", "window"),
    [
        ({}, DAY),
        ({"earlier": "timeframe"}, [NOW_S - 2 * DAY_S, NOW_S - DAY_S]),
        ({"earlier": "7:days"}, [NOW_S - 8 * DAY_S, NOW_S - 7 * DAY_S]),
        ({"timeframe": ["48:hours"]}, [NOW_S - 2 * DAY_S, NOW_S]),
        (
            {"timeframe": [str(NOW_S - 7200), str(NOW_S - 3600)], "earlier": "timeframe"},
            [NOW_S - 10_800, NOW_S - 7200],
        ),
    ],
)
def test_times(app: ASGIApp, query: ToldQuery, column: object, window: list[int]) -> None:
    told(query)
    heard = ask(app, asked({}, column)).json
    assert heard["meta"]["columns"] == [DAY, window]
    (question,) = query.questions
    found = question.columns[1].scope.timeframe
    assert found == Timeframe(window[0] * 1000, window[1] * 1000)


def test_a_set_of_filters_holds_beside_those_of_all_columns(app: ASGIApp, query: ToldQuery) -> None:
    told(query)
    nordic = {
        "filters": ["country:NO", "country:SE"],
        "metric_filters": ["rebuffer_count>=1"],
    }
    shared = "&filters[]=country:NO&metric_filters[]=video_startup_time<=5000"
    ask(app, asked({}, nordic, more=shared + "&metrics[]=views&metrics[]=ended_views"))
    (question,) = query.questions
    alone, column = question.columns
    assert len(alone.scope.filters) == len(column.scope.filters) == 1
    assert [len(each.scope.metric_filters) for each in (alone, column)] == [1, 2]
    assert [len(each.only) for each in (alone, column)] == [0, 2]


def test_a_spreadsheet_has_a_line_for_each_number(app: ASGIApp, query: ToldQuery) -> None:
    told(query)
    answer = ask(app, asked(EMBED, KIOSK), accept="text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert [row["verdict"] for row in rows] == ["", "worse", "", "not_tested"]
    assert rows[1]["high"] == ""


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (asked(EMBED), ["columns[]", "1 times", "2 to 5"]),
        (asked(*[EMBED] * 6), ["6 times", "2 to 5"]),
        (asked(EMBED, "no JSON"), ["columns[1]", "'no JSON'", "JSON object"]),
        (asked(EMBED, []), ["columns[1]", "object"]),
        (asked(EMBED, {"filter": ["a"]}), ["columns[1]", "filter"]),
        (asked(EMBED, {"filters": "a"}), ["columns[1]", "filters"]),
        (asked(EMBED, "[" * 3000), ["columns[1]"]),
        (asked({"filters": ["nothing:1"]}, EMBED), ["columns[0]", "no dimension 'nothing'"]),
        (asked(EMBED, {"filters": ["cdn:a"] * 51}), ["columns[1]", "51 times"]),
        (asked(EMBED, {"timeframe": ["soon"]}), ["columns[1]", "'soon'"]),
        (asked(EMBED, {"earlier": "soon"}), ["columns[1]", "earlier 'soon'", "7:days"]),
        (asked(EMBED, {"earlier": "200:days"}), ["columns[1]", "views are kept for"]),
        (asked(EMBED, KIOSK, more="&metrics[]=view"), ["no metric 'view'", "'views'"]),
        (asked(EMBED, KIOSK, more="&metrics[]=views:avg"), ["'views:avg'", "count"]),
        (asked(EMBED, KIOSK, more="&metrics[]=views" * 2), ["views:count twice"]),
        (asked(EMBED, KIOSK, more="&metrics[]=views" * 81), ["81 times", "80"]),
        (asked(EMBED, KIOSK, more="&verdicts=maybe"), ["verdicts 'maybe'", "true, false"]),
    ],
)
def test_what_cannot_be_understood_is_told(
    app: ASGIApp, query: ToldQuery, path: str, words: list[str]
) -> None:
    answer = ask(app, path)
    assert answer.status == 400
    error: dict[str, Any] = answer.json["error"]
    assert all(word in error["messages"][0] for word in words), error
    assert query.questions == []
