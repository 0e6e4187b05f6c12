"""Players that never give up: they send recorded views, and each beacon again until it is taken.

Each player plays one recording after the other, with ids of their own, one beacon after the
other on a connection that is kept. A beacon without an answer is sent again, as players do; what
was answered, and how often a beacon went out without an answer, is noted.

Law: a beacon is acknowledged when its 200 was read to the end, and not a moment earlier.
"""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from playhead.replay.recording import read_recording
from playhead.replay.rewrite import Change, rewrite, sent_at_ms
from playhead.replay.send import lanes_of

ANSWER_MOST_S = 10.0
RETRY_S = 0.02
MOST_PAUSE_S = 0.06
JOIN_MOST_S = 60.0
HEADERS = {
    "content-type": "text/plain",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36",
}

Story = tuple[bytes, ...]


def read_stories(files: Sequence[Path]) -> list[Story]:
    """Return the bodies of each player of each recording."""
    return [
        tuple(request.body for _, request in lane.requests if request.method == "POST")
        for file in files
        for lane in lanes_of(read_recording(file))
    ]


def told_anew(story: Story, *, env_key: str, seed: str, now_ms: int) -> Story:
    """Return a story with fresh ids that ends now, by a player that does not say when it sends.

    Without the time of sending the server has nothing to correct the player's clock by, so that
    a view does not depend on when its beacons came.
    """
    last_ms = max(sent_at_ms(body) or 0 for body in story)
    change = Change(env_key=env_key, shift_ms=now_ms - last_ms, id_seed=seed)
    return tuple(_without_time_of_sending(rewrite(body, change).body) for body in story)


def _without_time_of_sending(body: bytes) -> bytes:
    beacon = msgspec.json.decode(body)
    beacon.get("metadata", {}).pop("transmission_timestamp", None)
    return msgspec.json.encode(beacon)


class Players:
    """Threads that play until they are told to stop; each then finishes its view."""

    def __init__(
        self, port: int, stories: Sequence[Story], *, env_key: str, seed: int, count: int
    ) -> None:
        self._port = port
        self._stories = stories
        self._env_key = env_key
        self._seed = seed
        self._over = threading.Event()
        self._noting = threading.Lock()
        self._threads = [
            threading.Thread(target=self._play, args=(number,)) for number in range(count)
        ]
        self.acknowledged: list[bytes] = []
        self.unanswered: Counter[bytes] = Counter()

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if error is not None:
            self._port = 0  # nobody need be waited for
        for thread in self._threads:
            thread.join(JOIN_MOST_S)
            assert not thread.is_alive(), "a player still has no answer"

    def _play(self, number: int) -> None:
        chance = random.Random(f"{self._seed}/{number}")  # noqa: S311 - to be repeated
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_MOST_S)
        for body in self._bodies(number, chance):
            while self._port and not self._take(connection, body):
                time.sleep(RETRY_S)
            time.sleep(chance.uniform(0, MOST_PAUSE_S))
        connection.close()

    def _bodies(self, number: int, chance: random.Random) -> Iterator[bytes]:
        told = 0
        while not self._over.is_set():
            yield from told_anew(
                chance.choice(self._stories),
                env_key=self._env_key,
                seed=f"{self._seed}/{number}/{told}",
                now_ms=time.time_ns() // 1_000_000,
            )
            told += 1

    def _take(self, connection: http.client.HTTPConnection, body: bytes) -> bool:
        try:
            connection.request("POST", "/", body, HEADERS)
            answer = connection.getresponse()
            answer.read()
        except ConnectionRefusedError:
            connection.close()
            return False  # it never left
        except (OSError, http.client.HTTPException):
            connection.close()
            with self._noting:
                self.unanswered[body] += 1
            return False
        if answer.status != http.client.OK:
            return False
        with self._noting:
            self.acknowledged.append(body)
        return True
