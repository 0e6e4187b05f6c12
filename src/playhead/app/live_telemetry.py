"""What the server counts about live viewing, in Prometheus' form: ticks, streams and counts.

Law: every reason and every source is there from the start, at zero, so that a rise is seen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from itertools import accumulate
from typing import Any

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from playhead.api.counts.app import CountsDoor
from playhead.api.counts.tally import CountsRefusal, CountsSource
from playhead.api.streaming.hub import Hub
from playhead.api.streaming.tally import StreamEnding, StreamRefusal
from playhead.app.timed_ticks import BOUNDS_S, TimedTicks
from playhead.sessionize.status import SessionizerStatus


class LiveTelemetry:
    """Reads the counters of live viewing whenever it is asked."""

    def __init__(
        self,
        monitoring: Hub[Any],
        counts: CountsDoor,
        status: Callable[[], SessionizerStatus],
        ticks: TimedTicks,
    ) -> None:
        """Show these."""
        self._hubs: Mapping[str, Hub[Any]] = {"monitoring": monitoring, "counts": counts.streams}
        self._counts = counts
        self._status = status
        self._timed = ticks

    def collect(self) -> Iterable[Metric]:
        """Yield each metric as it is now."""
        yield from self._ticks()
        yield from self._streams()
        yield from self._of_counts()

    def _ticks(self) -> Iterable[Metric]:
        status, delays = self._status(), self._timed.delays
        yield _count("playhead_ticks_written", "Ticks put into the store.", status.ticks_written)
        yield _number(
            "playhead_live_sets", "Sets of live dimensions being counted.", status.live_sets
        )
        yield _count(
            "playhead_live_sets_folded",
            "Sets beyond the most of an environment, counted without their names.",
            status.live_sets_folded,
        )
        reached = accumulate(delays.counts)
        bounds = [*(str(bound) for bound in BOUNDS_S), "+Inf"]
        late = HistogramMetricFamily(
            "playhead_tick_delay_seconds", "From the end of a tick until it could be asked for."
        )
        late.add_metric([], list(zip(bounds, map(float, reached), strict=True)), delays.sum_s)
        yield late
        yield _number(
            "playhead_newest_tick_delay_seconds",
            "The same of the newest tick.",
            delays.newest_delay_s,
        )
        yield _number(
            "playhead_newest_tick_end_timestamp_seconds",
            "When the newest tick ended; 0: none was told since the start.",
            delays.newest_end_ms / 1000,
        )

    def _streams(self) -> Iterable[Metric]:
        is_open = _gauges("playhead_streams_open", "Live streams.", "of")
        questions = _gauges("playhead_stream_questions", "Different questions of them.", "of")
        opened = _counters("playhead_streams_opened", "Streams begun.", "of")
        refused = _counters("playhead_streams_refused", "Streams refused.", "of", "reason")
        ended = _counters(
            "playhead_streams_ended", "Streams ended; slow: hung up on.", "of", "reason"
        )
        asked = _counters("playhead_stream_questions_asked", "Asked of the store.", "of")
        skipped = _counters(
            "playhead_stream_events_skipped", "Replaced by newer ones before they were sent.", "of"
        )
        for name, hub in self._hubs.items():
            tally = hub.tally
            is_open.add_metric([name], hub.listeners)
            questions.add_metric([name], hub.questions)
            opened.add_metric([name], tally.opened)
            asked.add_metric([name], tally.asked)
            skipped.add_metric([name], tally.skipped)
            _add(refused, [name], StreamRefusal, tally.refused)
            _add(ended, [name], StreamEnding, tally.ended)
        yield from (is_open, questions, opened, refused, ended, asked, skipped)

    def _of_counts(self) -> Iterable[Metric]:
        tally = self._counts.tally
        answers = _counters("playhead_counts_answers", "Counts told, by where from.", "source")
        _add(answers, [], CountsSource, tally.answered)
        yield answers
        refused = _counters("playhead_counts_refused", "Counts refused.", "reason")
        _add(refused, [], CountsRefusal, tally.refused)
        yield refused
        yield _count("playhead_counts_questions", "Counts asked of the store.", self._counts.asked)


def _add(
    family: CounterMetricFamily, labels: list[str], reasons: type[StrEnum], found: Counter[Any]
) -> None:
    for reason in reasons:
        family.add_metric([*labels, reason.value], found[reason])


def _counters(name: str, meaning: str, *labels: str) -> CounterMetricFamily:
    return CounterMetricFamily(name, meaning, labels=labels)


def _gauges(name: str, meaning: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, labels=labels)


def _count(name: str, meaning: str, value: int) -> Metric:
    return CounterMetricFamily(name, meaning, value=value)


def _number(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
