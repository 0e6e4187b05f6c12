"""Requests that no official client sends: each is answered, in an envelope, and none with a 5xx."""

from collections.abc import Iterator

import httpx
import pytest

from tests.sdk import seeds
from tests.sdk.serving import Served

pytestmark = pytest.mark.slow

NOW_S = seeds.NOW_MS // 1000
VIEWS = "/data/v1/video-views"
OVERALL = "/data/v1/metrics/video_startup_time/overall"
TIMESERIES = "/data/v1/metrics/video_startup_time/timeseries"
BREAKDOWN = "/data/v1/metrics/video_startup_time/breakdown"


@pytest.fixture(scope="module")
def http(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base_url, auth=(server.token_id, server.secret)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("target", "status"),
    [
        pytest.param(f"{VIEWS}?filters[]=video_title:%00", 200, id="a null character"),
        pytest.param(f"{VIEWS}?filters[]=video_title:%0A%09%5Cn%27%22%60", 200, id="quotes"),
        pytest.param(f"{VIEWS}?filters[]=video_title:%7Bp:String%7D%25s%3F", 200, id="holes"),
        pytest.param(f"{VIEWS}?filters[]=video_title:%F0%9F%98%80", 200, id="beyond the BMP"),
        pytest.param(f"{VIEWS}?viewer_id=';DROP%20TABLE%20views--", 200, id="SQL"),
        pytest.param(f"{VIEWS}?error_id={'9' * 18}", 200, id="a large error id"),
        pytest.param(f"{VIEWS}?error_id={'9' * 19}", 400, id="a larger one"),
        pytest.param(f"{VIEWS}?limit=100&page=100000", 200, id="a page far beyond the end"),
        pytest.param(f"{VIEWS}?limit=100&page=100001", 400, id="a page beyond all"),
        pytest.param(f"{VIEWS}?filters[]=asn:99999999999999999999", 200, id="a number too wide"),
        pytest.param(f"{VIEWS}?filters[]=asn:1e400", 400, id="a number beyond all"),
        pytest.param(f"{VIEWS}?filters[]=asn:1.5", 200, id="a fraction of a whole number"),
        pytest.param(f"{VIEWS}?metric_filters[]=rebuffer_count>=1e308", 200, id="a huge number"),
        pytest.param(f"{VIEWS}?metric_filters[]=rebuffer_count>=nan", 400, id="no number"),
        pytest.param(f"{VIEWS}?{'filters[]=country:NO&' * 50}", 200, id="fifty filters"),
        pytest.param(f"{VIEWS}?{'filters[]=country:NO&' * 51}", 400, id="one more"),
        pytest.param(f"{VIEWS}?timeframe[]={NOW_S}&timeframe[]=999999999999", 200, id="for ever"),
        pytest.param(f"{OVERALL}?timeframe[]={NOW_S}&timeframe[]=999999999999", 200, id="sum"),
        pytest.param(f"{TIMESERIES}?timeframe[]={NOW_S}&timeframe[]=999999999999", 400, id="line"),
        pytest.param(f"{TIMESERIES}?group_by=minute&timeframe[]=100:days", 400, id="many points"),
        pytest.param(f"{BREAKDOWN}?group_by=video_cdn_trace", 200, id="by a sequence"),
        pytest.param(f"{BREAKDOWN}?group_by=view_has_ad", 200, id="by a flag"),
        pytest.param(f"{BREAKDOWN}?group_by=video_source_fps", 200, id="by a number"),
        pytest.param(f"{BREAKDOWN}?group_by=browser_version&order_by=field", 200, id="by two"),
        pytest.param(f"{VIEWS}/%27%22%5C", 404, id="an id of quotes"),
        pytest.param(f"{VIEWS}/..%2F..%2Fetc", 404, id="an id that climbs"),
        pytest.param(f"/data/v1/metrics/{'x' * 5000}/overall", 404, id="a long name"),
    ],
)
def test_it_is_answered(http: httpx.Client, target: str, status: int) -> None:
    answer = http.get(target)
    assert answer.status_code == status, answer.text
    assert ("error" in answer.json()) is (status != 200)


def test_a_connection_is_kept_after_a_refusal_and_after_head(http: httpx.Client) -> None:
    assert http.head(VIEWS).status_code == 200
    assert http.post(VIEWS, content=b"x" * 100_000).status_code == 405
    assert http.head("/nowhere").status_code == 404
    assert http.get(VIEWS).status_code == 200


def test_a_view_is_compressed_for_whom_it_is_asked(http: httpx.Client) -> None:
    path = f"{VIEWS}/{seeds.BARE}"
    small = http.get(path, headers={"accept-encoding": "gzip"})
    large = http.get(path, headers={"accept-encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip"
    assert small.json() == large.json()
    assert int(small.headers["content-length"]) < int(large.headers["content-length"])
