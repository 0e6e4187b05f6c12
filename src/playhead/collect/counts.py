"""What the collector counts: plain integers, which the wiring shows to whoever measures.

Law: every beacon is in exactly one of `beacons`; preflights and requests that are no beacons are
counted apart.
"""

from playhead.model.outcome import BeaconOutcome


class OutcomeCounts:
    """Counters of one collector since it started. They only ever rise."""

    __slots__ = (
        "_refused",
        "accepted_beacons",
        "accepted_by_environment",
        "accepted_bytes",
        "accepted_events",
        "not_beacons",
        "preflights",
    )

    def __init__(self) -> None:
        # Accepted ones are counted apart: hashing an enum's member costs as much as all the rest.
        self._refused = dict.fromkeys(BeaconOutcome, 0)
        self.accepted_beacons = 0
        self.accepted_by_environment: dict[str, int] = {}
        """Beacons by environment id: as many keys as there are environments."""
        self.accepted_bytes = 0
        """Of bodies, unzipped."""
        self.accepted_events = 0
        self.preflights = 0
        self.not_beacons = 0

    @property
    def beacons(self) -> dict[BeaconOutcome, int]:
        """How many beacons ended in each outcome, every outcome named."""
        return {**self._refused, BeaconOutcome.ACCEPTED: self.accepted_beacons}

    def refused(self, outcome: BeaconOutcome) -> None:
        """Count a beacon that was not accepted."""
        self._refused[outcome] += 1

    def accepted(self, environment_id: str, body_bytes: int, events: int) -> None:
        """Count a beacon that is durable."""
        self.accepted_beacons += 1
        self.accepted_bytes += body_bytes
        self.accepted_events += events
        by_environment = self.accepted_by_environment
        by_environment[environment_id] = by_environment.get(environment_id, 0) + 1
