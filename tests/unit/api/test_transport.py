"""What all answers have in common: headers, methods, paths, compression, limits."""

import asyncio
import gzip
import threading

import pytest
from starlette.types import ASGIApp, Message, Scope

from playhead.api import ENDPOINTS, ApiSettings
from playhead.query.answer import ViewAnswer, ViewsAnswer
from playhead.query.question import ListViews, OneView
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, api, ask, hear

VIEWS = "/data/v1/video-views"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (VIEWS, 200),
        ("/system/v1/whoami", 200),
        (f"{VIEWS}?limit=x", 400),
        (f"{VIEWS}/unknown", 404),
        ("/nowhere", 404),
    ],
)
def test_every_answer_is_private_json_with_a_request_id(
    app: ASGIApp, target: str, status: int
) -> None:
    first = ask(app, target, origin="https://example.com")
    assert first.status == status
    assert first.headers["content-type"] == "application/json; charset=utf-8"
    assert first.headers["cache-control"] == "max-age=0, private, must-revalidate"
    assert first.headers["content-length"] == str(len(first.body))
    assert first.headers["x-request-id"] != ask(app, target).headers["x-request-id"]
    assert not [name for name in first.headers if name.startswith("access-control")]


def test_head_is_get_without_the_body(app: ASGIApp) -> None:
    got, headed = ask(app, VIEWS), ask(app, VIEWS, "HEAD")
    assert (headed.status, headed.body) == (200, b"")
    assert headed.headers["content-length"] == got.headers["content-length"]
    assert ask(app, "/nowhere", "HEAD").body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
def test_other_methods_are_refused_with_those_that_are_served(app: ASGIApp, method: str) -> None:
    heard = ask(app, VIEWS, method)
    assert heard.status == 405
    assert heard.headers["allow"] == "GET, HEAD"
    assert heard.error == (
        "method_not_allowed",
        [f"{method} is not allowed on /data/v1/video-views: use GET, HEAD"],
    )


@pytest.mark.parametrize(
    ("path", "view_id"),
    [
        (f"{VIEWS}/view-1", "view-1"),
        (f"{VIEWS}/view-1/", "view-1"),
        (f"{VIEWS}/a%2Fb%2fc", "a/b/c"),
        (f"{VIEWS}/%C3%A5%20%2B+", "å ++"),
        ("/data/v1/video%2Dviews/view-1", "view-1"),
        (f"{VIEWS}/%2e%2e", ".."),
    ],
)
def test_a_path_is_split_before_it_is_decoded(
    app: ASGIApp, query: ToldQuery, path: str, view_id: str
) -> None:
    ask(app, path)
    assert query.questions == [OneView("env00001", view_id)]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/data/v1",
        "/data/v1/video-views//",
        "/data/v1/video-views/a/b",
        "/data/v1%2Fvideo-views",
        "/data/v1/metrics",
        "/data/v1/metrics//overall",
        "/data/v1/metrics/views/over",
        "/DATA/v1/video-views",
    ],
)
def test_an_unknown_path_is_not_found(app: ASGIApp, query: ToldQuery, path: str) -> None:
    heard = ask(app, path, authorization=None)
    assert heard.status == 404
    assert heard.error == (
        "not_found",
        ["The requested resource either doesn't exist or you don't have access to it."],
    )
    assert query.questions == []


def test_a_path_without_its_raw_form_is_read_decoded(app: ASGIApp, query: ToldQuery) -> None:
    async def without_raw_path(scope: Scope, receive: object, send: object) -> None:
        del scope["raw_path"]
        await app(scope, receive, send)  # type: ignore[arg-type]

    ask(without_raw_path, f"{VIEWS}/%C3%A5")
    assert query.questions == [OneView("env00001", "å")]


@pytest.mark.parametrize(
    ("accepts", "compressed"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("GZIP, br", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_a_long_answer_is_compressed_for_whom_it_is_asked(
    app: ASGIApp, query: ToldQuery, accepts: str, *, compressed: bool
) -> None:
    query.answers[OneView] = ViewAnswer(made.full_view(), (), events_cut=False)
    plain = ask(app, f"{VIEWS}/view-1")
    heard = ask(app, f"{VIEWS}/view-1", accept_encoding=accepts)
    assert (heard.headers.get("content-encoding") == "gzip") is compressed
    assert (gzip.decompress(heard.body) if compressed else heard.body) == plain.body
    assert ask(app, VIEWS, accept_encoding="gzip").headers.get("content-encoding") is None


def test_a_websocket_is_closed(app: ASGIApp) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_call(app, {"type": "websocket"}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1000}]


async def _call(app: ASGIApp, scope: Scope, receive: object, send: object) -> None:
    await app(scope, receive, send)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("waiting_most", "wait_most_s"),
    [
        pytest.param(0, 30.0, id="the queue is full"),
        pytest.param(8, 0.01, id="the wait is too long"),
    ],
)
def test_whoever_cannot_have_a_turn_is_told_to_come_again(
    query: ToldQuery, waiting_most: int, wait_most_s: float
) -> None:
    app = api(query, ApiSettings(threads=1, waiting_most=waiting_most, wait_most_s=wait_most_s))
    asking, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        asking.set()
        assert go_on.wait(10)

    query.before = hold
    query.answers[ListViews] = ViewsAnswer((), 0)

    async def two() -> None:
        first = asyncio.create_task(hear(app, VIEWS))
        try:
            assert await asyncio.to_thread(asking.wait, 10)
            second = await hear(app, VIEWS)
        finally:
            go_on.set()
        assert second.status == 503
        assert second.headers["retry-after"] == "1"
        assert second.error[0] == "service_unavailable"
        assert (await first).status == 200
        assert (await hear(app, VIEWS)).status == 200, "a turn given back is there to take"

    asyncio.run(two())


def test_every_endpoint_describes_itself() -> None:
    for endpoint in ENDPOINTS:
        assert endpoint.path.startswith(("/data/v1/", "/system/v1/", "/video/v1/", "/api/v1/"))
        assert endpoint.summary
        names = [parameter.name for parameter in endpoint.parameters]
        assert len(names) == len(set(names))
        assert all(parameter.meaning for parameter in endpoint.parameters)
