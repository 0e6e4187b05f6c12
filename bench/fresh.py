"""How long after its last beacon a view is readable over the API.

Recorded views are sent under fresh ids by today's clock, one after another; from the answer to
the last beacon on, the API is asked for the view until it has it. Once with nothing else going
on, and once while players send other beacons.
"""

import base64
import contextlib
import http.client
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bench.corpus import Sent, copies, recordings
from bench.figure import Bar, Figure, alone
from bench.processes import Target, players, until, whole_server
from playhead.replay.rewrite import Change, rewrite, sent_at_ms

BAR = Bar("value", at_most=5.0)
VIEWS = 25
OF = "seek"
RATE = 200
TAKEN = 'playhead_beacons_total{outcome="accepted"}'
GIVE_UP_S = 30.0
POLL_S = 0.01


def measure() -> list[Figure]:
    """Measure at rest and under load."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="playhead-bench-")))
        target = stack.enter_context(whole_server(folder))
        _waits(target, 3, "warm")
        rest = _waits(target, VIEWS, "rest")
        others = stack.enter_context(players(target, connections=64, seconds=600, rate=RATE))
        taken = target.metric(TAKEN)
        until(lambda: target.metric(TAKEN) > taken + RATE, 30, "the other players send")
        busy = _waits(target, VIEWS, "busy")
        if others.poll() is not None:
            raise SystemExit("the other players stopped too early: see above")
    return [
        *_figures("nothing else going on", rest),
        *_figures(f"{RATE} other beacons/s", busy),
    ]


def _figures(load: str, waits_s: Sequence[float]) -> list[Figure]:
    ordered = sorted(waits_s)
    return [
        alone(f"last beacon to readable view, median, {load}", "s", [statistics.median(ordered)]),
        alone(
            f"last beacon to readable view, 95th percentile, {load}",
            "s",
            [ordered[int(len(ordered) * 0.95)]],
            BAR,
        ),
    ]


def _waits(target: Target, views: int, seed: str) -> list[float]:
    sent = recordings()[OF]
    connection = http.client.HTTPConnection(urlsplit(target.url).netloc, timeout=GIVE_UP_S)
    with contextlib.closing(connection):
        names = [f"{seed}-{number}" for number in range(views)]
        return [
            _wait(connection, target, copy) for copy in copies(sent, names, env_key=target.env_key)
        ]


def _wait(connection: http.client.HTTPConnection, target: Target, sent: Sequence[Sent]) -> float:
    """Send a view and return how long it took until it could be read, in seconds."""
    now_ms = time.time_ns() // 1_000_000
    shift = Change(shift_ms=now_ms - (sent_at_ms(sent[-1].body) or now_ms))
    moved = [rewrite(each.body, shift) for each in sent]
    for each in moved:
        if _ask(connection, "POST", "/", each.body, {"content-type": "text/plain"}) != 200:
            raise SystemExit(f"{target.url} did not take a beacon")
    acknowledged_s = time.monotonic()
    (view_id,) = moved[-1].view_ids
    token = base64.b64encode(":".join(target.token or ()).encode()).decode()
    headers = {"authorization": f"Basic {token}"}
    while _ask(connection, "GET", f"/data/v1/video-views/{view_id}", b"", headers) != 200:
        if time.monotonic() - acknowledged_s > GIVE_UP_S:
            raise SystemExit(f"view {view_id} was not readable within {GIVE_UP_S} s")
        time.sleep(POLL_S)
    return time.monotonic() - acknowledged_s


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes,
    headers: dict[str, str],
) -> int:
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status
