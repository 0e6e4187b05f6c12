"""How much is done at once, and how often the store and the checkpoint are written.

Law: what a checkpoint costs decides how often there is one. It only decides how much is read
again after a crash, while beacons wait for as long as one takes.
"""

import msgspec


class Pace(msgspec.Struct, frozen=True):
    """Amounts and times."""

    records_per_step: int = 500
    rows_per_write: int = 20_000
    write_every_ms: int = 500
    checkpoint_every_ms: int = 5_000
    checkpoint_share: int = 10
    """One part in so many of the time may go into checkpoints; else they become rarer."""
    checkpoint_at_least_every_ms: int = 60_000
    """They become no rarer than that, whatever they cost."""
    views_per_slice: int = 2_000
    """So many views are saved at a time while no beacon waits."""
    views_per_slice_while_busy: int = 50
    """And so many while beacons do: those that they change are saved beside these anyway."""
    wait_s: float = 0.25
    wait_between_turns_s: float = 0.01
    """How long a recomputation lets the other threads go first."""

    def slice_after(self, records: int) -> int:
        """Return how many views are saved after a step that read so many records."""
        busy = records >= self.records_per_step
        return self.views_per_slice_while_busy if busy else self.views_per_slice

    def save_after_ms(self, took_ms: int) -> int:
        """Return how long after a checkpoint that took `took_ms` the next one is due."""
        rarer_ms = min(self.checkpoint_share * took_ms, self.checkpoint_at_least_every_ms)
        return max(self.checkpoint_every_ms, rarer_ms)
