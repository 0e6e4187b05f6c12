"""The list of views and one of them."""

import pytest
from starlette.types import ASGIApp

from playhead.query.answer import ViewAnswer, ViewsAnswer, ViewSummary
from playhead.query.question import (
    AnyError,
    Direction,
    ListViews,
    OneView,
    Page,
    Scope,
    Timeframe,
)
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

VIEWS = "/data/v1/video-views"
NOW_S = made.NOW_MS // 1000
DAY = Timeframe(made.NOW_MS - 86_400_000, made.NOW_MS)


def summary(*, full: bool) -> ViewSummary:
    return ViewSummary(
        view_id="view-1",
        view_start_ms=made.START_MS,
        view_end_ms=made.START_MS + 583_410,
        video_title="Episode 4" if full else None,
        operating_system="macOS" if full else None,
        browser="Safari" if full else None,
        country="NO" if full else None,
        error_type_id=77 if full else None,
        player_error_code="4" if full else None,
        player_error_message="no source" if full else None,
        playback_failure=full,
        viewer_experience_score=0.93 if full else None,
        watch_time_ms=581_200,
    )


def test_a_list_has_fourteen_members_a_row(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[ListViews] = ViewsAnswer((summary(full=True), summary(full=False)), 9)
    heard = ask(app, VIEWS).json
    assert {name: heard[name] for name in ("total_row_count", "timeframe")} == {
        "total_row_count": 9,
        "timeframe": [NOW_S - 86_400, NOW_S],
    }
    assert "meta" not in heard
    always = {
        "id": "view-1",
        "view_start": "2026-02-02T23:00:01.120Z",
        "view_end": "2026-02-02T23:09:44.530Z",
        "watch_time": 581_200,
        "total_row_count": 9,
    }
    assert heard["data"] == [
        always
        | {
            "video_title": "Episode 4",
            "viewer_os_family": "macOS",
            "viewer_application_name": "Safari",
            "country_code": "NO",
            "error_type_id": 77,
            "player_error_code": "4",
            "player_error_message": "no source",
            "playback_failure": True,
            "viewer_experience_score": 0.93,
        },
        always
        | {
            "video_title": None,
            "viewer_os_family": None,
            "viewer_application_name": None,
            "country_code": None,
            "error_type_id": None,
            "player_error_code": None,
            "player_error_message": None,
            "playback_failure": False,
            "viewer_experience_score": None,
        },
    ]


def test_an_empty_page_is_an_empty_list(app: ASGIApp) -> None:
    heard = ask(app, f"{VIEWS}?page=9")
    assert heard.status == 200
    assert (heard.json["data"], heard.json["total_row_count"]) == ([], 0)


@pytest.mark.parametrize(
    ("parameters", "question"),
    [
        ("", ListViews(Scope("env00001", DAY))),
        (
            "viewer_id=who%20ever&error_id=any&order_direction=asc&limit=2&page=3",
            ListViews(
                Scope("env00001", DAY), "who ever", AnyError.ANY, Direction.ASCENDING, Page(2, 3)
            ),
        ),
        ("error_id=77", ListViews(Scope("env00001", DAY), None, 77)),
        (
            f"timeframe[]={NOW_S - 61}&timeframe[]={NOW_S + 1}",
            ListViews(Scope("env00001", Timeframe(made.NOW_MS - 120_000, made.NOW_MS + 60_000))),
        ),
    ],
)
def test_a_list_asks_what_its_parameters_say(
    app: ASGIApp, query: ToldQuery, parameters: str, question: ListViews
) -> None:
    assert ask(app, f"{VIEWS}?{parameters}").status == 200
    assert query.questions == [question]


def test_one_view_comes_whole(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[OneView] = ViewAnswer(
        made.full_view(),
        (made.event(2), made.event(1, "viewstart", '{"width":1920,"deep":{"a":[1]}}')),
        events_cut=True,
    )
    heard = ask(app, f"{VIEWS}/view-1").json
    assert heard["total_row_count"] is None
    assert heard["timeframe"] == [NOW_S - 86_400, NOW_S]
    assert set(heard) == {"data", "timeframe", "total_row_count"}
    view = heard["data"]
    assert (view["id"], view["view_id"]) == ("view-1", "view-1")
    assert view["events_cut"] is True
    assert view["events"][0] == {
        "name": "viewstart",
        "viewer_time": made.START_MS + 1_000,
        "event_time": made.START_MS + 1_180,
        "playback_time": 1_000,
        "details": {"width": 1920, "deep": {"a": [1]}},
    }
