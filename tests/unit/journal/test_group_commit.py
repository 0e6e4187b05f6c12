import asyncio
import threading
from collections.abc import Callable

import pytest

from playhead.journal.group_commit import GroupCommit, GroupLimits
from playhead.journal.interface import JournalFailedError


class HeldDisk:
    """Keeps each group, and lets a commit end only when told."""

    def __init__(self) -> None:
        self.groups: list[list[bytes]] = []
        self.begun = threading.Semaphore(0)
        self.may_end = threading.Semaphore(0)

    def commit(self, records: list[bytes]) -> None:
        self.groups.append(records)
        self.begun.release()
        assert self.may_end.acquire(timeout=10)


async def turns(count: int = 3) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("limits", "sizes"),
    [
        (GroupLimits(), [1, 9]),
        (GroupLimits(most_group_records=4), [1, 4, 4, 1]),
        (GroupLimits(most_group_bytes=30), [1, 3, 3, 3]),
        (GroupLimits(most_group_bytes=1), [1] * 10),
    ],
)
def test_what_comes_during_a_commit_shares_the_next_within_the_limits(
    limits: GroupLimits, sizes: list[int]
) -> None:
    disk = HeldDisk()
    commit = GroupCommit(disk.commit, limits)

    async def story() -> None:
        tasks = [asyncio.create_task(commit.append(b"0" * 10))]
        await turns()
        assert disk.begun.acquire(timeout=10)
        tasks += [asyncio.create_task(commit.append(b"%d" % n * 10)) for n in range(1, 10)]
        await turns()
        disk.may_end.release(20)
        await asyncio.gather(*tasks)

    asyncio.run(story())
    commit.close()
    assert [len(group) for group in disk.groups] == sizes
    assert [record[:1] for group in disk.groups for record in group] == [
        b"%d" % n for n in range(10)
    ]


def test_nobody_is_told_yes_before_the_commit_ended() -> None:
    disk = HeldDisk()
    commit = GroupCommit(disk.commit, GroupLimits())

    async def story() -> None:
        first = asyncio.create_task(commit.append(b"first"))
        await turns()
        assert disk.begun.acquire(timeout=10)
        second = asyncio.create_task(commit.append(b"second"))
        await turns(10)
        assert not first.done()
        disk.may_end.release()
        await first
        assert disk.begun.acquire(timeout=10)
        assert not second.done()
        disk.may_end.release()
        await second

    asyncio.run(story())
    commit.close()


def test_a_cancelled_waiter_is_free_at_once_though_the_disk_hangs() -> None:
    disk = HeldDisk()
    commit = GroupCommit(disk.commit, GroupLimits())

    async def story() -> None:
        hanging = asyncio.create_task(commit.append(b"hanging"))
        await turns()
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        disk.may_end.release(2)
        await commit.append(b"after")

    asyncio.run(story())
    commit.close()


def test_a_loop_that_ended_does_not_stop_the_commits_of_the_next() -> None:
    disk = HeldDisk()
    commit = GroupCommit(disk.commit, GroupLimits())

    async def leave() -> None:
        tasks = [asyncio.create_task(commit.append(b"under way"))]
        await turns()
        assert disk.begun.acquire(timeout=10)
        tasks.append(asyncio.create_task(commit.append(b"gathered")))
        await turns()
        for task in tasks:
            task.cancel()

    asyncio.run(leave())

    async def come() -> None:
        task = asyncio.create_task(commit.append(b"after"))
        await turns()
        disk.may_end.release(5)
        await asyncio.wait_for(task, 5)

    asyncio.run(come())
    commit.close()
    assert disk.groups == [[b"under way"], [b"gathered"], [b"after"]]


def out_of_space() -> None:
    raise OSError(28, "No space left on device")


def a_bug() -> None:
    raise KeyError("surprise")


@pytest.mark.parametrize(
    ("raising", "words"), [(out_of_space, "No space left"), (a_bug, "KeyError: 'surprise'")]
)
def test_whatever_breaks_the_commit_is_told_to_all(raising: Callable[[], None], words: str) -> None:
    disk = HeldDisk()

    def commit_badly(records: list[bytes]) -> None:
        disk.commit(records)
        raising()

    commit = GroupCommit(commit_badly, GroupLimits(most_group_records=2))

    async def story() -> None:
        tasks = [asyncio.create_task(commit.append(b"x")) for _ in range(7)]
        await turns()
        disk.may_end.release(10)
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            assert isinstance(outcome, JournalFailedError)
            assert words in str(outcome)
        with pytest.raises(JournalFailedError, match=words):
            await commit.append(b"later")

    asyncio.run(story())
    commit.close()
    assert len(disk.groups) == 1, "nothing is tried after a failure"


def test_bytes_that_became_durable_no_longer_count_as_waiting() -> None:
    commit = GroupCommit(lambda _: None, GroupLimits(most_waiting_bytes=100))

    async def story() -> None:
        for _ in range(50):
            await commit.append(b"x" * 90)

    asyncio.run(story())
    commit.close()
