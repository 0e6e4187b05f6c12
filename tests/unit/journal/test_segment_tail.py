import asyncio
from pathlib import Path

from playhead.journal.segment_tail import FollowedTail
from playhead.journal.segment_writer import SegmentWriter
from playhead.journal.segments import Mark


class Clock:
    """Time passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.slept_s: list[float] = []

    def monotonic_s(self) -> float:
        return self.now_s

    def sleep_s(self, seconds: float) -> None:
        self.now_s += seconds
        self.slept_s.append(seconds)


def test_a_follower_of_a_folder_that_does_not_exist_waits_out_its_time(tmp_path: Path) -> None:
    clock = Clock()
    tail = FollowedTail(tmp_path / "later", monotonic_s=clock.monotonic_s, sleep_s=clock.sleep_s)
    assert tail.mark() == Mark(0, 0, 0)
    assert tail.wait(0, timeout_s=1.01) is False
    assert abs(clock.now_s - 1.01) < 1e-9
    assert max(clock.slept_s) <= 0.2


def test_a_follower_agrees_with_the_writer_after_every_record(tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path, clock_ms=lambda: 0)
    tail = FollowedTail(tmp_path)

    async def story() -> None:
        for number in range(10):
            assert tail.wait(number, timeout_s=0) is False
            await writer.append(b"x")
            assert tail.mark() == writer.tail.mark()
            assert tail.wait(number, timeout_s=0) is True

    asyncio.run(story())
    writer.close()
