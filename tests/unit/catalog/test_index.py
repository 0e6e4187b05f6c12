"""The lists that the official clients know, and the lints on every entry."""

import re

import pytest

from playhead.catalog.dimension import Dimension, Level, Shape
from playhead.catalog.index import (
    DIMENSION_BY_ID,
    DIMENSIONS,
    METRIC_BY_ID,
    METRICS,
    CatalogError,
    by_id,
    dimensions_by_id,
)
from playhead.catalog.measure import Number, One
from playhead.catalog.metric import Better, Measurement, Metric, TimeBasis, Unit

CLIENTS_METRICS = """
aggregate_startup_time downscale_percentage exits_before_video_start live_stream_latency
max_downscale_percentage max_request_latency max_upscale_percentage page_load_time
playback_failure_percentage playback_success_score player_startup_time playing_time rebuffer_count
rebuffer_duration rebuffer_frequency rebuffer_percentage request_latency request_throughput
rebuffer_score requests_for_first_preroll seek_latency startup_time_score unique_viewers
upscale_percentage video_quality_score video_startup_preroll_load_time
video_startup_preroll_request_time video_startup_time viewer_experience_score views
weighted_average_bitrate video_startup_failure_percentage ad_attempt_count ad_break_count
ad_break_error_count ad_break_error_percentage ad_error_count ad_error_percentage
ad_exit_before_start_count ad_exit_before_start_percentage ad_impression_count
ad_startup_error_count ad_startup_error_percentage playback_business_exception_percentage
video_startup_business_exception_percentage view_content_startup_time ad_preroll_startup_time
view_dropped_percentage rendition_change_count rendition_upshift_count rendition_downshift_count
""".split()
EXTENSIONS = {
    "views_per_viewer",
    "ended_views",
    "content_playing_time",
    "ad_playing_time",
    "ad_playback_failure_percentage",
    "content_playback_failure_percentage",
}
ALIASES = {
    "playback_failure_score": "playback_success_score",
    "smoothness_score": "rebuffer_score",
    "content_startup_time": "view_content_startup_time",
    "player_average_live_latency": "live_stream_latency",
    "view_average_request_latency": "request_latency",
    "view_average_request_throughput": "request_throughput",
    "view_max_request_latency": "max_request_latency",
    "started_views": "views",
    "view_content_playing_time": "content_playing_time",
}
BASIC = """
asset_id browser cdn continent_code exit_before_video_start live_stream_id operating_system
playback_id player_name player_software source_type stream_type sub_property_id video_content_type
video_id video_series video_startup_failure video_title view_has_ad viewer_device_category
viewer_device_manufacturer viewer_device_name
""".split()
UNITS_IN_NAMES = re.compile(r"(^|_)(ms|s|seconds|milliseconds|bps|bytes|px|fraction)($|_)")


def metric(**changes: object) -> Metric:
    facts: dict[str, object] = {
        "id": "stalls",
        "label": "Stalls",
        "meaning": "stalls",
        "counts": "all views",
        "unit": Unit.NUMBER,
        "basis": TimeBasis.END,
        "value": One(),
        "default": Measurement.COUNT,
        "better": Better.LOWER,
    }
    return Metric(**(facts | changes))  # type: ignore[arg-type]


def test_the_metrics_are_those_of_the_clients_and_the_extensions() -> None:
    assert {entry.id for entry in METRICS} == {*CLIENTS_METRICS, *EXTENSIONS}
    assert len(CLIENTS_METRICS) == 51


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_both_spellings_name_one_metric(alias: str, name: str) -> None:
    assert METRIC_BY_ID[alias] is METRIC_BY_ID[name]


def test_five_metrics_of_the_clients_and_the_counts_beside_them_cannot_filter() -> None:
    assert {entry.id for entry in METRICS if not entry.filterable} == {
        "exits_before_video_start",
        "unique_viewers",
        "video_startup_failure_percentage",
        "view_dropped_percentage",
        "views",
        "ended_views",
        "views_per_viewer",
    }


def test_who_watches_and_how_much_counts_by_the_start_of_the_view() -> None:
    assert {entry.id for entry in METRICS if entry.basis is TimeBasis.START} == {
        "views",
        "unique_viewers",
        "views_per_viewer",
        "playing_time",
        "content_playing_time",
        "ad_playing_time",
        "ad_attempt_count",
        "ad_impression_count",
        "ad_break_count",
    }


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.id)
def test_each_metric_is_well_said(entry: Metric) -> None:
    assert not UNITS_IN_NAMES.search(entry.id), "the unit is a field"
    assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.id)
    assert entry.label.strip()
    assert entry.meaning.strip()
    assert entry.counts.strip()
    assert entry.default in entry.allowed


def test_labels_differ() -> None:
    for entries in (METRICS, DIMENSIONS):
        labels = [re.sub(r"\W", "", entry.label).lower() for entry in entries]
        assert len(set(labels)) == len(labels)


def test_the_dimensions_are_112_in_the_lists_of_the_clients() -> None:
    assert len(DIMENSIONS) == 112
    assert sorted(d.id for d in DIMENSIONS if d.level is Level.BASIC) == sorted(BASIC)
    assert sum(d.level is Level.ADVANCED for d in DIMENSIONS) == 84
    assert sum(d.in_group_by for d in DIMENSIONS) == 94
    assert sum(d.in_comparison for d in DIMENSIONS) == 83


@pytest.mark.parametrize("entry", DIMENSIONS, ids=lambda entry: entry.id)
def test_each_dimension_is_well_said(entry: Dimension) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.id)
    assert entry.label.strip()
    assert entry.meaning.strip()
    assert entry.shape in Shape


def test_only_the_cdn_trace_is_a_sequence() -> None:
    assert [d.id for d in DIMENSIONS if d.shape is Shape.TRACE] == ["video_cdn_trace"]


@pytest.mark.parametrize("name", ["browser", "operating_system", "player_software"])
def test_a_version_is_shown_behind_its_name(name: str) -> None:
    assert DIMENSION_BY_ID[f"{name}_version"].prefix_column == name


def test_an_id_is_given_once() -> None:
    with pytest.raises(CatalogError, match="'stalls' names both stalls and stops"):
        by_id([metric(), metric(id="stops", aliases=("stalls",))])
    with pytest.raises(CatalogError, match="'browser' is declared twice"):
        dimensions_by_id([DIMENSION_BY_ID["browser"], DIMENSION_BY_ID["browser"]])


def test_a_value_of_a_column_that_does_not_exist_or_is_no_number_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="no column 'stall_count'"):
        Number("stall_count")
    with pytest.raises(ValueError, match="'browser' holds label"):
        Number("browser")
