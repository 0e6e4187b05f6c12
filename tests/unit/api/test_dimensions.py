"""Dimensions and their values, under both names."""

import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import DIMENSION_BY_ID
from playhead.query.answer import DimensionValue, DimensionValuesAnswer
from playhead.query.question import (
    DimensionValues,
    Filter,
    FilterOperator,
    Page,
    Scope,
    Timeframe,
)
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

NOW_S = made.NOW_MS // 1000
DAY = [NOW_S - 86_400, NOW_S]
BASIC = """
asset_id browser cdn continent_code exit_before_video_start live_stream_id operating_system
playback_id player_name player_software source_type stream_type sub_property_id video_content_type
video_id video_series video_startup_failure video_title view_has_ad viewer_device_category
viewer_device_manufacturer viewer_device_name
""".split()
ONLY_IN_FILTERS = """
ad_playback_failure content_playback_failure preroll_ad_asset_hostname preroll_ad_tag_hostname
preroll_played preroll_requested
""".split()


def test_dimensions_are_listed_in_two_parts(app: ASGIApp, query: ToldQuery) -> None:
    heard = ask(app, "/data/v1/dimensions?timeframe[]=nonsense").json
    assert set(heard) == {"total_row_count", "timeframe", "data"}
    assert (heard["total_row_count"], heard["timeframe"]) == (None, DAY)
    assert heard["data"]["basic"] == BASIC
    advanced = heard["data"]["advanced"]
    assert len(advanced) == 84
    assert advanced == sorted(advanced)
    assert not set(advanced) & {*BASIC, *ONLY_IN_FILTERS}
    assert query.questions == []


def test_the_older_list_names_the_dimensions_of_ads_too(app: ASGIApp) -> None:
    newer, older = (ask(app, f"/data/v1/{name}").json["data"] for name in ("dimensions", "filters"))
    assert older["basic"] == newer["basic"]
    assert older["advanced"] == sorted([*newer["advanced"], *ONLY_IN_FILTERS])


@pytest.mark.parametrize("name", ["dimensions", "filters"])
def test_values_of_a_dimension(app: ASGIApp, query: ToldQuery, name: str) -> None:
    query.answers[DimensionValues] = DimensionValuesAnswer(
        (DimensionValue("Chrome", 4021), DimensionValue(None, 4)), 52
    )
    asked = f"/data/v1/{name}/browser?limit=2&page=3&filters[]=country:NO"
    assert ask(app, asked).json == {
        "total_row_count": 52,
        "timeframe": DAY,
        "data": [{"value": "Chrome", "total_count": 4021}, {"value": None, "total_count": 4}],
    }
    filters = (Filter(DIMENSION_BY_ID["country"], FilterOperator.IS, ("NO",)),)
    scope = Scope("env00001", Timeframe(made.NOW_MS - 86_400_000, made.NOW_MS), filters)
    assert query.questions == [DimensionValues(scope, DIMENSION_BY_ID["browser"], Page(2, 3))]


def test_only_the_newer_name_takes_metric_filters(app: ASGIApp, query: ToldQuery) -> None:
    for name in ("dimensions", "filters"):
        ask(app, f"/data/v1/{name}/browser?metric_filters[]=rebuffer_count>=2")
    assert [len(each.scope.metric_filters) for each in query.questions] == [1, 0]


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        ("dimensions/browsr", 404, "Did you mean 'browser'?"),
        ("filters/browsr", 404, "Did you mean 'browser'?"),
        ("dimensions/browser?filters[]=country", 400, "country"),
        ("dimensions/browser?limit=0", 400, "limit"),
        ("dimensions/browser?timeframe[]=1&timeframe[]=2", 400, "views are kept"),
    ],
)
def test_what_is_refused(app: ASGIApp, target: str, status: int, says: str) -> None:
    heard = ask(app, f"/data/v1/{target}")
    assert heard.status == status
    assert says in heard.error[1][-1]
