"""The players: a process that sends beacons over kept-alive connections and times the answers.

    python -m bench.load URL --env-key KEY --connections 128 --seconds 3 [--rate 200]
    python -m bench.load URL --tokens FILE --connections 128 --seconds 3

Each connection is a player that plays one recorded view after another, under fresh ids and with
clocks moved to now. Requests are bytes made before the clock starts, but for the view's id;
without `--rate` (beacons a second, of all connections) a connection sends its next beacon as soon
as the last one is answered. With a file of JWTs, one a line, each connection is a page that asks
how many are watching, with one of them after another.

Law: prints one JSON object, a `Load`; what was not answered 200 is counted, and never timed.
"""

import argparse
import asyncio
import itertools
import os
import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import msgspec
import uvloop

from bench.corpus import USER_AGENT, recordings
from playhead.replay.rewrite import Change, rewrite, sent_at_ms

OK = b"HTTP/1.1 200 "
CONNECT_MOST_S = 30.0
LENGTH = re.compile(rb"content-length: ([0-9]+)", re.IGNORECASE)


class Load(msgspec.Struct, frozen=True):
    """What the players saw; `mean_bytes` is the size of a request."""

    acknowledged: int
    refused: int
    seconds: float
    p50_ms: float
    p99_ms: float
    mean_bytes: float
    cpu_s: float


Request = tuple[bytes, ...]
"""The parts of a request around the id of its view."""


def requests(env_key: str, host: str) -> list[list[Request]]:
    """Return the recorded views of one id each, as requests that report to `env_key`."""
    now_ms = time.time_ns() // 1_000_000
    found = []
    for name, sent in recordings().items():
        shift_ms = now_ms - (sent_at_ms(sent[-1].body) or now_ms)
        change = Change(env_key=env_key, shift_ms=shift_ms, id_seed=name)
        bodies = [rewrite(each.body, change) for each in sent]
        view_ids = frozenset[str]().union(*(body.view_ids for body in bodies))
        if len(view_ids) == 1:
            (view_id,) = view_ids
            found.append([_request(body.body, view_id.encode(), host) for body in bodies])
    return found


def _request(body: bytes, view_id: bytes, host: str) -> Request:
    head = (
        f"POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: text/plain\r\n"
        f"user-agent: {USER_AGENT}\r\naccept: */*\r\norigin: https://site.example\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return tuple((head.encode() + body).split(view_id))


def _played(views: Sequence[Sequence[Request]], first: int) -> Iterator[bytes]:
    """Yield the requests of a player that goes through `views` for ever, from the `first` on."""
    for number in itertools.count(first):
        view_id = str(uuid.UUID(bytes=os.urandom(16), version=4)).encode()
        for parts in views[number % len(views)]:
            yield view_id.join(parts)


def _asked(tokens: Sequence[str], host: str, first: int) -> Iterator[bytes]:
    """Yield the requests of a page that asks with one token after another, for ever."""
    for number in itertools.count(first):
        yield (
            f"GET /counts?token={tokens[number % len(tokens)]} HTTP/1.1\r\nhost: {host}\r\n"
            f"user-agent: {USER_AGENT}\r\naccept: */*\r\norigin: https://site.example\r\n\r\n"
        ).encode()


def _is_whole(answer: bytes) -> bool:
    """Tell whether an answer is here to its end."""
    length = LENGTH.search(answer)
    end = answer.find(b"\r\n\r\n")
    return end >= 0 and len(answer) - end - 4 >= (int(length[1]) if length else 0)


class _Player(asyncio.Protocol):
    """One connection: sends, waits for the answer, sends again."""

    def __init__(self, requests: Iterator[bytes], interval_s: float) -> None:
        self.times_s: list[float] = []
        self.refused = 0
        self.bytes_sent = 0
        self._requests = requests
        self._interval_s = interval_s
        self._answer = b""
        self._sent_s = 0.0
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        # uvloop's transports are of asyncio's kind without being of its class.
        self._transport = cast("asyncio.WriteTransport", transport)

    def send(self) -> None:
        """Send the next beacon."""
        if self._transport is None:
            return
        request = next(self._requests)
        self.bytes_sent += len(request)
        self._sent_s = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Note the answer and send on."""
        self._answer += data
        if not _is_whole(self._answer):
            return
        took_s = time.perf_counter() - self._sent_s
        if self._answer.startswith(OK):
            self.times_s.append(took_s)
        else:
            self.refused += 1
        self._answer = b""
        if self._interval_s:
            loop = asyncio.get_running_loop()
            loop.call_later(max(0.0, self._interval_s - took_s), self.send)
        else:
            self.send()

    def stop(self) -> None:
        """Send no more."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None


async def run(
    url: str,
    sending: Callable[[str], Callable[[int], Iterator[bytes]]],
    *,
    connections: int,
    seconds: float,
    rate: float | None,
) -> Load:
    """Send for `seconds` and return what was seen.

    `sending` returns, for the host, what each connection sends, by its number.
    """
    address = urlsplit(url)
    host, port = address.hostname or "127.0.0.1", address.port or 80
    sent_by = sending(f"{host}:{port}")
    interval_s = connections / rate if rate else 0.0
    loop = asyncio.get_running_loop()
    players = [_Player(sent_by(number), interval_s) for number in range(connections)]
    async with asyncio.timeout(CONNECT_MOST_S):
        for player in players:
            await loop.create_connection(lambda player=player: player, host, port)  # type: ignore[misc]
    began_cpu_s, began_s = time.process_time(), time.perf_counter()
    for number, player in enumerate(players):
        loop.call_later(interval_s * number / connections, player.send)
    await asyncio.sleep(seconds)
    for player in players:
        player.stop()
    took_s = time.perf_counter() - began_s
    times_ms = sorted(1000 * each for player in players for each in player.times_s)
    refused = sum(player.refused for player in players)
    if not times_ms:
        raise SystemExit(f"{url} acknowledged nothing in {seconds} s, and refused {refused}")
    return Load(
        len(times_ms),
        refused,
        took_s,
        times_ms[len(times_ms) // 2],
        times_ms[int(len(times_ms) * 0.99)],
        sum(player.bytes_sent for player in players) / (len(times_ms) + refused),
        time.process_time() - began_cpu_s,
    )


def main() -> None:
    """Play, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--env-key")
    what.add_argument("--tokens", type=Path)
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rate", type=float)
    told = parser.parse_args()

    def sending(host: str) -> Callable[[int], Iterator[bytes]]:
        if told.tokens is not None:
            return partial(_asked, told.tokens.read_text().split(), host)
        return partial(_played, requests(told.env_key, host))

    load = uvloop.run(
        run(
            told.url,
            sending,
            connections=told.connections,
            seconds=told.seconds,
            rate=told.rate,
        )
    )
    print(msgspec.json.encode(load).decode())


if __name__ == "__main__":
    main()
