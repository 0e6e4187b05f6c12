"""A body is read to its end, and a stranger can make that neither long nor large."""

import asyncio

import pytest

from playhead.collect.asgi import Message
from playhead.collect.body import BodyReader
from playhead.collect.limits import Limits
from playhead.collect.refusal import RefusedError
from playhead.model.outcome import BeaconOutcome
from tests.unit.collect.asking import House, beacon, request

SMALL = Limits(body_bytes=100, drain_bytes=300, read_timeout_s=0.02)


def test_chunks_are_one_body() -> None:
    house = House()
    body = beacon()
    heard = house.ask(request(), [body[:5], b"", body[5:20], body[20:], b""])
    assert heard is not None
    assert house.journal.last().body == body


@pytest.mark.parametrize(
    ("story", "chunks", "status", "closed"),
    [
        ("at once", [b" " * 101], 200, False),
        ("in parts, drained to its end", [b" " * 60] * 6, 200, False),
        ("past the drain", [b" " * 60] * 50, 200, True),
        ("in one part past the drain", [b" " * 500, b"x"], 200, True),
    ],
)
def test_too_large_is_answered_and_the_connection_kept_sane(
    story: str, chunks: list[bytes], status: int, *, closed: bool
) -> None:
    house = House(limits=SMALL)
    heard = house.ask(request(), chunks)
    assert heard is not None
    assert heard.status == status, story
    assert (heard.headers.get("connection") == "close") is closed
    assert house.outcomes() == {BeaconOutcome.TOO_LARGE: 1}


def test_exactly_as_large_as_may_be() -> None:
    house = House(limits=SMALL)
    house.post(beacon().ljust(100))
    assert house.outcomes() == {BeaconOutcome.ACCEPTED: 1}


@pytest.mark.parametrize("chunks", [[None], [beacon()[:9], None], [b" " * 300, b" ", None]])
def test_a_client_that_hangs_up_hears_nothing_and_is_counted(chunks: list[bytes | None]) -> None:
    house = House(limits=SMALL)
    assert house.ask(request(), chunks) is None
    assert house.outcomes() == {BeaconOutcome.INCOMPLETE: 1}


def test_many_slow_clients_are_let_go_and_a_quick_one_is_not() -> None:
    house = House(limits=SMALL)

    async def stalled() -> tuple[int, bytes]:
        sent = False

        async def receive() -> Message:
            nonlocal sent
            if sent:
                await asyncio.Event().wait()
            sent = True
            return {"type": "http.request", "body": b"{", "more_body": True}

        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        await house.collector(request(), receive, send)
        return said[0]["status"], dict(said[0]["headers"])[b"connection"]

    async def story() -> None:
        async with asyncio.timeout(5):
            slow = [asyncio.create_task(stalled()) for _ in range(20)]
            quick = await house.asked(request(), [beacon()])
            assert quick is not None
            assert await asyncio.gather(*slow) == [(200, b"close")] * 20
            again = await house.asked(request(), [beacon()])
            assert again is not None

    asyncio.run(story())
    assert house.outcomes() == {BeaconOutcome.INCOMPLETE: 20, BeaconOutcome.ACCEPTED: 2}


def test_a_server_that_stops_counts_what_it_cut_off() -> None:
    house = House()

    async def story() -> None:
        waiting = asyncio.create_task(house.asked(request(), []))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(story())
    assert house.outcomes() == {BeaconOutcome.INCOMPLETE: 1}


def test_nothing_is_remembered_of_a_reading_that_ended() -> None:
    async def story() -> None:
        reader = BodyReader(SMALL)

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        with pytest.raises(RefusedError):
            await reader.read(receive)
        assert not reader._since
        assert not reader._expired

    asyncio.run(story())
