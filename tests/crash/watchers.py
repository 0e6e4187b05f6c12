"""Viewers who watch on whatever happens to the server: as many all the time, each in one view.

Each begins to play and then says every second that it still does. A beacon without an answer is
sent again as it was, as players do; while it waits, its viewer says nothing else.

Law: who began is watching until all are told to stop; nothing else ever changes.
"""

import http.client
import json
import threading
import time
from types import TracebackType
from typing import Self

from tests.crash.players import HEADERS
from tests.unit.sessionize.made import short

ANSWER_MOST_S = 10.0
RETRY_S = 0.02
JOIN_MOST_S = 60.0
EVERY_S = 1.0
FIRST = ("viewstart", "play", "playing")


class Watchers:
    """So many viewers, two of them one person; use as a context manager."""

    def __init__(self, port: int, env_key: str, *, threads: int, each: int, video_id: str) -> None:
        self.views = threads * each
        self.viewers = -(-self.views // 2)
        self._port = port
        self._env_key = env_key
        self._video_id = video_id
        self._over = threading.Event()
        self._joined = threading.Barrier(threads + 1)
        numbers = range(self.views)
        self._threads = [
            threading.Thread(target=self._watch, args=(numbers[nth::threads],))
            for nth in range(threads)
        ]

    def __enter__(self) -> Self:
        """Let all begin; return when all of them are watching."""
        for thread in self._threads:
            thread.start()
        self._joined.wait(JOIN_MOST_S)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Let all stop where they are."""
        self._over.set()
        for thread in self._threads:
            thread.join(JOIN_MOST_S)
            assert not thread.is_alive(), "a viewer still has no answer"

    def _watch(self, numbers: range) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_MOST_S)
        for number in numbers:
            for nth, name in enumerate(FIRST, 1):
                self._send(connection, number, nth, name)
        self._joined.wait(JOIN_MOST_S)
        nth = len(FIRST)
        while not self._over.wait(EVERY_S):
            nth += 1
            for number in numbers:
                self._send(connection, number, nth, "hb")
        connection.close()

    def _send(
        self, connection: http.client.HTTPConnection, number: int, nth: int, name: str
    ) -> None:
        fields = {
            "event": name,
            "view_id": f"view-{number}",
            "view_sequence_number": nth,
            "viewer_time": int(time.time() * 1000),
            "video_id": self._video_id,
            "video_title": f"Title {number % 3}",
            "viewer_user_id": f"user-{number // 2}",
        }
        if nth >= len(FIRST):
            fields["view_time_to_first_frame"] = 400
        body = json.dumps({"events": [short(fields) | {"ake": self._env_key}]}).encode()
        while not _taken(connection, body) and not self._over.is_set():
            time.sleep(RETRY_S)


def _taken(connection: http.client.HTTPConnection, body: bytes) -> bool:
    try:
        connection.request("POST", "/", body, HEADERS)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return False
    return answer.status == http.client.OK
