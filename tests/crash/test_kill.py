"""SIGKILL at random moments under load: nothing that was acknowledged is lost, doubled or changed.

Players keep sending while the server is killed and started again on the same folder, twenty
times; some kills meet a server that is still starting or recovering. Then the journal is read
back, the counters are added up, and every view is compared with that of a second server, which
got the same beacons and was never disturbed.
"""

import os
import random
import re
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import FollowedTail
from playhead.model.beacon import BeaconRecord, decode_record
from playhead.model.pulse import TICK_MS
from playhead.sessionize.pace import Pace
from playhead.sessionize.shell import TICK_MARGIN_MS
from tests.crash.players import HEADERS, Players, read_stories
from tests.servers import PlayheadServer, Token, eventually

pytestmark = pytest.mark.slow

ROUNDS = 20
PLAYERS = 3
READERS = 4
SHORTEST_ROUND_S, LONGEST_ROUND_S = 0.2, 1.2
STARTS_KILLED = 0.2
LONGEST_START_S = 2.0
VIEWS_WITHIN_S = 30.0
PAGE = 100
SCENARIOS = Path(__file__).parents[1] / "scenario"
RECORDINGS = (
    "hls_normal_play midroll_ads pause_resume rebuffer rendition_change seek "
    "two_players_on_page videochange warning_error fatal_error_midplay exit_before_start"
).split()
BOOKKEEPING = {"inserted_at", "updated_at"}


def test_nothing_acknowledged_is_lost_doubled_or_changed(tmp_path: Path) -> None:
    seed = int(os.environ.get("CRASH_SEED") or time.time())
    sys.stdout.write(f"repeat with CRASH_SEED={seed}\n")
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    stories = read_stories([SCENARIOS / name / "beacons.jsonl" for name in RECORDINGS])
    disturbed = PlayheadServer(tmp_path / "disturbed")
    environment = disturbed.create_environment("Crashes")
    token = disturbed.create_token(environment.name)
    # The same environment, with the same id, for the second server.
    shutil.copytree(disturbed.folder, tmp_path / "undisturbed")
    with disturbed:
        with Players(
            disturbed.port, stories, env_key=environment.env_key, seed=seed, count=PLAYERS
        ) as players:
            for number in range(ROUNDS):
                disturb(disturbed, chance, past_a_checkpoint=number in {6, 13})
        disturbed.wait_until_read()
        expected_ids = started_views(players.acknowledged)
        views = read_views(disturbed, token, expected_ids)
        outcomes = disturbed.counters("playhead_events_total")
        assert disturbed.stop() == 0
    recovered_from = map(int, re.findall(r'"checkpoint": (\d+)', disturbed.log()))
    assert len(set(recovered_from)) > 1, "no kill met a server that had saved its place"
    records = read_journal(disturbed.folder / "journal")
    assert_accounted_for(players, records)
    assert sum(outcomes.values()) == sum(record.event_count for record in records)
    assert {name for name, count in outcomes.items() if count} <= {"applied", "duplicate"}
    with PlayheadServer(tmp_path / "undisturbed") as undisturbed:
        with undisturbed.client() as client:
            for body in players.acknowledged:
                assert client.post("/", content=body, headers=HEADERS).status_code == 200
        undisturbed.wait_until_read()
        assert undisturbed.counter("playhead_events_total", "applied") == outcomes["applied"]
        expected = read_views(undisturbed, token, expected_ids)
        assert undisturbed.stop() == 0
    different = [view_id for view_id in expected_ids if views[view_id] != expected[view_id]]
    sys.stdout.write(f"{len(records)} beacons, {len(expected_ids)} views, {outcomes}\n")
    assert not different, difference(views[different[0]], expected[different[0]])


def disturb(server: PlayheadServer, chance: random.Random, *, past_a_checkpoint: bool) -> None:
    """Let the server work for a moment, kill it, and start it again; some starts are killed too."""
    # A checkpoint that is due waits for the end of a tick, which stays a little behind the clock.
    saved_after_ms = Pace().checkpoint_every_ms + TICK_MS + TICK_MARGIN_MS
    checkpoint_s = saved_after_ms / 1000 if past_a_checkpoint else 0.0
    time.sleep(checkpoint_s + chance.uniform(SHORTEST_ROUND_S, LONGEST_ROUND_S))
    server.kill()
    while chance.random() < STARTS_KILLED:
        server.launch()
        time.sleep(chance.uniform(0, LONGEST_START_S))
        server.kill()
    server.start()


def started_views(bodies: list[bytes]) -> list[str]:
    """Return the ids of the views whose start was acknowledged."""
    started = {
        event["xid"]
        for body in bodies
        for event in msgspec.json.decode(body)["events"]
        if event["e"] == "viewstart"
    }
    return sorted(started)


def read_journal(folder: Path) -> list[BeaconRecord]:
    def no_gap(gap: object) -> None:
        pytest.fail(f"the journal is damaged: {gap}")

    reader = SegmentReader(folder, FollowedTail(folder), on_gap=no_gap)
    found: list[BeaconRecord] = []
    start = 0
    while (batch := reader.read(start, most_records=1000)) is not None:
        found += map(decode_record, batch.records)
        start = batch.next
    reader.close()
    return found


def assert_accounted_for(players: Players, records: list[BeaconRecord]) -> None:
    """Each beacon is in the journal as often as it was acknowledged, or sent to no answer."""
    acknowledged = Counter(players.acknowledged)
    durable = Counter(record.body for record in records)
    assert not acknowledged - durable, "acknowledged beacons are lost"
    assert not durable - acknowledged - players.unanswered, "beacons that nobody sent"
    assert players.unanswered, "no kill met a beacon on its way"


def read_views(server: PlayheadServer, token: Token, expected_ids: list[str]) -> dict[str, Any]:
    """Wait until the API lists exactly these views, then read them all."""

    def listed() -> bool:
        answer = server.get("/data/v1/video-views", token, limit=1).json()
        return bool(answer["total_row_count"] >= len(expected_ids))

    eventually(listed, VIEWS_WITHIN_S, f"{len(expected_ids)} views are listed")
    ids: list[str] = []
    for page in range(1, len(expected_ids) // PAGE + 2):
        answer = server.get("/data/v1/video-views", token, limit=PAGE, page=page)
        ids += [row["id"] for row in answer.json()["data"]]
    assert sorted(ids) == expected_ids
    with server.client(token) as client, ThreadPoolExecutor(READERS) as threads:
        views = threads.map(lambda view_id: read_view(client, view_id), expected_ids)
        return dict(zip(expected_ids, views, strict=True))


def read_view(client: httpx.Client, view_id: str) -> dict[str, Any]:
    """Return a view without what tells when the server worked on it."""
    answer = client.get(f"/data/v1/video-views/{view_id}")
    assert answer.status_code == 200, answer.text
    view = {name: value for name, value in answer.json()["data"].items() if name not in BOOKKEEPING}
    for event in view["events"]:
        del event["event_time"]  # when the server received it
    return view


def difference(found: dict[str, Any], expected: dict[str, Any]) -> str:
    return "\n".join(
        f"{name}: {found[name]!r} instead of {expected[name]!r}"
        for name in expected
        if found[name] != expected[name]
    )
