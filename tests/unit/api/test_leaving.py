import threading
from collections.abc import Awaitable, Callable

import anyio
import anyio.to_thread
import pytest
from starlette.types import Message, Receive

from playhead.api.leaving import unless_left


def receiving(gone: anyio.Event) -> Receive:
    """Return what a server gives: the request, and after that nothing until the client goes."""
    messages: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    return receive


def run(work: Callable[[anyio.Event], Awaitable[str]], leave: Callable[[], None]) -> str:
    async def whole() -> str:
        gone = anyio.Event()
        with anyio.fail_after(10):
            return await unless_left(work(gone), receiving(gone), leave)

    return anyio.run(whole)


def never() -> None:
    raise AssertionError("nobody left")


def test_an_answer_is_passed_on_and_nobody_left() -> None:
    async def work(_: anyio.Event) -> str:
        await anyio.to_thread.run_sync(lambda: None)
        return "an answer"

    assert run(work, never) == "an answer"


def test_what_is_raised_is_passed_on_as_it_was() -> None:
    async def work(_: anyio.Event) -> str:
        await anyio.to_thread.run_sync(lambda: None)
        raise LookupError("no such view")

    with pytest.raises(LookupError, match="no such view"):
        run(work, never)


def test_who_goes_ends_what_is_asked_for_them_in_a_thread() -> None:
    left = threading.Event()
    where: list[int] = []

    def leave() -> None:
        where.append(threading.get_ident())
        left.set()

    async def work(gone: anyio.Event) -> str:
        gone.set()
        await anyio.to_thread.run_sync(left.wait, 10)
        return "too late"

    assert run(work, leave) == "too late"
    assert where
    assert where[0] != threading.get_ident()
