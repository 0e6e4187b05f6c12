"""What a client may rely on, point by point, over plain HTTP against a running server."""

from collections.abc import Iterator

import httpx
import pytest

from tests.sdk import seeds
from tests.sdk.serving import Served

pytestmark = pytest.mark.slow

NOW_S = seeds.NOW_MS // 1000
BREAKDOWN = "/data/v1/metrics/views/breakdown?group_by=country"
ENCODED = "filters%5B%5D=%21country%3AUS&filters%5B%5D=country%3ANO"
ANNOTATIONS = "/data/v1/annotations"
NOT_FOUND = "The requested resource either doesn't exist or you don't have access to it."


@pytest.fixture(scope="module")
def http(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base_url, auth=(server.token_id, server.secret)) as opened:
        yield opened


def test_there_are_22_and_84_dimensions(http: httpx.Client) -> None:
    lists = http.get("/data/v1/dimensions").json()["data"]
    assert (len(lists["basic"]), len(lists["advanced"])) == (22, 84)


def test_filters_read_alike_encoded_and_literal(http: httpx.Client) -> None:
    encoded = http.get(f"{BREAKDOWN}&{ENCODED}").json()
    literal = http.get(f"{BREAKDOWN}&filters[]=!country:US&filters[]=country:NO").json()
    assert encoded == literal
    assert [(row["field"], row["views"]) for row in encoded["data"]] == [("NO", 20)]


def test_a_window_is_the_same_in_words_and_in_seconds(http: httpx.Client) -> None:
    words = http.get(f"{BREAKDOWN}&timeframe[]=24:hours").json()
    seconds = http.get(f"{BREAKDOWN}&timeframe[]={NOW_S - 86_400}&timeframe[]={NOW_S}").json()
    assert words == seconds
    assert words["timeframe"] == [NOW_S - 86_400, NOW_S]
    assert words["data"]


def test_the_life_of_an_annotation(http: httpx.Client) -> None:
    given = {"note": "Player 5.2 rolled out", "date": NOW_S - 60}
    made = http.post(ANNOTATIONS, json=given)
    assert made.status_code == 201
    one = f"{ANNOTATIONS}/{made.json()['data']['id']}"
    assert http.get(one).json()["data"]["date"] == "2026-02-02T23:59:00Z"
    assert http.patch(one, json={**given, "note": "rolled back"}).json()["data"]["note"] == (
        "rolled back"
    )
    listed = http.get(ANNOTATIONS).json()
    assert listed["total_row_count"] == len(listed["data"]) == 1
    deleted = http.delete(one, headers={"content-type": "application/json"})
    assert (deleted.status_code, deleted.content) == (204, b"")
    gone = http.get(one)
    assert gone.status_code == 404
    assert gone.json() == {"error": {"type": "not_found", "messages": [NOT_FOUND]}}


@pytest.mark.parametrize(
    "target",
    [
        "/data/v1/nothing",
        "/data/v1/incidents/ABCD1234",
        "/data/v1/video-views/nobody",
        "/data/v1/metrics/nothing/overall",
    ],
)
def test_what_there_is_not_is_told_in_the_envelope(http: httpx.Client, target: str) -> None:
    answer = http.get(target)
    assert answer.status_code == 404
    assert answer.json()["error"]["type"] == "not_found"
    assert answer.json()["error"]["messages"][0] == NOT_FOUND


@pytest.mark.parametrize("auth", [None, ("nobody", "nothing"), ("", "")])
def test_whoever_is_unknown_is_unauthorized(server: Served, auth: tuple[str, str] | None) -> None:
    answer = httpx.get(f"{server.base_url}/data/v1/dimensions", auth=auth)
    assert answer.status_code == 401
    assert answer.json() == {
        "error": {"type": "unauthorized", "messages": ["Unauthorized request"]}
    }


@pytest.mark.parametrize("target", ["filters", "filters/country", "exports"])
def test_old_endpoints_answer(http: httpx.Client, target: str) -> None:
    answer = http.get(f"/data/v1/{target}")
    assert answer.status_code == 200
    assert set(answer.json()) == {"total_row_count", "timeframe", "data"}


def test_an_answer_is_sent_once_and_in_the_form_that_is_asked_for(http: httpx.Client) -> None:
    tag = http.get(BREAKDOWN).headers["etag"]
    assert http.get(BREAKDOWN, headers={"if-none-match": tag}).status_code == 304
    table = http.get(BREAKDOWN, headers={"accept": "text/csv"})
    assert table.text.splitlines()[0].startswith("field,value,views")
    assert table.headers["x-total-row-count"] == "3"


def test_the_description_is_open_and_complete(server: Served) -> None:
    described = httpx.get(f"{server.base_url}/api/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert "/data/v1/metrics/comparison" in described["paths"]
    page = httpx.get(f"{server.base_url}/api/docs")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
