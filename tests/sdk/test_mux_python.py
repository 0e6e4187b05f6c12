"""The official, unmodified Python client reads metrics and views, with only its host replaced."""

import json
import statistics

import msgspec
import mux_python
import pytest
from mux_python.exceptions import ApiException, NotFoundException, UnauthorizedException

from playhead.catalog.index import METRICS
from tests.sdk import seeds
from tests.sdk.serving import Served
from tests.sdk.signed import signed, verified

pytestmark = pytest.mark.slow

UNFILLED = set("isp metro platform_description player_load_time player_source_stream_type".split())
PYTHON_TYPES = {"str": str, "int": int, "bool": bool, "float": float}
WINDOW = [str(seeds.NOW_MS // 1000 - 86_400), str(seeds.NOW_MS // 1000)]


def test_views_are_listed_newest_first(video_views: mux_python.VideoViewsApi) -> None:
    listed = video_views.list_video_views()
    assert listed.timeframe == [int(second) for second in WINDOW]
    assert listed.total_row_count == 3 + len(seeds.PLAIN)
    assert [row.id for row in listed.data[:4]] == [
        seeds.COMPLETE,
        seeds.BARE,
        seeds.DROPPED,
        seeds.PLAIN[0],
    ]
    assert len(listed.data) == 25
    first = listed.data[0]
    for name, kind in type(first).openapi_types.items():
        assert type(getattr(first, name)) is PYTHON_TYPES[kind], name
    assert first.viewer_os_family == "operating_system å"
    assert first.view_end == "2026-02-02T23:59:00.000Z"


def test_paging_shows_each_view_once(video_views: mux_python.VideoViewsApi) -> None:
    seen: list[str] = []
    for page in range(1, 100):
        rows = video_views.list_video_views(limit=10, page=page, timeframe=WINDOW).data
        if not rows:
            break
        seen += [row.id for row in rows]
    assert len(seen) == len(set(seen)) == 3 + len(seeds.PLAIN)
    assert seeds.ELSEWHERE not in seen


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"filters": ["country:NO"], "limit": 100}, 20),
        ({"filters": ["!country:", "!country:NO"]}, 1),
        ({"filters": ["+video_cdn_trace:edge-a"]}, 1),
        ({"filters": ["video_cdn_trace:[edge-a,edge-b]"]}, 1),
        ({"metric_filters": ["video_startup_time>=380"]}, 3),
        ({"viewer_id": "viewer_user_id å"}, 1),
        ({"error_id": "any"}, 1),
        ({"timeframe": ["10:minutes"]}, 4),
    ],
)
def test_a_list_can_be_narrowed(
    video_views: mux_python.VideoViewsApi, asked: dict[str, object], expected: int
) -> None:
    assert video_views.list_video_views(**asked).total_row_count == expected


def test_a_view_is_read_with_all_its_members(
    video_views: mux_python.VideoViewsApi, server: Served
) -> None:
    view = video_views.get_video_view(seeds.COMPLETE).data
    types = type(view).openapi_types
    assert len(types) == 180
    missing = {name for name in types if getattr(view, name) is None}
    assert missing == UNFILLED
    for name, kind in types.items():
        if name not in UNFILLED and kind in PYTHON_TYPES:
            assert type(getattr(view, name)) is PYTHON_TYPES[kind], name
    assert (view.id, view.view_id) == (seeds.COMPLETE, seeds.COMPLETE)
    assert (view.environment_id, view.property_id) == (server.environment_id, server.property_id)
    assert view.video_cdn_trace == ["edge-a", "edge-b"]
    assert [event.name for event in view.events] == ["viewstart", "renditionchange", "playing"]
    assert view.events[1].details == {"width": 1920, "height": 1080, "codec": "avc1"}
    assert view.events[1].viewer_time - view.events[0].viewer_time == 1_000


@pytest.mark.parametrize("view_id", [seeds.COMPLETE, seeds.BARE])
def test_no_member_is_left_out_of_the_body(
    client: mux_python.ApiClient, video_views: mux_python.VideoViewsApi, view_id: str
) -> None:
    answer = video_views.get_video_view(view_id, _preload_content=False)
    body = msgspec.json.decode(answer.data)["data"]
    assert set(mux_python.VideoView.attribute_map.values()) - set(body) == set()
    assert client.sanitize_for_serialization(video_views.get_video_view(view_id).data)


def test_a_dropped_view_says_so_last(video_views: mux_python.VideoViewsApi) -> None:
    view = video_views.get_video_view(seeds.DROPPED).data
    assert view.view_dropped is True
    assert [event.name for event in view.events][-2:] == ["playing", "viewdropped"]


def test_overall(metrics: mux_python.MetricsApi) -> None:
    answer = metrics.get_overall_values("video_startup_time", timeframe=WINDOW)
    complete_ms = 1_001
    assert answer.data.value == statistics.median([*seeds.STARTUP_TIMES_MS, complete_ms])
    assert answer.data.total_views == 1 + len(seeds.PLAIN)
    assert answer.data.global_value is None
    assert answer.meta.aggregation == "view_end"
    assert answer.timeframe == [int(second) for second in WINDOW]


def test_overall_of_nothing(metrics: mux_python.MetricsApi) -> None:
    answer = metrics.get_overall_values("video_startup_time", filters=["country:AQ"])
    assert (answer.data.value, answer.data.total_views) == (None, 0)


def test_timeseries(metrics: mux_python.MetricsApi) -> None:
    answer = metrics.get_metric_timeseries_data(
        "views", timeframe=WINDOW, group_by="hour", order_direction="desc"
    )
    assert len(answer.data) == answer.total_row_count == 24
    last, before = answer.data[:2]
    assert last == ["2026-02-02T23:00:00Z", "33.0", "33"]
    assert before == ["2026-02-02T22:00:00Z", None, None]
    assert (answer.meta.aggregation, answer.meta.granularity) == ("view_start", "hour")


def test_breakdown(metrics: mux_python.MetricsApi) -> None:
    answer = metrics.list_breakdown_values(
        "video_startup_time", group_by="country", measurement="sum", order_by="views"
    )
    assert [(row.field, row.views) for row in answer.data] == [
        ("NO", 20),
        (None, 10),
        ("country å", 1),
    ]
    assert answer.data[1].value == sum(seeds.STARTUP_TIMES_MS[::3])
    assert answer.total_row_count == 3
    assert min(row.negative_impact for row in answer.data) == 1


@pytest.mark.parametrize("metric", sorted(metric.id for metric in METRICS))
def test_every_metric_is_read(metrics: mux_python.MetricsApi, metric: str) -> None:
    whole = metrics.get_overall_values(metric).data
    assert whole.total_views > 0
    assert isinstance(whole.value, float)
    assert metrics.list_breakdown_values(metric, group_by="player_name").data
    assert len(metrics.get_metric_timeseries_data(metric, group_by="hour").data) == 24


def test_a_wrong_secret_is_unauthorized(server: Served) -> None:
    configuration = mux_python.Configuration(
        host=server.base_url, username=server.token_id, password="wrong"
    )
    with mux_python.ApiClient(configuration) as client, pytest.raises(UnauthorizedException) as no:
        mux_python.MetricsApi(client).get_overall_values("views")
    assert msgspec.json.decode(no.value.body) == {
        "error": {"type": "unauthorized", "messages": ["Unauthorized request"]}
    }


@pytest.mark.parametrize("view_id", ["nobody", seeds.ELSEWHERE])
def test_a_view_of_nobody_or_of_others_is_not_found(
    video_views: mux_python.VideoViewsApi, view_id: str
) -> None:
    with pytest.raises(NotFoundException) as no:
        video_views.get_video_view(view_id)
    assert msgspec.json.decode(no.value.body)["error"]["type"] == "not_found"


def test_a_bad_parameter_is_told(metrics: mux_python.MetricsApi) -> None:
    with pytest.raises(ApiException) as no:
        metrics.list_breakdown_values("views", group_by="browsr")
    assert no.value.status == 400
    (message,) = msgspec.json.decode(no.value.body)["error"]["messages"]
    assert "Did you mean 'browser'" in message


def test_a_private_key_is_given_once_and_signs_what_the_kept_half_verifies(
    client: mux_python.ApiClient, server: Served
) -> None:
    keys = mux_python.SigningKeysApi(client)
    made = keys.create_signing_key().data
    token = signed({"sub": "my-video", "aud": "video_id"}, made.id, made.private_key)
    assert verified(token, server)["sub"] == "my-video"
    assert keys.get_signing_key(made.id).data.private_key is None
    keys.delete_signing_key(made.id)
    with pytest.raises(NotFoundException) as gone:
        keys.get_signing_key(made.id)
    assert json.loads(gone.value.body)["error"]["messages"][0] == "Signing Key not found"
