"""The questions of the dashboard, each as a request and as SQL written by hand for the same rows.

The statements in `sql/by_hand` are what somebody who knows the engine would write for this one
question, without what Playhead adds of its own (bounds of chance in insights).

Law: both see the same views; where a question takes two statements, both are counted.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

_SQL = Path(__file__).parent / "sql" / "by_hand"
WEEK = 7
MONTH = 30
QUICK_MS = 300.0
INSIGHTS_MS = 2000.0
STARTUP = "/data/v1/metrics/video_startup_time"
SCORE = "/data/v1/metrics/viewer_experience_score"
FAILURES = "/data/v1/metrics/playback_failure_percentage"


class Shape(msgspec.Struct, frozen=True):
    """A question: what is requested, the file of the SQL, over how many days, and by when."""

    name: str
    path: str
    by_hand: str
    parameters: Mapping[str, str] = {}
    days: int = WEEK
    p95_most_ms: float | None = QUICK_MS
    turns_share: float = 1.0

    def statements(self) -> Sequence[str]:
        """Return the SQL written by hand."""
        text = (_SQL / f"{self.by_hand}.sql").read_text()
        return [part.strip() for part in text.split(";\n")]


HOURS = {"group_by": "hour"}
BY_VALUE = {"order_by": "value", "order_direction": "desc"}

SHAPES: Sequence[Shape] = (
    Shape("overall, a mean", f"{SCORE}/overall", "overall_mean"),
    Shape("overall, a median", f"{STARTUP}/overall", "overall_median"),
    Shape("hourly series, views", "/data/v1/metrics/views/timeseries", "hourly_views", HOURS),
    Shape("hourly series, a median", f"{STARTUP}/timeseries", "hourly_median", HOURS),
    Shape(
        "hourly series, views",
        "/data/v1/metrics/views/timeseries",
        "hourly_views",
        HOURS,
        MONTH,
        None,
    ),
    Shape("hourly series, a median", f"{STARTUP}/timeseries", "hourly_median", HOURS, MONTH, None),
    Shape(
        "by country, a median", f"{STARTUP}/breakdown", "country_median", {"group_by": "country"}
    ),
    Shape(
        "by country, a share",
        f"{FAILURES}/breakdown",
        "country_failures",
        {"group_by": "country"},
    ),
    Shape(
        "by title, a median", f"{STARTUP}/breakdown", "title_median", {"group_by": "video_title"}
    ),
    Shape(
        "by title, a share", f"{FAILURES}/breakdown", "title_failures", {"group_by": "video_title"}
    ),
    Shape(
        "by title, unique viewers",
        "/data/v1/metrics/unique_viewers/breakdown",
        "title_viewers",
        {"group_by": "video_title", **BY_VALUE},
    ),
    Shape("values of country", "/data/v1/dimensions/country", "values_of_country"),
    Shape("values of title", "/data/v1/dimensions/video_title", "values_of_title"),
    Shape("list of views", "/data/v1/video-views", "list"),
    Shape("one view", "/data/v1/video-views/{view_id}", "one_view"),
    Shape(
        "insights, a mean",
        f"{SCORE}/insights",
        "insights_mean",
        p95_most_ms=INSIGHTS_MS,
        turns_share=0.25,
    ),
    Shape(
        "insights, a median",
        f"{STARTUP}/insights",
        "insights_median",
        p95_most_ms=INSIGHTS_MS,
        turns_share=0.25,
    ),
)
