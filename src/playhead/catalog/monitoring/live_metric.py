"""What a live metric is: its name, its meaning, and how it follows from the pulses of a tick.

Law: as everywhere in the catalog, the unit is a field. The ids with hyphens are those of the
official API; the other ones are ours.
"""

import msgspec

from playhead.catalog.metric import Better, Measurement, Unit
from playhead.catalog.monitoring.live_value import LiveSamples, LiveValue, check_columns


class LiveMetric(msgspec.Struct, frozen=True, kw_only=True):
    """One live metric.

    `weight`: the columns whose sum says how much a group counts when groups are ranked by harm.
    `official`: the official monitoring API has it; `in_realtime`: so has its deprecated
    predecessor.
    """

    id: str
    label: str
    meaning: str
    unit: Unit
    better: Better
    value: LiveValue
    weight: tuple[str, ...]
    official: bool = True
    in_realtime: bool = True
    since: str = "0.1.0"

    def __post_init__(self) -> None:
        check_columns(self.weight)

    @property
    def in_histogram(self) -> bool:
        """Whether it is a distribution: shown as a histogram, elsewhere as one of its ranks."""
        return isinstance(self.value, LiveSamples)

    @property
    def allowed(self) -> tuple[Measurement, ...]:
        """The measurements that can be chosen, the default first; none where there is no choice."""
        if not self.in_histogram:
            return ()
        return (Measurement.MEDIAN, Measurement.P95, Measurement.AVG)
