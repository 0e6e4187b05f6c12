"""The comparison is the list that the official clients' users know."""

from playhead.catalog.comparison import GROUPS, Compared
from playhead.catalog.dimension import Level
from playhead.catalog.index import DIMENSIONS

ALL = [each for group in GROUPS for each in (group.head, *(group.items or ()))]


def test_six_groups_follow_the_totals() -> None:
    assert [(group.head.name, group.head.metric_id, group.head.type) for group in GROUPS] == [
        ("Views", "views", "number"),
        ("Overall Score", "viewer_experience_score", "score"),
        ("Playback Failure Score", "playback_failure_score", "score"),
        ("Startup Time Score", "startup_time_score", "score"),
        ("Rebuffer Score", "rebuffer_score", "score"),
        ("Video Quality Score", "video_quality_score", "score"),
    ]
    assert [None if group.items is None else len(group.items) for group in GROUPS] == [
        8,
        None,
        14,
        13,
        6,
        14,
    ]


def test_every_number_can_be_measured_so() -> None:
    for each in ALL:
        assert each.measured_by in each.metric.allowed, each.name
    assert len({each.name for each in ALL}) == len(ALL)


def test_labels_end_in_their_measurement() -> None:
    named = {each.name: each for each in ALL}
    assert named["Video Startup Time (95th %)"].measured_by.value == "95th"
    assert named["Ad Attempts (total)"].measured_by.value == "sum"
    assert named["Seek Latency"].measurement is None
    assert named["Weighted Average Bitrate (median)"].type == "mbps"
    assert named["Rebuffer Frequency"].type == "per_minute"
    assert isinstance(named["Upscale Percentage (average)"], Compared)


def test_insights_look_at_the_basic_dimensions_the_versions_and_two_more() -> None:
    beyond = {each.id for each in DIMENSIONS if each.in_insights and each.level is not Level.BASIC}
    assert beyond == {
        "browser_version",
        "operating_system_version",
        "player_software_version",
        "player_version",
        "country",
        "source_hostname",
    }
    assert sum(each.in_insights for each in DIMENSIONS) == 22 + 6
