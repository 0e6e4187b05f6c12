"""What an operator sets about live viewing is what the rooms keep to."""

import msgspec

from playhead.api.counts.limits import CountsLimits
from playhead.api.streaming.limits import StreamLimits
from playhead.app.connections import MOST_CONNECTIONS
from playhead.app.joined_api import counts_limits, monitoring_streams
from playhead.app.settings import STREAMS_MOST, Settings
from playhead.throttle.interface import Limit


def test_the_defaults_of_the_settings_are_those_of_the_rooms() -> None:
    assert monitoring_streams(Settings()) == StreamLimits()
    assert counts_limits(Settings()) == CountsLimits()


def test_there_are_no_more_streams_than_connections() -> None:
    assert STREAMS_MOST == MOST_CONNECTIONS


def test_each_setting_arrives_in_its_place() -> None:
    settings = Settings(
        monitoring_streams=11,
        monitoring_streams_each=12,
        monitoring_stream_questions=13,
        counts_streams=14,
        counts_streams_each=15,
        counts_stream_contents=16,
        stream_threads=17,
        stream_heartbeat_s=18.0,
        stream_stalled_s=19.0,
        counts_rate=20.0,
        counts_burst=21,
        counts_fresh_s=22.0,
        counts_remembered=23,
        counts_threads=24,
        counts_waiting=25,
    )
    of_all = StreamLimits(threads=17, heartbeat_s=18.0, send_most_s=19.0)
    monitoring = {"listeners": 11, "listeners_per_caller": 12, "questions": 13}
    streams = {"listeners": 14, "listeners_per_caller": 15, "questions": 16}
    counts = {
        "network": Limit.per_second(20, 21),
        "fresh_s": 22.0,
        "numbers": 23,
        "tokens": 46,
        "threads": 24,
        "waiting_most": 25,
        "streams": msgspec.structs.replace(of_all, **streams),
    }
    assert monitoring_streams(settings) == msgspec.structs.replace(of_all, **monitoring)
    assert counts_limits(settings) == msgspec.structs.replace(CountsLimits(), **counts)
