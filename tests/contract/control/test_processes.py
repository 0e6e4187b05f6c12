"""Several processes on one database: server and command line, both from the first moment."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import playhead
from playhead.control import Control

SOURCE = Path(playhead.__file__).parents[1]
NOW_MS = 1_800_000_000_000
SCRIPT = Path(__file__).with_name("writer_process.py")


def _started(dsn: str, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), dsn, name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )


def _made(process: subprocess.Popen[str]) -> list[list[str]]:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    made: list[list[str]] = json.loads(out)
    return made


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def _let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_processes_that_migrate_and_write_at_once_lose_nothing(
    dsn: str, opened: Callable[..., Control]
) -> None:
    each_makes = 8
    writers = [_started(dsn, f"writer {number}", each_makes) for number in range(3)]
    try:
        for writer in writers:
            _wait_until_ready(writer)
        for writer in writers:
            _let_go(writer)
        made = [line for writer in writers for line in _made(writer)]
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    control = opened()
    environments = control.list_environments()
    ids = {environment_id for environment_id, _, _ in made}
    assert {each.id for each in environments[2:]} == ids
    assert [each.property_id for each in environments] == list(range(1, len(made) + 3))
    snapshot = control.snapshot()
    assert len(snapshot.organizations_by_id) == 1
    for environment_id, token_id, secret in made:
        token = snapshot.verify(token_id, secret, NOW_MS)
        assert token is not None
        assert token.environment_id == environment_id


def test_a_running_process_sees_the_change_of_another(
    dsn: str, opened: Callable[..., Control]
) -> None:
    server = opened()
    before = server.snapshot()
    writer = _started(dsn, "command line", 1)
    try:
        _wait_until_ready(writer)
        _let_go(writer)
        [[environment_id, token_id, secret]] = _made(writer)
    finally:
        writer.kill()
        writer.communicate()
    assert server.change_number() > before.change_number
    after = server.snapshot()
    assert set(after.environments_by_id) - set(before.environments_by_id) == {environment_id}
    assert after.verify(token_id, secret, NOW_MS) is not None
    assert before.verify(token_id, secret, NOW_MS) is None


def test_threads_of_one_process_write_and_read_at_once(control: Control) -> None:
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for at in range(5):
                control.create_environment(f"{name} {at}")
                found = control.snapshot()
                assert len(found.environments_by_id) == len(found.environments_by_key)
        except BaseException as failed:
            failures.append(failed)
            raise

    threads = [threading.Thread(target=write, args=(f"thread {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert [each.property_id for each in control.list_environments()] == list(range(1, 23))
