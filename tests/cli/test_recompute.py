"""Error codes and recomputation from the command line: beside a running server, and without one.

The journal is written before the server starts, with beacons of three hours ago, since a view is
not rebuilt before it is final.
"""

import asyncio
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from playhead.control import Control, open_control
from playhead.journal.segment_writer import SegmentWriter
from playhead.model.beacon import BeaconRecord, Place, encode_record
from playhead.model.intent import Recomputation
from tests.servers import Environment, PlayheadServer, Token, eventually, playhead

pytestmark = pytest.mark.slow

HOUR_MS = 3_600_000
VIEWS = 40
Command = Callable[..., CompletedProcess[str]]


def _events(nth: int, start_ms: int) -> list[dict[str, object]]:
    told: list[tuple[str, int, dict[str, object]]] = [
        ("viewstart", 0, {"view_start": start_ms}),
        ("play", 0, {}),
        ("playing", 1_000, {}),
        ("error", 9_000, {"player_error_code": "1001", "player_error_message": "No plan"}),
        ("viewend", 10_000, {}),
    ]
    return [
        {
            "event": name,
            "view_id": f"view-{nth}",
            "view_sequence_number": number,
            "viewer_time": start_ms + after_ms,
            **fields,
        }
        for number, (name, after_ms, fields) in enumerate(told, 1)
    ]


def _fill_journal(folder: Path, environment_id: str, first_ms: int) -> None:
    records = []
    for nth in range(VIEWS):
        start_ms = first_ms + nth * 20_000
        events = _events(nth, start_ms)
        body = json.dumps({"events": events}).encode()
        arrived_ms = start_ms + 11_000
        records.append(
            encode_record(
                BeaconRecord(arrived_ms, environment_id, len(events), Place(), "Tests", body)
            )
        )

    async def append() -> None:
        writer = SegmentWriter(folder / "journal", clock_ms=lambda: first_ms)
        await asyncio.gather(*map(writer.append, records))
        writer.close()

    asyncio.run(append())


def _made(command: Command, folder: Path) -> tuple[Environment, Token, int]:
    """Make an environment, a token and a journal of three hours ago."""
    environment = Environment(**_json(command("environment", "create", "Site", "--json")))
    token = Token(
        **_json(command("token", "create", "--environment", "Site", "--name", "t", "--json"))
    )
    first_ms = (time.time_ns() // 1_000_000 - 3 * HOUR_MS) // 1000 * 1000
    _fill_journal(folder, environment.id, first_ms)
    return environment, token, first_ms


def _json(done: CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _failed(server: PlayheadServer, token: Token) -> list[str]:
    """Return the ids of the views that the API counts as failed."""
    answer = server.get(
        "/data/v1/video-views", token, **{"timeframe[]": "4:hours", "limit": 100}
    ).json()
    assert answer["total_row_count"] == VIEWS, "each view stands there once"
    found = []
    for view in answer["data"]:
        one = server.get(f"/data/v1/video-views/{view['id']}", token).json()["data"]
        assert one["player_error_code"] == "1001"
        if one["playback_failure"]:
            found.append(view["id"])
    return found


def _wait_until_written(server: PlayheadServer) -> None:
    eventually(
        lambda: server.counter("playhead_views_written_total") == VIEWS, 60, "all views are stored"
    )


def _range(first_ms: int) -> tuple[str, ...]:
    """Return options for the first half of the views."""
    half_ms = first_ms + (VIEWS // 2) * 20_000
    return ("--from", str(first_ms // 1000), "--to", str(half_ms // 1000))


def _categorize(command: Command, category: str) -> None:
    done = command(
        "error", "categorize", "--environment", "Site", "--code", "1001", "--as", category
    )
    assert done.returncode == 0, done.stderr


def test_a_running_server_rebuilds_its_views_and_another_time_a_command_does(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"

    def command(*arguments: str) -> CompletedProcess[str]:
        return playhead(*arguments, "--data", str(folder))

    _, token, first_ms = _made(command, folder)
    server = PlayheadServer(folder)
    with server:
        _wait_until_written(server)
        assert len(_failed(server, token)) == VIEWS
        _categorize(command, "business_exception")
        done = _json(command("recompute", *_range(first_ms), "--json"))
        assert (done["state"], done["views_replaced"]) == ("done", VIEWS // 2)
        assert len(_failed(server, token)) == VIEWS // 2
        server.stop()

        _categorize(command, "default")
        shown = command("recompute", *_range(first_ms), "--environment", "site")
        assert shown.returncode == 0, shown.stderr
        assert shown.stdout == f"recomputation 2 is done: {VIEWS // 2} views replaced\n"
        server.start()
        assert len(_failed(server, token)) == VIEWS


def test_a_server_that_is_killed_goes_on_with_it_at_its_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    def command(*arguments: str) -> CompletedProcess[str]:
        return playhead(*arguments, "--data", str(folder))

    _, token, first_ms = _made(command, folder)
    server = PlayheadServer(folder)
    with server:
        _wait_until_written(server)
        server.kill()
        _categorize(command, "warning")
        # As if it had been killed in the midst of an attempt.
        _leave_running(folder, first_ms)
        server.start()
        ended = _ended(folder)
        assert (ended.failure, ended.tries, ended.views_replaced) == (None, 2, VIEWS)
        assert len(_failed(server, token)) == 0


def _control(folder: Path) -> Control:
    return open_control(
        f"sqlite:///{folder}/control.db",
        clock=lambda: time.time_ns() // 1_000_000,
        random_bytes=os.urandom,
    )


def _leave_running(folder: Path, first_ms: int) -> None:
    with _control(folder) as control:
        asked = control.recomputations.request(from_ms=first_ms, to_ms=first_ms + HOUR_MS)
        assert control.recomputations.begin(asked.id) is not None


def _ended(folder: Path) -> Recomputation:
    with _control(folder) as control:

        def ended() -> Recomputation | None:
            found = control.recomputations.find(1)
            return found if found.state.is_end else None

        found = eventually(ended, 60, "the recomputation has ended")
        assert found is not None
        return found


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (("--from", "2026-01-02", "--to", "2026-01-01"), 2, "no view ends in between"),
        (("--from", "2026-01-01", "--to", "2026-01-01"), 2, "no view ends in between"),
        (("--from", "yesterday", "--to", "2026-01-01"), 2, "--from yesterday: give a date"),
        (("--from", "1", "--to", "2", "--environment", "Nowhere"), 1, "No environment has"),
        (("--from", "2026-01-01", "--to", "1798761600"), 1, "There are no raw beacons"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, options: tuple[str, ...], status: int, sentence: str
) -> None:
    done = playhead("recompute", *options, "--data", str(tmp_path))
    assert done.returncode == status
    assert sentence in done.stderr


def test_error_codes_and_dimensions_are_listed_as_they_were_set(tmp_path: Path) -> None:
    def command(*arguments: str) -> CompletedProcess[str]:
        return playhead(*arguments, "--data", str(tmp_path / "data"))

    made = _json(command("environment", "create", "Site", "--kind", "development", "--json"))
    listed = _json(command("environment", "list", "--json"))[-1]
    owned = {"organization": "Default", "view_retention_days": None}
    assert listed == {**made, **owned, "kind": "development"}
    _categorize(command, "warning")
    assert command("error", "list").stdout == "Site  warning             1001\n"
    _categorize(command, "default")
    assert _json(command("error", "list", "--environment", "site", "--json")) == []
    setting = ("dimension", "set", "custom_1", "--environment", "Site")
    command(*setting, "--name", "Plan tier")
    shown = command(*setting, "--off")
    assert shown.stdout == "Site  custom_1   off  Custom  Plan tier\n"
    assert _json(command("dimension", "list", "--json")) == [
        {
            "environment_id": made["id"],
            "slot": "custom_1",
            "display_name": "Plan tier",
            "category": "Custom",
            "enabled": False,
        }
    ]
    refused = command("dimension", "set", "custom_21", "--environment", "Site")
    assert (refused.returncode, "custom_1 to custom_20" in refused.stderr) == (1, True)
