"""Which parts of a content are watched, by each of its ids."""

import pytest
from starlette.types import ASGIApp

from playhead.api import ApiSettings
from playhead.query.answer_content import HeatmapAnswer, Hotspot, HotspotsAnswer
from playhead.query.question import Direction, Timeframe
from playhead.query.question_content import (
    HOTSPOT_LIMIT,
    Content,
    ContentKind,
    Heatmap,
    Hotspots,
)
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, api, ask

DAY_MS = 86_400_000
ALL = Timeframe(made.NOW_MS - 100 * DAY_MS, made.NOW_MS)
KINDS = [
    ("assets", ContentKind.ASSET),
    ("playback-ids", ContentKind.PLAYBACK),
    ("videos", ContentKind.VIDEO),
]


@pytest.mark.parametrize(("folder", "kind"), KINDS)
def test_a_heatmap(app: ASGIApp, query: ToldQuery, folder: str, kind: ContentKind) -> None:
    query.answers[Heatmap] = HeatmapAnswer(321, 2_000, (1.5, 0.41), (1.0, 0.4))
    assert ask(app, f"/data/v1/engagement/{folder}/a%2Fb/heatmap").json == {
        "total_row_count": 1,
        "timeframe": [ALL.start_ms // 1000, ALL.end_ms // 1000],
        "data": {
            "total_views": 321,
            "value": [1.5, 0.41],
            "unique_value": [1.0, 0.4],
            "duration_ms": 2_000,
        },
    }
    assert query.questions == [Heatmap(Content("env00001", ALL, kind, "a/b"))]


@pytest.mark.parametrize(("folder", "kind"), KINDS)
def test_hotspots(app: ASGIApp, query: ToldQuery, folder: str, kind: ContentKind) -> None:
    query.answers[Hotspots] = HotspotsAnswer(321, (Hotspot(12_000, 18_000, 0.98),))
    asked = f"/data/v1/engagement/{folder}/x/hotspots?order_direction=asc&limit=3"
    assert ask(app, f"{asked}&timeframe[]=24:hours").json == {
        "total_row_count": 1,
        "timeframe": [(made.NOW_MS - DAY_MS) // 1000, made.NOW_MS // 1000],
        "data": {
            "total_views": 321,
            "hotspots": [{"start_ms": 12_000, "end_ms": 18_000, "score": 0.98}],
        },
    }
    content = Content("env00001", Timeframe(made.NOW_MS - DAY_MS, made.NOW_MS), kind, "x")
    assert query.questions == [Hotspots(content, Direction.ASCENDING, 3)]


@pytest.mark.parametrize(("limit", "number"), [("", None), ("&limit=99999", HOTSPOT_LIMIT)])
def test_how_many_hotspots(app: ASGIApp, query: ToldQuery, limit: str, number: int | None) -> None:
    ask(app, f"/data/v1/engagement/videos/x/hotspots?{limit}")
    assert query.questions[0].limit == number


def test_an_id_that_no_view_has_is_a_content_without_views(app: ASGIApp) -> None:
    heard = ask(app, "/data/v1/engagement/videos/nobody/heatmap")
    assert heard.status == 200
    assert (heard.json["data"]["total_views"], heard.json["data"]["value"]) == (0, [])


def test_without_a_retention_all_time_is_looked_at(query: ToldQuery) -> None:
    ask(api(query, ApiSettings(retention_ms=None)), "/data/v1/engagement/videos/x/heatmap")
    assert query.questions[0].content.timeframe == Timeframe(0, made.NOW_MS)


@pytest.mark.parametrize(
    ("parameters", "says"),
    [("limit=0", "limit '0'"), ("limit=x", "limit 'x'"), ("order_direction=up", "asc, desc")],
)
def test_what_is_refused(app: ASGIApp, parameters: str, says: str) -> None:
    heard = ask(app, f"/data/v1/engagement/videos/x/hotspots?{parameters}")
    assert heard.status == 400
    assert says in heard.error[1][0]
