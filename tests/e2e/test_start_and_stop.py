"""How a server starts, refuses to start, stops, and meets a disk that refuses.

Law: who cannot start says why in sentences for a person, without a stack trace, and ends at once.
"""

import os
import resource
import socket
import sqlite3
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from lab import certificate
from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import FollowedTail
from playhead.model.beacon import decode_record
from tests.crash.players import Players, read_stories
from tests.servers import PlayheadServer, eventually, playhead

pytestmark = pytest.mark.slow

SCENARIOS = Path(__file__).parents[1] / "scenario"
VIEWS_WITHIN_S = 10.0


def refused(folder: Path, *arguments: str, settings: dict[str, str] | None = None) -> str:
    """Return what a server that cannot start says."""
    settings = {"PLAYHEAD_PORT": "0", **(settings or {})}
    done = playhead("serve", "--data", str(folder), *arguments, settings=settings)
    assert done.returncode in {1, 2}, done
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_folder_has_one_server(tmp_path: Path) -> None:
    with PlayheadServer(tmp_path / "data") as server:
        said = refused(server.folder)
        assert f"another Playhead server (process {server.process.pid})" in said
        assert str(server.folder) in said
        assert "stop it first" in said
        assert server.get("/readyz").json() == {"status": "ready", "problems": {}}
        assert server.command("status").returncode == 0
        assert server.stop() == 0
    assert "no server runs" in playhead("status", "--data", str(server.folder)).stderr


def test_a_killed_server_leaves_nothing_that_keeps_the_next_from_starting(tmp_path: Path) -> None:
    with PlayheadServer(tmp_path / "data") as server:
        server.kill()
        status = server.command("status")
        assert status.returncode == 1
        assert "does not answer" in status.stderr
        server.start()
        assert server.stop() == 0
        server.start()
        assert server.stop() == 0


def test_all_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "playhead.toml").write_text("open_views = 0\nno_such_setting = 1\nhost = 7\n")
    settings = {
        "PLAYHEAD_LOG_LEVEL": "loud",
        "PLAYHEAD_TRUSTED_PROXIES": "10.0.0.0/8, everywhere",
        "PLAYHEAD_QUERY_THREADS": "many",
    }
    said = refused(tmp_path, "--tls-cert", "/nowhere.pem", settings=settings)
    for wrong in (
        "open_views = 0",
        "'no_such_setting'",
        "host = 7",
        "log_level = 'loud'",
        "'everywhere'",
        "query_threads = 'many'",
        "tls_cert and tls_key belong together",
        "'/nowhere.pem': there is no such file",
    ):
        assert wrong in said, said


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(tmp_path, "--port", str(port))
    assert f"cannot listen on 127.0.0.1:{port}" in said
    assert "choose another" in said


def test_a_host_that_is_not_here_is_told(tmp_path: Path) -> None:
    assert "cannot listen on 192.0.2.1:0" in refused(tmp_path, "--host", "192.0.2.1")
    assert "cannot listen on nowhere.test:0" in refused(tmp_path, "--host", "nowhere.test")


def test_a_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    good, key = certificate.make(tmp_path)
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    said = refused(tmp_path / "data", "--tls-cert", str(bad), "--tls-key", str(key))
    assert str(bad) in said
    assert "listen" not in said
    said = refused(tmp_path / "data", "--tls-cert", str(good), "--tls-key", str(bad))
    assert str(bad) in said


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    assert f"cannot use the data folder {path}" in refused(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert f"the data folder {tmp_path} may not be written" in refused(tmp_path)
    assert f"cannot use the data folder {tmp_path / 'new'}" in refused(tmp_path / "new")


def overwrite(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


def overwrite_behind_the_first_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


def put_in_a_view_of_nobody(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO open_views VALUES ('e', 'v', x'c1')")
    db.close()


def put_in_outcomes_of_nobody(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("INSERT OR REPLACE INTO progress VALUES (1, 1, 0, 0, x'c1')")
    db.close()


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("checkpoint.db", overwrite),
        ("checkpoint.db", overwrite_behind_the_first_page),
        ("checkpoint.db", put_in_a_view_of_nobody),
        ("checkpoint.db", put_in_outcomes_of_nobody),
        ("control.db", overwrite),
        ("control.db", overwrite_behind_the_first_page),
    ],
)
def test_a_damaged_file_is_told_by_name(
    stopped: PlayheadServer, name: str, damage: Callable[[Path], None]
) -> None:
    path = stopped.folder / name
    whole = path.read_bytes()
    damage(path)
    try:
        said = refused(stopped.folder)
    finally:
        path.write_bytes(whole)
    assert name in said
    assert len(said.splitlines()) <= 3, said


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> PlayheadServer:
    """A server that has worked, and was stopped."""
    with PlayheadServer(tmp_path_factory.mktemp("stopped") / "data") as server:
        env_key = server.create_environment("Stopped").env_key
        server.post(b'{"events":[{"ake":"%s","e":"hb","xid":"v"}]}' % env_key.encode())
        assert server.stop() == 0
    return server


def test_what_was_acknowledged_before_sigterm_becomes_views(tmp_path: Path) -> None:
    stories = read_stories([SCENARIOS / "rebuffer" / "beacons.jsonl"])
    with PlayheadServer(tmp_path / "data") as server:
        environment = server.create_environment("Stops")
        token = server.create_token(environment.name)
        with Players(server.port, stories, env_key=environment.env_key, seed=1, count=6) as players:
            for enough in (60, 120, 180):
                eventually(partial(has_heard, players, enough), 60, "players play")
                assert server.stop() == 0
                before = Counter(players.acknowledged)
                durable = Counter(bodies(server.folder / "journal"))
                assert not before - durable
                server.start()
        views = len(players.acknowledged) // len(stories[0])

        def listed() -> bool:
            answer = server.get("/data/v1/video-views", token, limit=1).json()
            return bool(answer["total_row_count"] == views)

        eventually(listed, VIEWS_WITHIN_S, f"{views} views are listed")
        assert server.stop() == 0
    assert "Traceback" not in server.log()


def test_a_disk_that_refuses_makes_players_keep_their_beacons(tmp_path: Path) -> None:
    """As with a full disk, writes fail from some moment on; here by a limit on file sizes."""
    with PlayheadServer(tmp_path / "data") as server:
        env_key = server.create_environment("Full").env_key
        body = b'{"events":[{"ake":"%s","e":"hb","xid":"%s"}]}'
        assert server.post(body % (env_key.encode(), b"before")).status_code == 200
        server.wait_until_read()
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        answer = server.post(body % (env_key.encode(), b"refused"))
        assert answer.status_code == 503
        assert answer.headers["access-control-allow-origin"] == "*"
        assert server.counter("playhead_beacons_total", "journal_failed") == 1
        ready = server.get("/readyz")
        assert ready.status_code == 503
        assert "disk" in ready.json()["problems"]["journal"]
        server.kill()
        server.start()
        assert server.post(body % (env_key.encode(), b"after")).status_code == 200
        found = b"".join(bodies(server.folder / "journal"))
        assert [name in found for name in (b"before", b"refused", b"after")] == [True, False, True]
        assert server.stop() == 0


def has_heard(players: Players, count: int) -> bool:
    return len(players.acknowledged) >= count


def bodies(folder: Path) -> list[bytes]:
    """Return the bodies of all beacons in a journal."""

    def no_gap(gap: object) -> None:
        pytest.fail(f"the journal is damaged: {gap}")

    reader = SegmentReader(folder, FollowedTail(folder), on_gap=no_gap)
    found: list[bytes] = []
    start = 0
    while (batch := reader.read(start, most_records=1000)) is not None:
        found += [decode_record(record).body for record in batch.records]
        start = batch.next
    reader.close()
    return found
