"""What an operator sets about live viewing, over real connections; and who dials again."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.test_watching import SEEN_WITHIN_S, Watched
from tests.servers import PlayheadServer, eventually

pytestmark = pytest.mark.slow

STREAM = "/api/v1/monitoring/stream"
SETTINGS = {
    "PLAYHEAD_MONITORING_STREAMS": "2",
    "PLAYHEAD_MONITORING_STREAM_QUESTIONS": "1",
    "PLAYHEAD_COUNTS_STREAMS_EACH": "1",
    "PLAYHEAD_STREAM_HEARTBEAT_S": "1",
    "PLAYHEAD_COUNTS_FRESH_S": "4.5",
    "PLAYHEAD_COUNTS_RATE": "0.01",
    "PLAYHEAD_COUNTS_BURST": "8",
}


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("limited") / "data"
    with PlayheadServer(folder, settings=SETTINGS) as server:
        yield Watched(server)
        assert server.stop() == 0
        assert "Traceback" not in server.log()


def refused(limited: Watched, path: str, **parameters: str) -> httpx.Response:
    token = None if path.startswith("/counts") else limited.token
    with (
        limited.server.client(token) as client,
        client.stream("GET", path, params=parameters) as it,
    ):
        assert it.status_code != 200, "it was not refused"
        it.read()
        return it


def labelled(limited: Watched, name: str) -> dict[tuple[str, ...], int]:
    """One metric by all of its labels."""
    text = limited.server.get("/metrics").text
    lines = [line for line in text.splitlines() if line.startswith(name + "{")]
    return {
        tuple(
            part.split('"')[1] for part in line[line.index("{") : line.index("}")].split(",")
        ): int(float(line.rsplit(" ", 1)[1]))
        for line in lines
    }


def test_so_many_streams_as_the_operator_wants(limited: Watched) -> None:
    with limited.stream(STREAM) as one, limited.stream(STREAM) as two:
        next(one)
        next(two)
        assert labelled(limited, "playhead_streams_open")["monitoring",] == 2
        assert refused(limited, STREAM).status_code == 503
    eventually(
        lambda: labelled(limited, "playhead_streams_open")["monitoring",] == 0,
        SEEN_WITHIN_S,
        "both have left",
    )
    with limited.stream(STREAM) as one:
        next(one)
        another = refused(limited, STREAM, **{"dimensions[]": "cdn"})
        assert another.status_code == 503
        assert int(another.headers["retry-after"]) > 0
    why = labelled(limited, "playhead_streams_refused_total")
    assert (why["monitoring", "full"], why["monitoring", "questions_full"]) == (1, 1)


def test_silence_is_as_long_as_the_operator_wants(limited: Watched) -> None:
    """Four comments within a tick or two, between the events."""
    with limited.server.client(limited.token) as client, client.stream("GET", STREAM) as answer:
        began_s = time.monotonic()
        comments = 0
        for line in answer.iter_lines():
            comments += line == ":"
            if comments == 4:
                break
    assert time.monotonic() - began_s < SEEN_WITHIN_S


def test_counts_keep_to_what_the_operator_wants(limited: Watched) -> None:
    with limited.server.client() as client:

        def ask() -> httpx.Response:
            return client.get("/counts", params={"token": limited.jwt()})

        first = ask()
        assert (first.status_code, first.headers["cache-control"]) == (200, "private, max-age=4")
        assert ask().json() == first.json()
        with limited.stream("/counts/stream", token=limited.jwt()) as one:
            next(one)
            second = refused(limited, "/counts/stream", token=limited.jwt())
            assert second.status_code == 429
            assert second.headers["access-control-allow-origin"] == "*"
            assert second.headers["access-control-expose-headers"] == "retry-after"
        told = [ask() for _ in range(9)]
        assert told[-1].status_code == 429
        assert told[-1].headers["access-control-allow-origin"] == "*"
        assert told[-1].json() == {"errors": ["Too many requests, retry later."]}
    answers = limited.server.counters("playhead_counts_answers_total")
    assert answers["store"] == limited.server.counter("playhead_counts_questions_total") == 1
    assert answers["memory"] >= 1
    assert limited.server.counters("playhead_counts_refused_total")["too_often"] >= 1


def test_ticks_are_told_and_are_not_late(limited: Watched) -> None:
    server = limited.server
    eventually(
        lambda: server.counter("playhead_ticks_written_total") >= 2, SEEN_WITHIN_S, "ticks are told"
    )
    text = server.get("/metrics").text
    values = dict(
        line.split(" ")
        for line in text.splitlines()
        if not line.startswith("#") and "{" not in line
    )
    assert float(values["playhead_newest_tick_delay_seconds"]) < SEEN_WITHIN_S
    age_s = time.time() - float(values["playhead_newest_tick_end_timestamp_seconds"])
    assert 0 <= age_s < 2 * SEEN_WITHIN_S
    assert float(values["playhead_journal_lag_records"]) == 0


def test_who_dials_again_is_told_the_newest_at_once_whatever_it_saw_last(tmp_path: Path) -> None:
    """Over a restart, as a browser does it: with an id of an event that nobody ever gave."""
    with PlayheadServer(tmp_path / "data") as server:
        site = Watched(server)
        for number in range(3):
            site.play(number, "viewstart", "play", "playing")
        eventually(lambda: site.viewers() == (3, 3), 2 * SEEN_WITHIN_S, "three are watching")
        with site.stream(STREAM) as ticks:
            seen: dict[str, Any] = next(ticks)
            assert server.stop() == 0
            with contextlib.suppress(httpx.RemoteProtocolError):
                list(ticks)
        server.start()
        for last in ("", "0", str(seen["tick"]), "\u00ff" * 500, "-1"):
            headers = {b"last-event-id": last.encode("latin-1")}
            with (
                server.client(site.token) as client,
                client.stream("GET", STREAM, headers=headers) as answer,
            ):
                assert answer.status_code == 200
                line = next(each for each in answer.iter_lines() if each.startswith("data: "))
            assert '"concurrent_viewers":3' in line
        assert site.counts() == (3, 3)
        assert server.stop() == 0
