"""SIGKILL while people watch: every tick is told, and everybody in it is counted once.

So many viewers watch all the time, whatever happens to the server. So each tick from the moment
at which all of them were there has to say just that number, those of the time when no server ran
and those that were told, lost and told again included.
"""

import base64
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest

from playhead.model.pulse import TICK_MS
from playhead.sessionize.pace import Pace
from playhead.sessionize.shell import TICK_MARGIN_MS
from tests.crash.watchers import Watchers
from tests.servers import PlayheadServer, Token, eventually, playhead

pytestmark = pytest.mark.slow

VIDEO = "final"
TICK_S = TICK_MS / 1000
TOLD_AFTER_S = TICK_S + TICK_MARGIN_MS / 1000
SLACK_S = 3.0
"""For a machine that has other things to do."""
SOON_S = 60.0
MONITORING = "/data/v1/monitoring/metrics"
CCV = f"{MONITORING}/current-concurrent-viewers"
SAVED_AFTER_S = (Pace().checkpoint_every_ms + TICK_MS + TICK_MARGIN_MS) / 1000
STAYS_UP_S = (0.3, SAVED_AFTER_S + 1.0, 1.5, SAVED_AFTER_S + 3.5)


class Site:
    """A server, a token for its API, and a JWT for the counts of the one video."""

    def __init__(self, server: PlayheadServer) -> None:
        self.server = server
        self.environment = server.create_environment("Live")
        self.token: Token = server.create_token("Live", "data:read", "system:write")
        with server.client(self.token) as client:
            made = client.post("/system/v1/signing-keys").json()["data"]
        self._key_id, self._pem = made["id"], base64.b64decode(made["private_key"])

    def series(self) -> dict[str, int | None]:
        """Viewers by the moment at which a tick began; nothing where it was never told."""
        answer = self.server.get(f"{CCV}/timeseries", self.token)
        assert answer.status_code == 200, answer.text
        return {
            point["date"]: None if point["value"] is None else point["concurrent_viewers"]
            for point in answer.json()["data"]
        }

    def by_title(self) -> dict[str, int]:
        """The same, added up over titles."""
        answer = self.server.get(
            f"{CCV}/breakdown-timeseries", self.token, dimension="video_title", **SIX_MINUTES
        )
        assert answer.status_code == 200, answer.text
        return {
            point["date"]: sum(row["concurrent_viewers"] for row in point["values"])
            for point in answer.json()["data"]
        }

    def starts(self) -> int:
        """How many first frames the last half hour has."""
        answer = self.server.get(
            f"{MONITORING}/video-startup-time/histogram-timeseries", self.token
        )
        assert answer.status_code == 200, answer.text
        return sum(minute["sum"] for minute in answer.json()["data"])

    def counts(self) -> tuple[int, int]:
        claims = {"sub": VIDEO, "aud": "video_id", "exp": int(time.time()) + 600}
        token = jwt.encode(claims, self._pem, algorithm="RS256", headers={"kid": self._key_id})
        with self.server.client() as client:
            answer = client.get("/counts", params={"token": token})
        assert answer.status_code == 200, answer.text
        (told,) = answer.json()["data"]
        return told["views"], told["viewers"]


SIX_MINUTES: dict[str, Any] = {"timeframe[]": "6:minutes"}


def iso(epoch_s: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch_s))


def wrong_since(told: dict[str, Any], first: str, expected: int) -> dict[str, Any]:
    """Return the ticks from `first` on that do not say `expected`."""
    return {date: said for date, said in told.items() if date >= first and said != expected}


def test_each_tick_is_told_and_counts_everybody_once(tmp_path: Path) -> None:
    seed = int(os.environ.get("CRASH_SEED") or time.time())
    sys.stdout.write(f"repeat with CRASH_SEED={seed}\n")
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    with PlayheadServer(tmp_path / "data") as server:
        site = Site(server)
        key = site.environment.env_key
        with Watchers(server.port, key, threads=3, each=6, video_id=VIDEO) as watchers:
            # All are there: the next tick to begin has all of them in it, from its beginning.
            first = iso((time.time() // TICK_S + 1) * TICK_S)
            all_of_them = (watchers.views, watchers.viewers)
            for stays_up_s in STAYS_UP_S:
                time.sleep(stays_up_s + chance.uniform(0, 1))
                server.kill()
                server.start()
                server.wait_until_read()
                within(TOLD_AFTER_S, lambda: site.counts() == all_of_them, "the counts are right")
            last = iso(time.time() // TICK_S * TICK_S)
            within(TOLD_AFTER_S, lambda: max(site.series()) >= last, "the last of them is told")
            series, by_title = site.series(), site.by_title()
            assert wrong_since(series, first, watchers.views) == {}
            assert wrong_since(by_title, first, watchers.views) == {}
            told = [date for date in series if date >= first]
            assert len(told) > sum(STAYS_UP_S) // TICK_S
            assert site.starts() == watchers.views
            assert server.counter("playhead_ticks_written_total") > 0
        assert server.stop() == 0
    assert "Traceback" not in server.log()


def within(most_s: float, look: Callable[[], bool], what: str) -> None:
    eventually(look, most_s + SLACK_S, what)


@pytest.mark.parametrize("by", ["its name", "a link", "another setting"])
def test_nobody_else_counts_the_same_views(tmp_path: Path, by: str) -> None:
    """Two that sessionize one journal would tell each viewer twice: the second does not start."""
    with PlayheadServer(tmp_path / "data") as server:
        site = Site(server)
        folder, settings = server.folder, {"PLAYHEAD_PORT": "0"}
        if by == "a link":
            folder = tmp_path / "link"
            folder.symlink_to(server.folder, target_is_directory=True)
        if by == "another setting":
            settings["PLAYHEAD_CONTROL_DSN"] = f"sqlite:///{tmp_path}/other.db"
        key = site.environment.env_key
        with Watchers(server.port, key, threads=1, each=4, video_id=VIDEO) as watchers:
            first = iso((time.time() // TICK_S + 1) * TICK_S)
            refused = playhead("serve", "--data", str(folder), settings=settings)
            assert refused.returncode == 1
            assert f"another Playhead server (process {server.process.pid})" in refused.stderr
            assert "stop it first" in refused.stderr
            assert len(refused.stderr.strip().splitlines()) <= 3
            eventually(
                lambda: any(date >= first for date in site.series()),
                SOON_S,
                "a tick is told after the other was refused",
            )
            assert wrong_since(site.series(), first, watchers.views) == {}
        assert server.stop() == 0


def test_a_showcase_does_not_send_its_traffic_to_a_server_that_was_there(tmp_path: Path) -> None:
    with PlayheadServer(tmp_path / "data") as server:
        before = server.counter("playhead_beacons_total", "accepted")
        said = playhead("showcase", "--data", str(server.folder), "--port", "1", "--seconds", "1")
        assert said.returncode == 1
        assert "another Playhead server" in said.stderr
        assert server.counter("playhead_beacons_total", "accepted") == before
        assert server.stop() == 0
