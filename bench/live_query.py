"""How fast live questions are answered over half an hour, and what a tick costs to write.

Half an hour of pulses of many different sets of dimensions is made inside the engine; then each
question is asked of `Query` and, as SQL written by hand over the pulses, of the same engine, in
turns. A tick of as many pulses is written by the store's own writer.

Law: what was made is removed at the end; the ticks end now, since the engine drops old ones.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from bench.figure import Bar, Figure, against, alone
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSION_BY_ID
from playhead.catalog.monitoring.metrics import LIVE_METRIC_BY_ID
from playhead.model.pulse import (
    TICK_MS,
    LiveDimensions,
    LiveSums,
    LiveViewers,
    Pulse,
    PulseIdentity,
    Tick,
)
from playhead.query.live_parameters import read_live_filters, read_live_measured
from playhead.query.question_live import (
    SERIES_POINTS,
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveHistogram,
    LiveScope,
    LiveSeries,
)
from playhead.query.run import Query
from playhead.store.clickhouse import DATABASE, open_store
from playhead.store.connection import Connection, connect
from playhead.store.summing import SUMS, sum_up

ENVIRONMENT = "bench"
TUPLES = 20_000
TURNS = 15
TICKS_PER_INSERT = 30
WITHIN_MS = Bar("value", at_most=200.0)
TICK_MOST_MS = Bar("value", at_most=120.0)
_PULSES_SQL = (Path(__file__).parent / "sql" / "pulses.sql").read_text()
_CCV = "sum(loading + playing + rebuffering + seeking + failed)"
_STALLED = "sum(rebuffering_ms) / sum(startup_ms + playing_ms + rebuffering_ms)"
_OURS = f"environment_id = '{ENVIRONMENT}'"
_SCOPE = LiveScope(ENVIRONMENT)
_NORWAY = LiveScope(ENVIRONMENT, read_live_filters(["country:NO"]))
_VIEWERS = read_live_measured(LIVE_METRIC_BY_ID["current-concurrent-viewers"])
_REBUFFERING = read_live_measured(LIVE_METRIC_BY_ID["current-rebuffering-percentage"])
_STARTUP = LIVE_METRIC_BY_ID["video-startup-time"]
_TITLE = LIVE_DIMENSION_BY_ID["video_title"]
_COUNTRY = LIVE_DIMENSION_BY_ID["country"]


class Question(msgspec.Struct, frozen=True):
    """How `Query` is asked, and the SQL by hand; `{last}` is the newest tick."""

    ask: Callable[[Query], object]
    by_hand: str


_SERIES = f"SELECT tick_ms, {{number}}, {_CCV} FROM pulses WHERE {_OURS}"  # noqa: S608
_BREAKDOWN = (
    f"SELECT {{field}}, {_STALLED}, {_CCV} AS c FROM pulses WHERE {_OURS}"  # noqa: S608
    " AND tick_ms >= fromUnixTimestamp64Milli({last} - {back})"
)
QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "series of viewers": Question(
            lambda query: query.live_series(LiveSeries(_SCOPE, _VIEWERS)),
            _SERIES.replace("{number}", "1") + " GROUP BY tick_ms ORDER BY tick_ms",
        ),
        "series of rebuffering": Question(
            lambda query: query.live_series(LiveSeries(_SCOPE, _REBUFFERING)),
            _SERIES.replace("{number}", _STALLED) + " GROUP BY tick_ms ORDER BY tick_ms",
        ),
        "series of rebuffering of one country": Question(
            lambda query: query.live_series(LiveSeries(_NORWAY, _REBUFFERING)),
            _SERIES.replace("{number}", _STALLED)
            + " AND country = 'NO' GROUP BY tick_ms ORDER BY tick_ms",
        ),
        "breakdown by country": Question(
            lambda query: query.live_breakdown(LiveBreakdown(_SCOPE, _REBUFFERING, _COUNTRY)),
            _BREAKDOWN.replace("{field}", "country").replace("{back}", "0")
            + " GROUP BY country ORDER BY c DESC LIMIT 100",
        ),
        "breakdown by title": Question(
            lambda query: query.live_breakdown(LiveBreakdown(_SCOPE, _REBUFFERING, _TITLE)),
            _BREAKDOWN.replace("{field}", "video_title").replace("{back}", "0")
            + " GROUP BY video_title ORDER BY c DESC LIMIT 100",
        ),
        "breakdown by title over a minute": Question(
            lambda query: query.live_breakdown_series(
                LiveBreakdownSeries(_SCOPE, _REBUFFERING, _TITLE)
            ),
            _BREAKDOWN.replace("{field}", "tick_ms, video_title").replace("{back}", "55000")
            + " GROUP BY tick_ms, video_title ORDER BY tick_ms, c DESC LIMIT 10 BY tick_ms",
        ),
        "histogram of startup": Question(
            lambda query: query.live_histogram(LiveHistogram(_SCOPE, _STARTUP)),
            "SELECT toStartOfMinute(tick_ms) AS m, count(), quantilesExact(0.5, 0.95)(x), avg(x)"  # noqa: S608
            " FROM (SELECT tick_ms, arrayJoin(startup_samples_ms) AS x FROM pulses"
            f" WHERE {_OURS} AND notEmpty(startup_samples_ms)) GROUP BY m ORDER BY m",
        ),
    }
)


def measure(tuples: int = TUPLES, turns: int = TURNS) -> list[Figure]:
    """Make half an hour, write a tick, and ask."""
    # Hundreds of megabytes, and /tmp may be memory.
    parent = Path.home() / "tmp"
    parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="playhead-bench-", dir=parent) as folder:
        dsn = f"chdb://{folder}/engine"
        writer, reader = open_store(dsn)
        connection = connect(dsn, database=DATABASE)
        try:
            last_ms = time.time_ns() // 1_000_000 // TICK_MS * TICK_MS
            fill_history(connection, last_ms - 2 * turns * TICK_MS, tuples)
            figures = _writing(writer.write, last_ms - turns * TICK_MS, tuples, turns)
            newest = connection.select("SELECT toUnixTimestamp64Milli(max(tick_ms)) FROM ticks")
            last = str(newest.rows[0][0])
            for name, question in QUESTIONS.items():
                by_hand = question.by_hand.replace("{last}", last)
                figures += _asking(name, question, by_hand, connection, Query(reader), turns)
        finally:
            connection.close()
            writer.close()
            reader.close()
    return figures


def fill_history(connection: Connection, last_ms: int, tuples: int) -> None:
    """Put half an hour of pulses, up to `last_ms`, into the tables."""
    for begin in range(SERIES_POINTS, 0, -TICKS_PER_INSERT):
        values = {
            "environment_id": ENVIRONMENT,
            "first_ms": last_ms - begin * TICK_MS,
            "tuples": tuples,
            "rows": tuples * TICKS_PER_INSERT,
        }
        connection.run(_PULSES_SQL, values)
    bound = {
        "environments": [ENVIRONMENT],
        "ticks": [last_ms - nth * TICK_MS for nth in range(1, SERIES_POINTS + 1)],
        "checkpoints": [1],
    }
    for table, source in SUMS:
        connection.run(sum_up(table, source), bound)
    connection.run("INSERT INTO ticks SELECT DISTINCT tick_ms, checkpoint_number FROM pulses")


def _writing(write: Callable[..., None], first_ms: int, tuples: int, turns: int) -> list[Figure]:
    taken, processor = [], []
    for turn in range(-1, turns - 1):
        tick = _tick(first_ms + turn * TICK_MS, tuples)
        began, began_cpu = time.perf_counter(), time.process_time()
        write(views=[], events=[], ticks=[tick])
        if turn >= 0:
            taken.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - began_cpu) * 1000)
    return [
        alone(f"a tick of {tuples:,} pulses is written", "ms", taken),
        alone("  processor time", "ms", processor, TICK_MOST_MS),
    ]


def _tick(tick_ms: int, tuples: int) -> Tick:
    identity = PulseIdentity(ENVIRONMENT, tick_ms, 1)
    pulses = [
        Pulse(
            identity,
            LiveDimensions(
                asn=64500 + n % 300,
                asn_name=f"NET-{n % 300}",
                cdn=("one", "two", "three")[n % 3],
                country=("NO", "SE", "DE", "FR")[n // 3 % 4],
                operating_system=("iOS", "Windows", "Android")[n % 3],
                player_name="Main",
                region=f"R{n % 100}",
                stream_type="live",
                video_series=f"Series {n % 50}",
                video_title=f"Title {n % 2000}",
                view_has_ad=n % 2 == 0,
                video_id=f"v{n % 2000}",
                asset_id=f"a{n % 2000}",
                playback_id=f"p{n}",
            ),
            LiveViewers(loading=n % 20 == 0, playing=5 + n % 20, rebuffering=n % 33 == 0),
            LiveSums(
                playing_ms=(5 + n % 20) * TICK_MS,
                rebuffering_ms=700 * (n % 33 == 0),
                bitrate_ms=(5 + n % 20) * TICK_MS,
                bitrate_bits=(5 + n % 20) * 15e6,
                starts=n % 20 == 1,
                startup_samples_ms=(300 + n % 2000,) if n % 20 == 1 else (),
            ),
        )
        for n in range(tuples)
    ]
    return Tick(tick_ms, 1, pulses, [])


def _asking(
    name: str, question: Question, by_hand: str, connection: Connection, query: Query, turns: int
) -> list[Figure]:
    taken: dict[str, list[float]] = {"query": [], "query cpu": [], "hand": [], "hand cpu": []}
    ways: list[tuple[str, Callable[[], object]]] = [
        ("query", lambda: question.ask(query)),
        ("hand", lambda: connection.select(by_hand)),
    ]
    for turn in range(-1, turns):
        for way, ask in ways if turn % 2 else reversed(ways):
            began, began_cpu = time.perf_counter(), time.process_time()
            ask()
            if turn >= 0:
                taken[way].append((time.perf_counter() - began) * 1000)
                taken[f"{way} cpu"].append((time.process_time() - began_cpu) * 1000)
    p95 = statistics.quantiles(taken["query"], n=20, method="inclusive")[-1]
    return [
        against(name, "ms", taken["query"], "SQL by hand", taken["hand"], more_is_better=False),
        alone("  95th percentile", "ms", [p95], WITHIN_MS),
        against(
            "  processor time",
            "ms",
            taken["query cpu"],
            "SQL by hand",
            taken["hand cpu"],
            more_is_better=False,
        ),
    ]
