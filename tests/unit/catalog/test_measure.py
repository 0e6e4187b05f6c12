"""Both readings of a value, on views small enough to see."""

import msgspec
import pytest

from playhead.catalog.measure import (
    Distinct,
    Flag,
    Number,
    One,
    PerDistinct,
    Ratio,
    Value,
    read,
    sql_of,
)
from playhead.model.view import Ads, Engagement, Failure, Identity, Smoothness, View

VIEW = View(
    identity=Identity(
        environment_id="env",
        view_id="view",
        view_start_ms=0,
        view_end_ms=1,
        version=1,
        checkpoint_number=1,
        rules_version=1,
        inserted_at_ms=2,
        updated_at_ms=2,
        viewer_id="viewer",
        mux_viewer_id="viewer",
    ),
    engagement=Engagement(watch_time_ms=60_000),
    smoothness=Smoothness(rebuffer_count=3, seek_count=0, seek_duration_ms=500),
    failure=Failure(playback_failure=True),
)
WITH_AD = msgspec.structs.replace(VIEW, ads=Ads(view_has_ad=True))
RATE = Ratio("rebuffer_count", "watch_time_ms", scale=60_000)


@pytest.mark.parametrize(
    ("value", "view", "number"),
    [
        (One(), VIEW, 1),
        (Distinct("viewer_id"), VIEW, 1),
        (PerDistinct("viewer_id"), VIEW, 1),
        (Number("rebuffer_count"), VIEW, 3),
        (Number("rebuffer_duration_ms"), VIEW, None),
        (Flag("playback_failure"), VIEW, 1),
        (Flag("view_dropped"), VIEW, 0),
        (Flag("preroll_played"), VIEW, None),
        (Flag("playback_failure", among="view_has_ad"), VIEW, None),
        (Flag("playback_failure", among="view_has_ad"), WITH_AD, 1),
        (Flag("playback_failure", among="preroll_played"), VIEW, None),
        (RATE, VIEW, 3),
        (Ratio("rebuffer_duration_ms", "watch_time_ms"), VIEW, None),
        (Ratio("seek_duration_ms", "seek_count"), VIEW, None),
        (Ratio("seek_duration_ms", "rebuffer_duration_ms"), VIEW, None),
    ],
    ids=repr,
)
def test_a_value_of_one_view(value: Value, view: View, number: float | None) -> None:
    assert read(value, view) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (One(), "1"),
        (Number("rebuffer_count"), "rebuffer_count"),
        (Flag("view_dropped"), "toFloat64(view_dropped)"),
        (
            Flag("ad_playback_failure", among="view_has_ad"),
            "if(view_has_ad, toFloat64(ad_playback_failure), NULL)",
        ),
        (RATE, "60000 * rebuffer_count / nullIf(watch_time_ms, 0)"),
    ],
    ids=repr,
)
def test_a_value_in_sql(value: Value, text: str) -> None:
    assert sql_of(value) == text


@pytest.mark.parametrize(
    ("declare", "column"),
    [
        (Number, "view_dropped"),
        (Flag, "rebuffer_count"),
        (Distinct, "rebuffer_count"),
        (PerDistinct, "no_such_column"),
    ],
)
def test_a_value_reads_a_column_of_its_kind(declare: type, column: str) -> None:
    with pytest.raises(ValueError, match=column):
        declare(column)
