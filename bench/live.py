"""How many viewers can be watched at once: from the journal to what monitoring answers.

A second process plays the viewers: each sends a heartbeat every ten seconds into the journal,
which the sessionizer follows with its real store and its checkpoints, as a server does; half an
hour of pulses of as many sets of dimensions lies in the store already. Meanwhile the questions of
monitoring are asked.

Fresh is what can be asked for: a beacon's freshness is the time from its receipt to the end of
the write of the tick that it fell into.

Law: only the steady state counts: what comes after the viewers' beginning, once all that they sent
meanwhile is folded. How long that took is told. Memory is that of a fresh process.
"""

import contextlib
import functools
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec

from bench.figure import Bar, Figure, alone
from bench.live_players import HEARTBEAT_S, Sent, starting_s
from bench.live_query import QUESTIONS, fill_history
from bench.live_watched import WatchedCheckpoints, WatchedStore
from playhead.app.logs import set_up_logs
from playhead.app.sessionizing import now_ms
from playhead.app.settings import load_settings
from playhead.journal.interface import Gap
from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import FollowedTail
from playhead.model.pulse import TICK_MS
from playhead.query.run import Query
from playhead.sessionize.shell import TICK_MARGIN_MS, Sessionizer
from playhead.store.clickhouse import DATABASE, open_store
from playhead.store.connection import connect

VIEWERS = 20_000
SETS = 2_000
SECONDS = 40
FRESH_MOST_S = Bar("value", at_most=10.0)
ANSWER_MOST_MS = Bar("value", at_most=200.0)
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
ASK_EVERY_S = 0.5
STEADY_MOST_S = 120.0
"""How long the beginning of so many views may occupy it afterwards."""
STEADY_MS = TICK_MARGIN_MS + 1_000
"""A tick that can be asked for so soon after its end waited for no beacons but its own."""
_LOOK_EVERY_S = 0.1
_STEP_MS = 100


class Found(msgspec.Struct, frozen=True):
    """What one run found; `visible` are the ticks, with the moments (ms) they could be asked."""

    sent: Sent
    steady_after_s: float
    from_ms: int
    until_ms: int
    visible: list[tuple[int, int, int]]
    """Begin of the tick, when its write ended, how many pulses."""
    writes_ms: list[float]
    saves: list[tuple[float, float]]
    """How long a checkpoint took, and how much processor time of its writing (ms)."""
    answers_ms: dict[str, list[float]]
    cpu_s: float
    cpu_of_folding_s: float
    resident_bytes: int
    lag_records: int
    open_views: int


def measure(viewers: int = VIEWERS, sets: int = SETS, seconds: float = SECONDS) -> list[Figure]:
    """Measure in a process of its own, with the players in another."""
    spawn = multiprocessing.get_context("spawn")
    # Hundreds of megabytes, and /tmp may be memory.
    parent = Path.home() / "tmp"
    parent.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="playhead-bench-", dir=parent) as folder,
        ProcessPoolExecutor(1, mp_context=spawn) as pool,
    ):
        found = pool.submit(follow, Path(folder), viewers, sets, seconds).result()
    return _figures(found, viewers, sets, seconds)


def follow(folder: Path, viewers: int, sets: int, seconds: float) -> Found:
    """Fold what the players send until they stop, asking meanwhile."""
    dsn = f"chdb://{folder}/engine"
    with contextlib.ExitStack() as stack:
        writer, reader = open_store(dsn)
        stack.callback(reader.close)
        stack.callback(writer.close)
        with contextlib.closing(connect(dsn, database=DATABASE)) as connection:
            fill_history(connection, now_ms() // TICK_MS * TICK_MS, sets)
        store = WatchedStore(writer)
        checkpoints = stack.enter_context(
            contextlib.closing(WatchedCheckpoints(folder / "checkpoint.db"))
        )
        journal = folder / "journal"
        sessionizer = Sessionizer(
            SegmentReader(journal, FollowedTail(journal), on_gap=_no_gap),
            store,
            checkpoints,
            now_ms,
            set_up_logs(load_settings(folder, {}, {"log_level": "error"})),
        )
        warm_s = starting_s(viewers) + HEARTBEAT_S
        command = [sys.executable, "-m", "bench.live_players", str(journal)]
        command += ["--viewers", str(viewers), "--sets", str(sets)]
        command += ["--seconds", str(warm_s + STEADY_MOST_S + seconds)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe) as players:
            stack.callback(players.kill)
            watched = _Watched(sessionizer, store, checkpoints, Query(reader), players)
            return _watch(watched, warm_s, seconds)


class _Watched(NamedTuple):
    sessionizer: Sessionizer
    store: WatchedStore
    checkpoints: WatchedCheckpoints
    query: Query
    players: subprocess.Popen[bytes]


def _watch(watched: _Watched, warm_s: float, seconds: float) -> Found:
    sessionizer, store, checkpoints, query, players = watched
    stop = threading.Event()
    folding_s: list[float] = []

    def fold() -> None:
        sessionizer.run(stop)
        folding_s.append(time.thread_time())

    folding = threading.Thread(target=fold)
    folding.start()
    try:
        time.sleep(warm_s)
        steady_after_s = _until_steady(watched)
        from_ms, cpu_s = now_ms(), time.process_time()
        ends = time.monotonic() + seconds
        before = len(checkpoints.saves)
        answers: dict[str, list[float]] = {name: [] for name in QUESTIONS}
        nth = 0
        names = list(QUESTIONS)
        while time.monotonic() < ends and players.poll() is None:
            name = names[nth % len(names)]
            began = time.perf_counter()
            QUESTIONS[name].ask(query)
            answers[name].append((time.perf_counter() - began) * 1000)
            nth += 1
            time.sleep(ASK_EVERY_S)
        until_ms, cpu_s = now_ms(), time.process_time() - cpu_s
        status = sessionizer.status()
        saves = checkpoints.saves[before:]
    finally:
        stop.set()
        folding.join()
    out, _ = players.communicate()
    if players.returncode:
        raise SystemExit("the players failed: see above")
    return Found(
        sent=msgspec.json.decode(out, type=Sent),
        steady_after_s=steady_after_s,
        from_ms=from_ms,
        until_ms=until_ms,
        visible=store.visible,
        writes_ms=store.writes_ms,
        saves=saves,
        answers_ms=answers,
        cpu_s=cpu_s,
        cpu_of_folding_s=folding_s[0],
        resident_bytes=int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES,
        lag_records=status.lag_records,
        open_views=status.open_views,
    )


def _until_steady(watched: _Watched) -> float:
    """Wait until ticks come in time, and return how long that took."""
    began = time.monotonic()
    while watched.store.lateness_ms() > STEADY_MS:
        if watched.players.poll() is not None or time.monotonic() - began > STEADY_MOST_S:
            raise SystemExit("the sessionizer does not keep up with so many viewers")
        time.sleep(_LOOK_EVERY_S)
    return time.monotonic() - began


def _figures(found: Found, viewers: int, sets: int, seconds: float) -> list[Figure]:
    told = {
        tick_ms: (seen_ms, pulses)
        for tick_ms, seen_ms, pulses in found.visible
        if found.from_ms <= tick_ms and tick_ms + 2 * TICK_MS <= found.until_ms
    }
    if not told or len(told) != (max(told) - min(told)) // TICK_MS + 1:
        raise SystemExit(f"ticks are missing among {sorted(told)}")
    fresh_s = [
        (seen_ms - tick_ms - within) / 1000
        for tick_ms, (seen_ms, _) in told.items()
        for within in range(0, TICK_MS, _STEP_MS)
    ]
    late_s = [(seen_ms - tick_ms - TICK_MS) / 1000 for tick_ms, (seen_ms, _) in told.items()]
    pulses = statistics.median(pulses for _, pulses in told.values())
    series = functools.reduce(list.__add__, found.answers_ms.values())
    rate = viewers / HEARTBEAT_S
    return [
        alone(
            f"{viewers:,} viewers, {sets:,} sets, {rate:,.0f} beacons/s:"
            " freshness, 99th percentile",
            "s",
            [_percentile(fresh_s, 99)],
            FRESH_MOST_S,
        ),
        alone("  freshness, median", "s", [statistics.median(fresh_s)]),
        alone("  all beginnings folded, after the last of them", "s", [found.steady_after_s]),
        alone("  a tick can be asked for after its end", "s", late_s),
        alone("    the latest", "s", [max(late_s)]),
        alone("  pulses of a tick", "rows", [pulses]),
        alone("  a tick is written", "ms", found.writes_ms),
        alone("  checkpoints", "in the time measured", [len(found.saves)]),
        *(
            figure
            for wall_ms, writing_ms in found.saves[-1:]
            for figure in (
                alone("    the last one, beside the folding", "ms", [wall_ms]),
                alone("      processor time of its writing", "ms", [writing_ms]),
            )
        ),
        alone("  records behind at the end", "records", [found.lag_records]),
        alone("  the players' own lag, at most", "s", [found.sent.most_lag_s]),
        alone("  processor time a second, all threads", "s", [found.cpu_s / seconds]),
        alone(
            "  of the folding thread, for each beacon of the run",
            "µs",
            [found.cpu_of_folding_s / found.sent.beacons * 1e6],
        ),
        alone("  resident memory", "MB", [found.resident_bytes / 2**20]),
        alone(
            "    of each open view, engine and all",
            "KB",
            [found.resident_bytes / 1024 / found.open_views],
        ),
        alone(
            "  questions meanwhile, 95th percentile",
            "ms",
            [_percentile(series, 95)],
            ANSWER_MOST_MS,
        ),
        *(
            alone(f"    {name}", "ms", [_percentile(taken, 95)])
            for name, taken in found.answers_ms.items()
            if taken
        ),
    ]


def _percentile(values: Sequence[float], nth: int) -> float:
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[nth - 1]


def _no_gap(gap: Gap) -> None:
    raise SystemExit(f"the journal lost records {gap.first} to {gap.next}")
