"""Which sequence numbers of a view have been seen: a compact record that finds duplicates.

Numbers come almost always in order, with a gap now and then that is never filled, so a few
ranges hold all of a view however long it is.

Law: pure.
"""

import bisect

import msgspec

MOST_RANGES = 64


class SeenNumbers(msgspec.Struct, array_like=True, gc=False):
    """Inclusive ranges of numbers seen, rising: `starts[i] … ends[i]`."""

    starts: list[int] = []
    ends: list[int] = []

    def add_next(self, number: int) -> bool:
        """Note `number` where it is the very next one; return whether it was."""
        ends = self.ends
        if not ends or number != ends[-1] + 1:
            return not ends and number == 1 and self.add(number)
        ends[-1] = number
        return True

    def add(self, number: int) -> bool:
        """Note `number`; return False where it had been seen."""
        ends = self.ends
        if not ends:
            self.starts.append(number)
            ends.append(number)
            return True
        if number == ends[-1] + 1:
            ends[-1] = number
            return True
        return self._insert(number)

    def _insert(self, number: int) -> bool:
        starts, ends = self.starts, self.ends
        at = bisect.bisect_right(starts, number) - 1
        if at >= 0 and number <= ends[at]:
            return False
        joins_left = at >= 0 and ends[at] == number - 1
        joins_right = at + 1 < len(starts) and starts[at + 1] == number + 1
        if joins_left and joins_right:
            ends[at] = ends[at + 1]
            del starts[at + 1], ends[at + 1]
        elif joins_left:
            ends[at] = number
        elif joins_right:
            starts[at + 1] = number
        else:
            starts.insert(at + 1, number)
            ends.insert(at + 1, number)
            if len(starts) > MOST_RANGES:
                # The oldest gap is given up: a number that fell into it counts as seen.
                ends[0] = ends[1]
                del starts[1], ends[1]
        return True

    @property
    def highest(self) -> int:
        """Return the highest number seen, 0 where none was."""
        return self.ends[-1] if self.ends else 0

    @property
    def missing(self) -> int:
        """Return how many numbers were skipped between the first and the highest seen."""
        return sum(s - e - 1 for s, e in zip(self.starts[1:], self.ends, strict=False))
