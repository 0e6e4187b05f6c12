"""What a page of one metric shows at first, each as one question.

Law: as in `question`; what is asked at once is read at once.
"""

import msgspec

from playhead.catalog.metric import Metric
from playhead.query.question import Granularity, Measured, Scope, Timeframe


class Course(msgspec.Struct, frozen=True):
    """One number for all views, one for each bucket, and one for a time before, all at once.

    `earlier` ends where the timeframe begins; none: nothing is asked of a time before.
    """

    scope: Scope
    measured: Measured
    granularity: Granularity
    earlier: Timeframe | None = None

    def __post_init__(self) -> None:
        if self.earlier is not None and self.earlier.end_ms != self.scope.timeframe.start_ms:
            raise ValueError(
                f"the time before ends at {self.earlier.end_ms}, and not where the timeframe"
                f" begins, at {self.scope.timeframe.start_ms}"
            )


class MetricGroups(msgspec.Struct, frozen=True):
    """The number of each group of metrics, and the numbers in the group that `metric` is in."""

    scope: Scope
    metric: Metric
