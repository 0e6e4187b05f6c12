"""Which way of replacing an older version of a view costs readers and the writer least?

Runs the candidates, one after another, over the same made-up views of seven days:

- `delete`: MergeTree; after each insert the older rows go by a lightweight delete in their
  partitions (the delete rewrites the parts it touches)
- `patch`: the same, but the delete is a patch part (`lightweight_delete_mode`)
- `replacing`: ReplacingMergeTree(version), read with FINAL; its key must be stable, so it is
  ordered by start instead of end
- `side`: MergeTree and a table of superseded (view_id, version), excluded with NOT IN

Each writes batches of which `--reopened` are newer versions of views of the last hour. Each read
is then taken in turns with the same read that does not look whether a row was replaced (and so
counts some views twice): the difference is what replacing costs readers, whatever else the
machine does. Figures are medians, in milliseconds.

    python bench/store_replace.py --rows 1000000 --batches 20
"""

import argparse
import functools
import pathlib
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import clickhouse_connect
import msgspec

from playhead.store.ddl import VIEWS, create_table

END_MS = 1_767_225_600_000
WEEK_MS = 7 * 86_400_000
BATCH_ROWS = 1000
READS_EACH = 15

FILL = """
INSERT INTO {table} (environment_id, view_id, view_start_ms, view_end_ms, version,
    checkpoint_number, viewer_id, country, video_title, browser, cdn, watch_time_ms,
    playing_time_ms, video_startup_time_ms, rebuffer_count, rebuffer_duration_ms,
    viewer_user_agent, page_url)
SELECT 'env', concat('view-', toString({first} + number)),
    fromUnixTimestamp64Milli({start} + toInt64(number * {step}) - 60000 - h % 600000),
    fromUnixTimestamp64Milli({start} + toInt64(number * {step})),
    {version}, {first} + number, concat('viewer-', toString(h % 100000)),
    concat('C', toString(h % 60)), concat('Title ', toString(intDiv(h, 7) % 2000)),
    ['Chrome', 'Safari', 'Firefox', 'Edge'][1 + h % 4], ['one', 'two', 'three'][1 + h % 3],
    60000 + h % 600000, 50000 + h % 600000, if(h % 50 = 0, NULL, 200 + h % 4000), h % 4,
    (h % 4) * 700, concat('Mozilla/5.0 (device ', toString(h % 500), ')'),
    concat('https://site.example/watch/', toString(h % 2000))
FROM (SELECT number, cityHash64({first} + number) AS h FROM numbers({rows}))
"""

READS = {
    "mean": "SELECT count(), avg(video_startup_time_ms) FROM {from_} WHERE {where}",
    "p95": "SELECT quantile(0.95)(video_startup_time_ms) FROM {from_} WHERE {where}",
    "by country": "SELECT country, quantile(0.95)(video_startup_time_ms), count() FROM {from_}"
    " WHERE {where} GROUP BY country",
    "hourly": "SELECT toStartOfHour(view_end_ms) AS h, sum(rebuffer_duration_ms),"
    " sum(watch_time_ms) FROM {from_} WHERE {where} GROUP BY h ORDER BY h",
    "by id": "SELECT * FROM {from_} WHERE {where} AND view_id = 'view-54321'",
    "newest": "SELECT view_id, country FROM {from_} WHERE {where}"
    " ORDER BY view_end_ms DESC, view_id LIMIT 25",
}
WEEK = (
    f"environment_id = 'env' AND view_end_ms >= fromUnixTimestamp64Milli({END_MS - WEEK_MS})"
    f" AND view_end_ms < fromUnixTimestamp64Milli({END_MS + WEEK_MS})"
)
SIDE = " AND (view_id, version) NOT IN (SELECT view_id, version FROM superseded)"


class Candidate(msgspec.Struct, frozen=True):
    """One way: its table, how it is read, and what follows an insert of newer versions."""

    name: str
    create: Sequence[str]
    from_: str
    also_where: str
    blind: Mapping[str, object]
    """Settings under which a read does not look whether a row was replaced."""
    replace: Callable[[Any, Sequence[str]], None]


def delete_older(mode: str) -> Callable[[Any, Sequence[str]], None]:
    """Return a replace that finds the partitions of the older rows and deletes them there."""

    def replace(client: Any, view_ids: Sequence[str]) -> None:
        where = "environment_id = 'env' AND view_id IN {ids:Array(String)} AND version < 2"
        parameters = {"ids": list(view_ids)}
        found = client.query(
            f"SELECT DISTINCT _partition_id FROM views WHERE {where}",  # noqa: S608
            parameters=parameters,
        )
        for (partition,) in found.result_rows:
            client.command(
                f"DELETE FROM views IN PARTITION ID '{partition}' WHERE {where}",  # noqa: S608
                parameters=parameters,
                settings={"lightweight_delete_mode": mode},
            )

    return replace


def note_superseded(client: Any, view_ids: Sequence[str]) -> None:
    """Put the older versions into the side table."""
    client.insert("superseded", [[v, 1] for v in view_ids], column_names=["view_id", "version"])


def candidates() -> Sequence[Candidate]:
    """Return what is compared."""
    plain = create_table(VIEWS)
    patchable = plain
    plain = plain.replace(", enable_block_number_column = 1, enable_block_offset_column = 1", "")
    replacing = (
        plain.replace("ENGINE = MergeTree", "ENGINE = ReplacingMergeTree(version)")
        .replace("(environment_id, view_end_ms, view_id)", "(environment_id, view_id)")
        .replace("toYYYYMMDD(view_end_ms)", "toYYYYMMDD(view_start_ms)")
    )
    by_start = replacing.replace(
        "(environment_id, view_id)", "(environment_id, view_start_ms, view_id)"
    )
    side = "CREATE TABLE superseded (view_id String, version Int64) ENGINE = MergeTree ORDER BY 1"
    delete, patch = delete_older("alter_update"), delete_older("lightweight_update")
    unmasked = {"apply_deleted_mask": 0}
    unpatched = {"apply_patch_parts": 0, "apply_deleted_mask": 0}
    side = side.replace("ORDER BY 1", "ORDER BY view_id")
    return (
        Candidate("delete", [plain], "views", "", unmasked, delete),
        Candidate("patch", [patchable], "views", "", unpatched, patch),
        Candidate("replacing", [by_start], "views FINAL", "", {}, lambda _client, _ids: None),
        Candidate("side", [plain, side], "views", SIDE, {}, note_superseded),
    )


def timed(action: Callable[[], object]) -> float:
    """Return how many milliseconds `action` took."""
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def measure(client: Any, one: Candidate, *, rows: int, batches: int, reopened: float) -> None:
    """Fill, write and read one candidate, and print its figures."""
    client.command(f"DROP DATABASE IF EXISTS {one.name}")
    client.command(f"CREATE DATABASE {one.name}")
    client.database = one.name
    for statement in one.create:
        client.command(statement)
    step = WEEK_MS // rows
    client.command("SET max_partitions_per_insert_block = 1000")
    client.command(
        FILL.format(table="views", first=0, start=END_MS - WEEK_MS, step=step, rows=rows, version=1)
    )
    last_hour = max(BATCH_ROWS, rows // (7 * 24))
    insert, replace = [], []
    stride = max(1, round(BATCH_ROWS * reopened))
    for batch in range(batches):
        # The engine makes the data itself, which costs every candidate the same, so only the
        # differences count. The newer versions come in an insert of their own.
        first = rows + batch * BATCH_ROWS
        ids = [rows - last_hour + (batch * stride + k) % last_hour for k in range(stride)]
        fresh = FILL.format(
            table="views",
            first=first,
            start=END_MS + batch * 5000,
            step=5,
            rows=BATCH_ROWS - stride,
            version=1,
        )
        newer = FILL.format(
            table="views",
            first=ids[0],
            start=END_MS - 3_600_000 + batch * 5000,
            step=5,
            rows=stride,
            version=2,
        )
        if one.name == "replacing":  # its key holds the start, which a newer version keeps
            newer = newer.replace(
                str(END_MS - 3_600_000 + batch * 5000),
                str(END_MS - WEEK_MS + ids[0] * step),
            ).replace("number * 5)", f"number * {step})")
        insert.append(timed(functools.partial(client.command, fresh)))
        client.command(newer)
        names = [f"view-{k}" for k in range(ids[0], ids[0] + stride)]
        replace.append(timed(functools.partial(one.replace, client, names)))
    (count,) = client.query(
        f"SELECT count() FROM {one.from_} WHERE {WEEK}{one.also_where}"  # noqa: S608
    ).result_rows[0]
    expected = rows + batches * (BATCH_ROWS - stride)
    (parts,) = client.query(
        "SELECT count() FROM system.parts WHERE active AND database = {db:String}",
        parameters={"db": one.name},
    ).result_rows[0]
    print(
        f"{one.name:10} insert {statistics.median(insert):6.1f}  replace"
        f" {statistics.median(replace):6.1f} (max {max(replace):.0f})"
        f"  parts {parts}  rows {count} (want {expected})"
    )
    for name, sql in READS.items():
        blind, seeing = read_in_turns(client, one, sql)
        print(f"           {name:11} {blind:7.1f} -> {seeing:7.1f}")
    client.command(f"DROP DATABASE {one.name}")


def read_in_turns(client: Any, one: Candidate, sql: str) -> tuple[float, float]:
    """Return the median time of a read blind for replaced rows, and of one that sees them."""
    blind = functools.partial(
        client.query, sql.format(from_="views", where=WEEK), settings=dict(one.blind)
    )
    seeing = functools.partial(
        client.query, sql.format(from_=one.from_, where=WEEK + one.also_where)
    )
    taken = [(timed(blind), timed(seeing)) for _ in range(READS_EACH)]
    return statistics.median(t for t, _ in taken), statistics.median(t for _, t in taken)


def main() -> None:
    """Measure all candidates."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--batches", type=int, default=20)
    parser.add_argument("--reopened", type=float, default=0.01)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        client = clickhouse_connect.get_client(dsn=f"chdb://{pathlib.Path(folder) / 'engine'}")
        for one in candidates():
            if chosen.only in ("", one.name):
                measure(
                    client, one, rows=chosen.rows, batches=chosen.batches, reopened=chosen.reopened
                )
        client.close()


if __name__ == "__main__":
    main()
