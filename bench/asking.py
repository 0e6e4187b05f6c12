"""A server that is asked by a client of its own process, in turns with SQL written by hand.

The engine holds a folder for one process, so the server of `playhead serve`, its client and the
connection for the SQL live together: the server whole, on its port, with tokens, limits and JSON;
the client on a kept-alive connection in a thread, which sleeps while the server works.

Law: started by `bench.query`, as a process of its own; what it found goes to standard output.
"""

import base64
import datetime as dt
import http.client
import json
import os
import signal
import sys
import threading
import time
import urllib.parse
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bench.processes import READY_MOST_S, until
from bench.shapes import SHAPES, Shape
from bench.views import Made, make
from playhead.app.folder import DataFolder
from playhead.app.listening import listen
from playhead.app.logs import set_up_logs
from playhead.app.server import Server
from playhead.app.settings import load_settings
from playhead.store.clickhouse import DATABASE
from playhead.store.connection import Connection, connect
from playhead.store.interface import ReadLimits
from playhead.store.read import READING, settings_of

ANSWER_MOST_S = 120
S_PER_DAY = 86_400
MARK = "made.json"
# The client of the bench asks more in a second than one token may.
SETTINGS = {"api_rate": 100_000.0, "client_rate": 100_000.0, "log_level": "error"}


class Asked(msgspec.Struct, frozen=True):
    """What is to be asked for, and as whom."""

    made: Made
    token: tuple[str, str]
    turns: int


class Times(msgspec.Struct, frozen=True):
    """How long a shape took in each turn, and how much processor time of all threads."""

    api_ms: list[float]
    by_hand_ms: list[float]
    api_cpu_ms: list[float]
    by_hand_cpu_ms: list[float]


class _Client:
    """Asks one question after another of a running server."""

    def __init__(self, folder: DataFolder, asked: Asked) -> None:
        until(folder.server.exists, READY_MOST_S, "the server listens")
        url = urllib.parse.urlsplit(json.loads(folder.server.read_bytes())["url"])
        self._http = http.client.HTTPConnection(url.netloc, timeout=ANSWER_MOST_S)
        credentials = base64.b64encode(":".join(asked.token).encode()).decode()
        self._headers = {"authorization": f"Basic {credentials}", "accept": "application/json"}
        self._environment = asked.made.environment_id
        self._end_s = asked.made.end_s
        self._sql = connect(folder.store_dsn, database=DATABASE, settings=READING)
        self._view_ids = _views_with_events(self._sql, asked)

    def take(self, shape: Shape, turns: int) -> Times:
        """Ask both ways in turns, after one that is not counted."""
        times = Times([], [], [], [])
        for turn in range(-1, max(3, round(turns * shape.turns_share))):
            # Neither goes first always, nor finds a view that the other has just read.
            ways = [self._ask, self._ask_by_hand]
            for way in ways if turn % 2 else reversed(ways):
                nth = 2 * turn + ways.index(way)
                view_id = self._view_ids[nth % len(self._view_ids)]
                began_ms = time.process_time() * 1000
                took_ms = way(shape, view_id)
                cpu_ms = time.process_time() * 1000 - began_ms
                if turn >= 0:
                    of_way = (
                        (times.api_ms, times.api_cpu_ms)
                        if way == self._ask
                        else (times.by_hand_ms, times.by_hand_cpu_ms)
                    )
                    of_way[0].append(took_ms)
                    of_way[1].append(cpu_ms)
        return times

    def _ask(self, shape: Shape, view_id: str) -> float:
        start_s = self._end_s - shape.days * S_PER_DAY
        query = [("timeframe[]", str(start_s)), ("timeframe[]", str(self._end_s))]
        query += list(shape.parameters.items())
        path = f"{shape.path.format(view_id=view_id)}?{urllib.parse.urlencode(query)}"
        began = time.perf_counter()
        self._http.request("GET", path, headers=self._headers)
        answer = self._http.getresponse()
        found = json.loads(answer.read())
        took_ms = (time.perf_counter() - began) * 1000
        if answer.status != http.HTTPStatus.OK or not found["data"]:
            raise SystemExit(f"{path} gave {answer.status}: {str(found)[:300]}")
        return took_ms

    def _ask_by_hand(self, shape: Shape, view_id: str) -> float:
        all_values: Mapping[str, object] = {
            "environment": self._environment,
            "start_ms": (self._end_s - shape.days * S_PER_DAY) * 1000,
            "end_ms": self._end_s * 1000,
            "view_id": view_id,
        }
        took_s = 0.0
        for statement in shape.statements():
            values = {
                name: value for name, value in all_values.items() if f"{{{name}:" in statement
            }
            began = time.perf_counter()
            found = self._sql.select(statement, values, settings_of(ReadLimits()))
            took_s += time.perf_counter() - began
            if not found.rows:
                raise SystemExit(f"the SQL of {shape.name!r} found nothing")
        return took_s * 1000


def _views_with_events(sql: Connection, asked: Asked) -> Sequence[str]:
    found = sql.select(
        "SELECT DISTINCT view_id FROM view_events WHERE environment_id = {environment:String}"
        " ORDER BY cityHash64(view_id) LIMIT {most:UInt32}",
        {"environment": asked.made.environment_id, "most": 2 * asked.turns + 2},
    )
    return [str(view_id) for (view_id,) in found.rows]


def ask(folder: DataFolder, asked: Asked) -> Sequence[Times]:
    """Run a server on the folder and ask it everything; first make the views that are missing."""
    mark = folder.path / MARK
    if not mark.exists():
        for day in make(folder.store_dsn, asked.made):
            print(f"made the views of {day}", file=sys.stderr, flush=True)
        mark.write_bytes(msgspec.json.encode(asked))
    settings = load_settings(folder.path, {}, {"port": 0, **SETTINGS})
    found: list[Times] = []
    with Server(folder, settings, set_up_logs(settings)) as server:
        asking = threading.Thread(target=_ask_all, args=(folder, asked, found))
        asking.start()
        server.run(listen(settings.host, 0))
        asking.join()
    return found


def _ask_all(folder: DataFolder, asked: Asked, found: list[Times]) -> None:
    try:
        client = _Client(folder, asked)
        for shape in SHAPES:
            found.append(client.take(shape, asked.turns))
            print(f"asked {shape.name} over {shape.days} days", file=sys.stderr, flush=True)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)


def today() -> dt.date:
    """Return the day that has begun, in UTC: views are made up to its start."""
    return dt.datetime.now(dt.UTC).date()


if __name__ == "__main__":
    times = ask(
        DataFolder(Path(sys.argv[1]), new=False), msgspec.json.decode(sys.argv[2], type=Asked)
    )
    if len(times) != len(SHAPES):
        raise SystemExit("not every question was answered: see above")
    sys.stdout.write(msgspec.json.encode(times).decode())
