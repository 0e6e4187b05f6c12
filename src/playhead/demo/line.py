"""The line to a server that may go away and come back.

The first request that fails holds the line: it is tried again, ever more rarely, until it is
answered, and all others wait. So a server that is away is asked by one viewer and not by all.

Law: what goes wrong is said once, and once more when it is over. Nothing is given up.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import httpx
import msgspec

FIRST_WAIT_S: Final = 0.5
LONGEST_WAIT_S: Final = 15.0


class Post(msgspec.Struct, frozen=True):
    """A request to be."""

    headers: Mapping[str, str]
    body: bytes


class Line:
    """Sends posts to one URL."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        *,
        say: Callable[[str], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Begin with the server up, for all that is known."""
        self.again = 0
        self._client = client
        self._url = url
        self._say = say
        self._sleep = sleep
        self._up = asyncio.Event()
        self._up.set()

    @property
    def up(self) -> bool:
        """Whether the last post was answered well."""
        return self._up.is_set()

    async def send(self, make: Callable[[], Post]) -> None:
        """Send what `make` makes, made anew for each try, until it is taken."""
        await self._up.wait()
        while (reason := await self._try(make())) is not None:
            self.again += 1
            if self._up.is_set():
                await self._hold(make, reason)
                return
            await self._up.wait()

    async def _hold(self, make: Callable[[], Post], reason: str) -> None:
        self._up.clear()
        self._say(f"{self._url} takes no beacons ({reason}); waiting until it does.")
        wait_s = FIRST_WAIT_S
        try:
            await self._sleep(wait_s)
            while await self._try(make()) is not None:
                self.again += 1
                wait_s = min(wait_s * 2, LONGEST_WAIT_S)
                await self._sleep(wait_s)
            self._say(f"{self._url} takes beacons again.")
        finally:
            self._up.set()

    async def _try(self, post: Post) -> str | None:
        """Return why a post was not taken, or None if it was."""
        try:
            answer = await self._client.post(self._url, headers=post.headers, content=post.body)
        except httpx.HTTPError as error:
            return str(error) or type(error).__name__
        return None if answer.is_success else f"it answered {answer.status_code}"
