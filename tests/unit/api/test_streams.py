"""What is pushed: the newest tick at once, each tick once, and only to who may still see it."""

import asyncio
import logging
import threading
from collections.abc import Coroutine
from typing import Any

import pytest
from starlette.types import ASGIApp

from playhead.api import Api, ApiSettings
from playhead.api.streaming.limits import StreamLimits
from playhead.catalog.metric import Unit
from playhead.model.access import Permission
from playhead.model.audit import SYSTEM_ACTOR
from playhead.model.people import Role
from playhead.query.answer_live import (
    LiveBreakdownAnswer,
    LiveRow,
    LiveTableAnswer,
    LiveTableRow,
)
from playhead.query.question_live import LiveBreakdown, LiveTable
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, api, ask
from tests.unit.api.house import House
from tests.unit.api.listening import MOST_S, Listening, until

STREAM = "/api/v1/monitoring/stream"
TICK_MS = made.NOW_MS - 15_000
FAST = StreamLimits(poll_s=0.005, recheck_s=0.005)
METRICS = [
    "current-average-bitrate",
    "current-concurrent-viewers",
    "current-rebuffering-percentage",
    "exits-before-video-start",
    "playback-failure-percentage",
    "video-startup-failure-percentage",
    "live_stream_latency",
]


def settings(limits: StreamLimits = FAST) -> ApiSettings:
    return ApiSettings(streams=limits)


@pytest.fixture
def query() -> ToldQuery:
    query = ToldQuery()
    query.tick_ms = TICK_MS
    values = (3e6, 7.0, 0.25, 0.0, 0.0, 0.0, None)
    query.answers[LiveTable] = LiveTableAnswer(TICK_MS, (), (LiveTableRow((), values, 7, 2),), 1)
    query.answers[LiveBreakdown] = LiveBreakdownAnswer(
        Unit.NUMBER, TICK_MS, (LiveRow("NO", "Norway", 0.5, 4, 1, 1),), 1
    )
    return query


def run(story: Coroutine[Any, Any, None]) -> None:
    """Run a story to its end; it leaves no task behind."""

    async def whole() -> None:
        own = asyncio.current_task()
        async with asyncio.timeout(4 * MOST_S):
            await story
            await until(lambda: asyncio.all_tasks() == {own})

    asyncio.run(whole())


def test_the_newest_tick_comes_at_once_and_whole(query: ToldQuery) -> None:
    async def story() -> None:
        app = api(query, settings())
        async with Listening(app, f"{STREAM}?dimensions[]=country&filters[]=cdn:x") as stream:
            assert stream.status == 200
            assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
            assert stream.headers["cache-control"] == "no-store, no-transform"
            assert "access-control-allow-origin" not in stream.headers
            assert await stream.event() == {
                "tick": TICK_MS // 1000,
                "concurrent_viewers": 7,
                "starting_up_viewers": 2,
                "metrics": dict(zip(METRICS, (3e6, 7.0, 0.25, 0, 0, 0, None), strict=True)),
                "breakdowns": {
                    "country": [
                        {
                            "value": "NO",
                            "display_value": "Norway",
                            "metric_value": 0.5,
                            "concurrent_viewers": 4,
                            "starting_up_viewers": 1,
                            "negative_impact": 1,
                        }
                    ]
                },
            }
            query.tick_ms = TICK_MS + 5_000
            assert (await stream.event())["tick"] == TICK_MS // 1000 + 5

    run(story())


def test_a_tick_in_which_nobody_watched(query: ToldQuery) -> None:
    query.answers[LiveTable] = LiveTableAnswer(TICK_MS, (), (), 0)

    async def story() -> None:
        async with Listening(api(query, settings()), STREAM) as stream:
            told = await stream.event()
            assert (told["concurrent_viewers"], told["breakdowns"]) == (0, {})
            assert told["metrics"] == {**dict.fromkeys(METRICS), "current-concurrent-viewers": 0}

    run(story())


def test_nothing_is_pushed_before_the_first_tick(query: ToldQuery) -> None:
    query.tick_ms = None

    async def story() -> None:
        async with Listening(api(query, settings()), STREAM) as stream:
            waiting = asyncio.create_task(stream.event())
            await asyncio.sleep(0.05)
            assert not waiting.done()
            query.tick_ms = TICK_MS
            assert (await waiting)["tick"] == TICK_MS // 1000

    run(story())


def test_however_many_listen_each_tick_is_asked_for_once(query: ToldQuery) -> None:
    spellings = [
        "?filters[]=country:NO&filters[]=cdn:x&dimensions[]=cdn&dimensions[]=asn",
        "?filters[]=cdn:x&filters[]=country:NO&dimensions[]=asn&dimensions[]=cdn",
        (
            "?filters[]=cdn:x&filters[]=country:NO&filters[]=cdn:x&dimensions[]=asn&dimensions[]=cdn"
            "&dimensions[]=cdn&metric=current-concurrent-viewers"
        ),
    ]

    async def story() -> None:
        app = api(query, settings())
        streams = [Listening(app, STREAM + spellings[nth % 3]) for nth in range(30)]
        for stream in streams:
            await stream.__aenter__()
        for tick_ms in (TICK_MS, TICK_MS + 5_000):
            query.tick_ms = tick_ms
            for stream in streams:
                assert (await stream.event())["tick"] == tick_ms // 1000
            # One for all numbers, and one for each of two breakdowns.
            assert len(query.questions) == 3
            assert {each.at_ms for each in query.questions} == {tick_ms}
            query.questions.clear()
        for stream in streams:
            await stream.__aexit__(None, None, None)

    run(story())


@pytest.mark.parametrize(
    "text",
    [
        "?dimensions[]=browser",
        "?metric=views",
        "?metric=current-concurrent-viewers:median",
        "?filters[]=browser:x",
        (
            "?dimensions[]=cdn&dimensions[]=asn&dimensions[]=country&dimensions[]=region"
            "&dimensions[]=video_id"
        ),
    ],
)
def test_what_cannot_be_understood_is_refused_at_once(query: ToldQuery, text: str) -> None:
    heard = ask(api(query), STREAM + text)
    assert (heard.status, heard.error[0]) == (400, "invalid_parameters")


def test_head_is_answered_without_a_stream(query: ToldQuery) -> None:
    async def story() -> None:
        async with Listening(api(query), STREAM, method="HEAD") as stream:
            assert stream.status == 200
            assert await stream.event() is None

    run(story())


def test_silence_is_broken_by_comments(query: ToldQuery) -> None:
    limits = StreamLimits(poll_s=0.005, recheck_s=0.005, heartbeat_s=0.01)

    async def story() -> None:
        app = api(query, settings(limits))
        async with Listening(app, STREAM) as stream:
            await stream.event()
            for _ in range(3):
                assert (await stream._next())["body"] == b":\n\n"

    run(story())


@pytest.mark.parametrize(
    ("limits", "status"),
    [
        (StreamLimits(listeners=2), 503),
        (StreamLimits(listeners_per_caller=2), 429),
        (StreamLimits(questions=2), 503),
    ],
)
def test_so_many_may_listen(query: ToldQuery, limits: StreamLimits, status: int) -> None:
    async def story() -> None:
        app = api(query, settings(limits))
        async with (
            Listening(app, STREAM) as one,
            Listening(app, f"{STREAM}?dimensions[]=cdn"),
        ):
            async with Listening(app, f"{STREAM}?dimensions[]=asn") as third:
                assert third.status == status
                assert int(third.headers["retry-after"]) > 0
            one.leave()
            assert one.task is not None
            await asyncio.wait([one.task], timeout=MOST_S)
            async with Listening(app, f"{STREAM}?dimensions[]=asn") as instead:
                assert instead.status == 200

    run(story())


def test_who_reads_slowly_is_hung_up_on_and_holds_up_nobody(query: ToldQuery) -> None:
    limits = StreamLimits(poll_s=0.005, recheck_s=0.005, send_most_s=0.05)

    async def story() -> None:
        app = api(query, settings(limits))
        async with Listening(app, STREAM) as quick:
            slow = Listening(app, STREAM, reads=False)
            async with slow:
                assert (await quick.event())["tick"] == TICK_MS // 1000
                await until(lambda: slow.hung_up)
            query.tick_ms = TICK_MS + 5_000
            assert (await quick.event())["tick"] == TICK_MS // 1000 + 5

    run(story())


def test_a_client_that_leaves_is_asked_for_no_more(query: ToldQuery) -> None:
    async def story() -> None:
        app = api(query, settings())
        async with Listening(app, STREAM) as stream:
            await stream.event()
        count = len(query.questions)
        query.tick_ms = TICK_MS + 5_000
        await asyncio.sleep(0.03)
        assert len(query.questions) == count

    run(story())


def test_a_server_that_stops_ends_all_streams_and_begins_none(query: ToldQuery) -> None:
    async def story() -> None:
        app = api(query, settings())
        assert isinstance(app, Api)
        async with Listening(app, STREAM) as stream:
            await stream.event()
            app.end_streams()
            await stream.ended()
        async with Listening(app, STREAM) as late:
            assert late.status == 503

    run(story())


def test_a_question_that_fails_ends_its_own_streams(
    query: ToldQuery, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)

    async def story() -> None:
        app = api(query, settings())
        async with Listening(app, STREAM) as stream:
            await stream.event()
            query.failure = RuntimeError("the store is gone")
            query.tick_ms = TICK_MS + 5_000
            await stream.ended()
            query.failure = None
        async with Listening(app, STREAM) as again:
            assert (await again.event())["tick"] == TICK_MS // 1000 + 5

    run(story())
    assert "its question failed" in caplog.text


def test_a_store_that_cannot_tell_its_newest_tick_is_asked_again(
    query: ToldQuery, caplog: pytest.LogCaptureFixture
) -> None:
    broken = threading.Event()

    class Broken(ToldQuery):
        def newest_tick(self) -> int | None:
            if broken.is_set():
                raise RuntimeError("no")
            return TICK_MS

    silent = Broken()
    silent.answers = query.answers
    broken.set()

    async def story() -> None:
        async with Listening(api(silent, settings()), STREAM) as stream:
            await asyncio.sleep(0.05)
            broken.clear()
            assert (await stream.event())["tick"] == TICK_MS // 1000

    run(story())
    assert caplog.text.count("the newest tick cannot be found") == 1


@pytest.fixture
def watched(house: House, query: ToldQuery) -> tuple[House, ASGIApp]:
    """A house whose monitoring has something to tell."""
    house.query.answers = query.answers
    house.query.tick_ms = TICK_MS
    return house, house.app


def test_a_revoked_token_ends_the_stream(watched: tuple[House, ASGIApp]) -> None:
    house, app = watched
    token, header = house.token(house.production, Permission.DATA_READ)

    async def story() -> None:
        async with Listening(app, STREAM, authorization=header) as stream:
            await stream.event()
            house.control.revoke_token(token.id)
            house.look()
            await stream.ended()

    run(story())


@pytest.mark.parametrize("how", ["signed out", "disabled", "sees it no more", "time passed"])
def test_a_person_who_may_not_look_any_more_sees_no_more(
    watched: tuple[House, ASGIApp], how: str
) -> None:
    house, app = watched
    person = house.person("ada@example.com", sees=(house.production,))
    browser = house.browser(person)
    headers = browser.headers("GET") | {"x-playhead-environment": house.production.id}

    async def story() -> None:
        spelled: dict[str, Any] = {name.replace("-", "_"): value for name, value in headers.items()}
        async with Listening(app, STREAM, **spelled) as stream:
            assert stream.status == 200
            await stream.event()
            match how:
                case "signed out":
                    (session,) = house.snapshot.sessions_by_digest.values()
                    house.control.sessions.end(session.id, by=SYSTEM_ACTOR)
                case "disabled":
                    house.control.people.disable(person.id)
                case "sees it no more":
                    house.control.people.set_membership(
                        person.id,
                        house.organization_id,
                        Role.MEMBER,
                        [house.development.id],
                        by=SYSTEM_ACTOR,
                    )
                case _:
                    house.now_ms += 2 * 86_400_000
            house.look()
            await stream.ended()

    run(story())


def test_nobody_listens_elsewhere(watched: tuple[House, ASGIApp]) -> None:
    house, app = watched
    person = house.person("ada@example.com", sees=(house.production,))
    browser = house.browser(person)
    for environment, status in ((house.development.id, 404), (None, 400)):
        heard = browser.ask(STREAM, x_playhead_environment=environment)
        assert heard.status == status
    assert ask(app, STREAM, authorization=None).status == 401
