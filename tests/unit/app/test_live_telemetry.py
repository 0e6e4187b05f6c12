"""What /metrics tells of live viewing: by the names that the docs give, from zero on."""

import logging
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from playhead.api.counts.app import CountsDoor
from playhead.api.counts.tally import CountsRefusal, CountsSource
from playhead.api.streaming.hub import Hub
from playhead.api.streaming.limits import StreamLimits
from playhead.api.streaming.tally import StreamEnding, StreamRefusal
from playhead.app.live_telemetry import LiveTelemetry
from playhead.app.timed_ticks import TimedTicks
from playhead.model.pulse import Tick
from playhead.sessionize.status import SessionizerStatus
from playhead.throttle.memory import MemoryLimiter
from tests.unit.api.asking import ToldQuery
from tests.unit.api.house import House
from tests.unit.app.test_timed_ticks import SlowStore

Samples = dict[tuple[str, ...], float]
STATUS = SessionizerStatus(
    next_record=0,
    lag_records=0,
    open_views=0,
    checkpoint_number=1,
    views_written=0,
    events_written=0,
    store_failures=0,
    rows_unstorable=0,
    outcomes={},
    ticks_written=41,
    live_sets=12,
    live_sets_folded=3,
)
GUIDE = Path(__file__).parents[3] / "docs" / "monitoring.md"


class Told:
    """A hub, a door and ticks, and what is told of them."""

    def __init__(self, house: House) -> None:
        logger = logging.getLogger("tests")
        query = ToldQuery()
        self.hub: Hub[str] = Hub(query.newest_tick, lambda *_: b"", StreamLimits(), logger)
        self.door = CountsDoor(
            query,
            lambda: house.snapshot,
            clock=lambda: house.now_ms,
            monotonic=lambda: 0.0,
            limiter=MemoryLimiter(lambda: 0),
            logger=logger,
        )
        self.store = SlowStore()
        self.timed = TimedTicks(self.store, lambda: self.store.now_ms)
        self.registry = CollectorRegistry(auto_describe=False)
        self.registry.register(LiveTelemetry(self.hub, self.door, lambda: STATUS, self.timed))

    @property
    def text(self) -> str:
        return generate_latest(self.registry).decode()

    @property
    def samples(self) -> Samples:
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(self.text)
            for sample in family.samples
        }


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(House(tmp_path))


def test_every_reason_is_there_from_the_start(told: Told) -> None:
    samples = told.samples
    for of in ("monitoring", "counts"):
        for refusal in StreamRefusal:
            assert samples["playhead_streams_refused_total", of, refusal] == 0
        for ending in StreamEnding:
            assert samples["playhead_streams_ended_total", of, ending] == 0
    for reason in CountsRefusal:
        assert samples["playhead_counts_refused_total", reason] == 0
    for source in CountsSource:
        assert samples["playhead_counts_answers_total", source] == 0
    assert samples["playhead_newest_tick_end_timestamp_seconds",] == 0


def test_what_is_counted_is_told(told: Told) -> None:
    told.hub.tally.opened = 7
    told.hub.tally.ended[StreamEnding.SLOW] = 2
    told.door.streams.tally.refused[StreamRefusal.FULL] = 5
    told.door.tally.answered[CountsSource.MEMORY] = 11
    told.door.tally.refused[CountsRefusal.EXPIRED] = 4
    told.store.now_ms = 106_250
    told.timed.write(views=[], events=[], ticks=[Tick(95_000, 0, [], []), Tick(100_000, 0, [], [])])
    samples = told.samples
    assert samples["playhead_streams_opened_total", "monitoring"] == 7
    assert samples["playhead_streams_ended_total", "monitoring", "slow"] == 2
    assert samples["playhead_streams_refused_total", "counts", "full"] == 5
    assert samples["playhead_counts_answers_total", "memory"] == 11
    assert samples["playhead_counts_refused_total", "expired"] == 4
    assert samples["playhead_ticks_written_total",] == 41
    assert samples["playhead_live_sets",] == 12
    assert samples["playhead_live_sets_folded_total",] == 3
    assert samples["playhead_newest_tick_delay_seconds",] == 1.25
    assert samples["playhead_newest_tick_end_timestamp_seconds",] == 105
    assert samples["playhead_tick_delay_seconds_bucket", "1.5"] == 1
    assert samples["playhead_tick_delay_seconds_bucket", "7.5"] == 2
    assert samples["playhead_tick_delay_seconds_bucket", "+Inf"] == 2
    assert samples["playhead_tick_delay_seconds_count",] == 2
    assert samples["playhead_tick_delay_seconds_sum",] == 7.5


def test_the_guide_names_them_all(told: Told) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for family in text_string_to_metric_families(told.text):
        name = family.name + ("_total" if family.type == "counter" else "")
        assert f"`{name}`" in guide, name
        assert family.documentation
