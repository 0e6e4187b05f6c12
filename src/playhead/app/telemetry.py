"""What the server counts, in Prometheus' text form: every beacon and event in one outcome."""

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector as PrometheusCollector

from playhead.app.limiting import RateLimits
from playhead.app.live_telemetry import LiveTelemetry
from playhead.collect.counts import OutcomeCounts
from playhead.sessionize.status import SessionizerStatus

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Telemetry(PrometheusCollector):
    """Reads the counters of the rooms whenever it is asked."""

    def __init__(
        self,
        counts: OutcomeCounts,
        status: Callable[[], SessionizerStatus],
        limits: RateLimits,
        live: LiveTelemetry,
    ) -> None:
        """Show these."""
        self._live = live
        self._limits = limits
        self._counts = counts
        self._status = status
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """Return all of it."""
        return generate_latest(self._registry)

    def collect(self) -> Iterable[Metric]:
        """Yield each metric as it is now."""
        counts = self._counts
        beacons = CounterMetricFamily(
            "playhead_beacons", "Beacons by how they ended at the collector.", labels=["outcome"]
        )
        for outcome, count in counts.beacons.items():
            beacons.add_metric([outcome.value], count)
        yield beacons
        by_environment = CounterMetricFamily(
            "playhead_accepted_beacons", "Accepted beacons.", labels=["environment"]
        )
        for environment, count in counts.accepted_by_environment.items():
            by_environment.add_metric([environment], count)
        yield by_environment
        yield _counter("playhead_accepted_events", "Events in them.", counts.accepted_events)
        yield _counter("playhead_accepted_bytes", "Bytes of their bodies.", counts.accepted_bytes)
        yield _counter("playhead_preflights", "CORS preflights answered.", counts.preflights)
        yield from self._sessionizer()
        yield from self._admission()
        yield from self._throttle()
        yield from self._live.collect()

    def _sessionizer(self) -> Iterable[Metric]:
        status = self._status()
        events = CounterMetricFamily(
            "playhead_events", "Events by how they ended at the sessionizer.", labels=["outcome"]
        )
        for name, count in status.outcomes.items():
            events.add_metric([name], count)
        yield events
        yield _counter("playhead_views_written", "Views put into the store.", status.views_written)
        yield _counter(
            "playhead_timeline_events_written", "Timeline events.", status.events_written
        )
        yield _counter("playhead_store_failures", "Writes that failed.", status.store_failures)
        yield _counter("playhead_rows_unstorable", "Rows left out.", status.rows_unstorable)
        yield _gauge("playhead_journal_next_record", "Next record to read.", status.next_record)
        yield _gauge("playhead_journal_lag_records", "Records not yet read.", status.lag_records)
        yield _gauge("playhead_open_views", "Views that are not final.", status.open_views)

    def _admission(self) -> Iterable[Metric]:
        counts = self._limits.admission.counts
        limited = CounterMetricFamily(
            "playhead_api_limited", "API requests answered 429, by limit.", labels=["limit"]
        )
        for limit_class, count in counts.limited.items():
            limited.add_metric([limit_class.value], count)
        limited.add_metric(["failures"], counts.failed_and_limited)
        yield limited
        yield _counter(
            "playhead_failed_authentications", "Wrong credentials.", counts.failed_authentications
        )
        yield _counter(
            "playhead_plain_http_refused", "API requests in the clear.", counts.plain_http
        )

    def _throttle(self) -> Iterable[Metric]:
        buckets = GaugeMetricFamily(
            "playhead_rate_buckets", "Buckets in memory that are not full.", labels=["of"]
        )
        early = CounterMetricFamily(
            "playhead_rate_buckets_forgotten_early",
            "Buckets dropped before they were full, since there were too many.",
            labels=["of"],
        )
        for name, limiter in self._limits.buckets.items():
            buckets.add_metric([name], len(limiter))
            early.add_metric([name], limiter.forgotten_early)
        yield buckets
        yield early
        shared = self._limits.shared
        if shared is not None:
            yield _gauge(
                "playhead_rate_limits_shared",
                "1: Redis keeps the rate limits; 0: it cannot be asked.",
                int(shared.problem is None),
            )
            yield _counter("playhead_redis_outages", "Times Redis broke.", shared.outages)
            yield _counter("playhead_redis_failures", "Questions it failed.", shared.failures)
            yield _counter(
                "playhead_rate_limits_kept_alone",
                "Requests counted in this process alone, for want of Redis.",
                shared.own_decisions,
            )


def _counter(name: str, meaning: str, value: int) -> Metric:
    family = CounterMetricFamily(name, meaning)
    family.add_metric([], value)
    return family


def _gauge(name: str, meaning: str, value: int) -> Metric:
    family = GaugeMetricFamily(name, meaning)
    family.add_metric([], value)
    return family
