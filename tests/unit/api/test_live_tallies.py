"""What is counted of streams and counts: each beginning, each end and each refusal, once."""

import asyncio
import logging
from collections import Counter

import jwt
import pytest

from playhead.api import Api
from playhead.api.counts.limits import CountsLimits
from playhead.api.counts.tally import CountsRefusal, CountsSource
from playhead.api.streaming.hub import Hub
from playhead.api.streaming.limits import StreamLimits
from playhead.api.streaming.tally import StreamEnding, StreamRefusal
from playhead.model.access import Permission
from playhead.query.answer_live import LiveTableAnswer
from playhead.query.errors import TooExpensiveError
from playhead.query.question_live import LiveTable
from playhead.throttle.interface import Limit
from tests.unit.api.asking import ask
from tests.unit.api.house import House
from tests.unit.api.listening import Listening, until
from tests.unit.api.test_counts import Site, other_key, stream

FAST = StreamLimits(poll_s=0.005, recheck_s=0.005, send_most_s=0.05)
STREAM = "/api/v1/monitoring/stream"


@pytest.fixture
def site(house: House) -> Site:
    return Site(house)


def test_each_refusal_has_its_reason(site: Site) -> None:
    key = site.key
    gone, _ = site.new_key()
    site.house.control.signing_keys.delete(site.house.production.id, gone.id)
    site.house.look()
    forged = jwt.encode(site.claims(kid=key.id), other_key(), algorithm="RS256")
    story: list[tuple[str, CountsRefusal]] = [
        ("", CountsRefusal.NO_TOKEN),
        ("a.b.c", CountsRefusal.MALFORMED),
        ("x" * 5_000, CountsRefusal.MALFORMED),
        (jwt.encode(site.claims(kid=key.id), "", algorithm="none"), CountsRefusal.ALGORITHM),
        (site.token(aud="viewer_id"), CountsRefusal.CLAIMS),
        (site.token(sub=...), CountsRefusal.CLAIMS),
        (site.token({"kid": gone.id}), CountsRefusal.UNKNOWN_KEY),
        (forged, CountsRefusal.SIGNATURE),
        (site.token(exp=site.now_s - 60), CountsRefusal.EXPIRED),
        (site.token(nbf=site.now_s + 61), CountsRefusal.NOT_YET),
    ]
    told: Counter[CountsRefusal] = Counter()
    for token, reason in story:
        for path in ("/counts", "/counts/stream"):
            assert ask(site.door, f"{path}?token={token}", authorization=None).status in {400, 403}
            told[reason] += 1
            assert site.door.tally.refused == told, (token, path)
    assert ask(site.door, "/counts", "PUT").status == 405
    assert site.door.tally.refused[CountsRefusal.METHOD] == 1
    assert not site.door.tally.answered
    assert site.door.asked == 0


def test_each_answer_has_its_source(site: Site) -> None:
    for nth in range(5):
        site.monotonic_s = nth * 1.0
        assert site.ask(site.token()).status == 200
    tally = site.door.tally
    assert tally.answered == {CountsSource.STORE: 3, CountsSource.MEMORY: 2}
    assert (site.door.asked, tally.refused) == (3, {})


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (RuntimeError("the store is gone"), CountsRefusal.FAILED),
        (TooExpensiveError("cut off"), CountsRefusal.BUSY),
    ],
)
def test_a_store_that_fails_is_a_refusal_with_its_reason(
    site: Site, failure: Exception, reason: CountsRefusal
) -> None:
    site.query.failure = failure
    for _ in range(3):
        site.ask(site.token())
    assert site.door.tally.refused == {reason: 3}
    assert site.door.asked == 1


def test_who_asks_too_often_is_counted(house: House) -> None:
    site = Site(house, CountsLimits(network=Limit.per_second(1, 2)))
    for _ in range(5):
        site.ask(site.token())
    assert site.door.tally.refused == {CountsRefusal.TOO_OFTEN: 3}


def test_how_long_a_count_may_be_kept_is_how_long_it_is_told(house: House) -> None:
    for fresh_s, told in ((0.5, 0), (2.0, 2), (7.5, 7)):
        site = Site(house, CountsLimits(fresh_s=fresh_s))
        heard = site.ask(site.token())
        assert heard.headers["cache-control"] == f"private, max-age={told}"


def test_a_stream_of_counts_that_is_refused_is_a_refused_stream(house: House) -> None:
    streams = StreamLimits(poll_s=0.005, recheck_s=0.005, listeners=2, questions=1)
    site = Site(house, CountsLimits(streams=streams))

    async def story() -> None:
        async with stream(site, site.token()):
            async with stream(site, site.token(sub="another")) as other:
                assert other.status == 503
            async with stream(site, site.token()), stream(site, site.token()) as third:
                assert third.status == 503

    asyncio.run(story())
    tally = site.door.streams.tally
    assert tally.refused == {StreamRefusal.QUESTIONS_FULL: 1, StreamRefusal.FULL: 1}
    assert (tally.opened, tally.ended) == (2, {StreamEnding.LEFT: 2})
    assert not site.door.tally.refused


def test_a_stream_of_counts_ends_for_a_reason(site: Site) -> None:
    async def story() -> None:
        async with stream(site, site.token(exp=site.now_s + 10)) as listening:
            await listening.event()
            site.house.now_ms += 70_000
            await listening.ended()

    asyncio.run(story())
    tally = site.door.streams.tally
    assert tally.ended == {StreamEnding.NOT_ALLOWED: 1}
    assert tally.asked > 0
    assert site.door.asked == 0


class Pushed:
    """A hub that always has something new."""

    def __init__(self, limits: StreamLimits = FAST) -> None:
        self.tick_ms = 0
        self.failure: Exception | None = None
        self.hub: Hub[str] = Hub(self._newest, self._event, limits, logging.getLogger("tests"))

    def _newest(self) -> int:
        self.tick_ms += 5_000
        return self.tick_ms

    def _event(self, question: str, tick_ms: int) -> bytes:
        if self.failure is not None:
            raise self.failure
        return b'data: ["%s", %d]\n\n' % (question.encode(), tick_ms)

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        stream = self.hub.stream("question", "caller", {}, lambda: True)
        await stream(scope, receive, send)  # type: ignore[arg-type]

    def listening(self, *, reads: bool = True) -> Listening:
        return Listening(self, "/", reads=reads)


def test_who_does_not_read_is_dropped_for_slowness() -> None:
    async def story() -> None:
        pushed = Pushed()
        async with pushed.listening(reads=False), pushed.listening() as quick:
            await until(lambda: pushed.hub.tally.ended[StreamEnding.SLOW] == 1)
            assert await quick.event()
            assert pushed.hub.listeners == 1
        assert pushed.hub.tally.skipped > 0
        assert pushed.hub.tally.ended == {StreamEnding.SLOW: 1, StreamEnding.LEFT: 1}
        assert pushed.hub.tally.opened == 2

    asyncio.run(story())


def test_a_question_that_fails_and_a_server_that_stops_are_reasons() -> None:
    async def story() -> None:
        pushed = Pushed()
        async with pushed.listening() as first:
            await first.event()
            pushed.failure = RuntimeError("gone")
            await first.ended()
        pushed.failure = None
        async with pushed.listening() as second:
            await second.event()
            pushed.hub.close()
            await second.ended()
        with pytest.raises(Exception, match="503"):
            pushed.hub.join("question", "caller")
        tally = pushed.hub.tally
        assert tally.ended == {StreamEnding.FAILED: 1, StreamEnding.STOPPED: 1}
        assert tally.refused == {StreamRefusal.STOPPING: 1}

    asyncio.run(story())


def test_a_revoked_token_is_a_reason(house: House) -> None:
    house.query.answers[LiveTable] = LiveTableAnswer(5_000, (), (), 0)
    house.query.tick_ms = 5_000
    token, header = house.token(house.production, Permission.DATA_READ)
    app = house.app
    assert isinstance(app, Api)

    async def story() -> None:
        async with Listening(app, STREAM, authorization=header) as listening:
            await listening.event()
            house.control.revoke_token(token.id)
            house.look()
            await listening.ended()

    asyncio.run(story())
    tally = app.streams.tally
    assert (tally.opened, tally.ended) == (1, {StreamEnding.NOT_ALLOWED: 1})


def test_limits_of_one_caller_are_told_apart() -> None:
    async def story() -> None:
        pushed = Pushed(StreamLimits(listeners_per_caller=1))
        async with pushed.listening():
            with pytest.raises(Exception, match="429"):
                pushed.hub.join("question", "caller")
        assert pushed.hub.tally.refused == {StreamRefusal.CALLER_FULL: 1}

    asyncio.run(story())
