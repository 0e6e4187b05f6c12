"""How views and timelines are written, replaced and forgotten.

An older version of a view goes by a lightweight delete after the newer one stands: the engine
writes a small patch that readers apply, and merges fold it in later.

Law: when `write` returns, all of it is on disk and each view stands there once. Between the
insert and the delete, some tens of milliseconds, a reader may see a re-opened view twice; the
other order could lose it. A batch may be written again after a failure and is not doubled.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from playhead.model.pulse import Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.store import ddl
from playhead.store.columnar import EVENT_NAMES, event_columns, view_columns
from playhead.store.connection import Connection
from playhead.store.interface import UnstorableValueError
from playhead.store.pulse_columns import tick_columns
from playhead.store.summing import SUMS, sum_up

# A replay of old records may reach back over many days; each day is a part of its own.
_PARTITIONS_PER_INSERT = 10_000
_REPLACED_PER_DELETE = 500
_PATCHES = {"lightweight_delete_mode": "lightweight_update_force", "lightweight_deletes_sync": 2}

# The separator cannot make two views one: an environment's id, made by us, has none in it.
_OLDER = """
DELETE FROM views
WHERE environment_id IN {environments:Array(String)}
    AND view_id IN {views:Array(String)}
    AND version < transform(
        concat(environment_id, '/', view_id),
        {keys:Array(String)},
        {versions:Array(Int64)},
        toInt64(0)
    )
"""


class ClickHouseWriter:
    """The sessionizer's door to a ClickHouse store, in this process or on a server."""

    def __init__(self, connection: Connection, *, new_token: Callable[[], str]) -> None:
        """Take the connection.

        Args:
            connection: to the store's database; the writer closes it.
            new_token: returns text that was never returned before, by any process.
        """
        self._connection = connection
        self._new_token = new_token
        self._token = new_token()

    def write(
        self,
        *,
        views: Sequence[View],
        events: Sequence[TimelineEvent],
        ticks: Sequence[Tick] = (),
    ) -> None:
        """Put views, timeline events and ticks; see `StoreWriter.write`."""
        # The driver packs a whole insert before it sends any of it, so a view that cannot be
        # stored stops the first insert; events and ticks that cannot be stored must be found
        # before it, or they would leave the views behind. What follows can then only fail for
        # reasons that pass, and after those the same batch is written again: what stands there
        # is known by its token, and a delete may run twice.
        try:
            event_batch = event_columns(events)
        except (ValueError, TypeError) as error:
            raise UnstorableValueError(f"a timeline event cannot be stored: {error}") from error
        try:
            tick_batch = tick_columns(ticks)
        except (ValueError, TypeError, OverflowError) as error:
            raise UnstorableValueError(f"a tick cannot be stored: {error}") from error
        if views:
            identities = [view.identity for view in views]
            self._insert(
                ddl.VIEWS,
                view_columns(views),
                (
                    f"{i.environment_id} {i.view_id} {i.version} {i.checkpoint_number}"
                    for i in identities
                ),
            )
        if events:
            self._insert(
                ddl.VIEW_EVENTS,
                dict(zip(EVENT_NAMES, event_batch, strict=True)),
                (
                    f"{e.environment_id} {e.view_id} {e.sequence_number} {e.checkpoint_number}"
                    for e in events
                ),
            )
        self._remove_older(views)
        keys = [f"{tick.tick_ms} {tick.checkpoint_number} {len(tick.pulses)}" for tick in ticks]
        # Whoever reads that a tick was told finds all of it.
        self._insert(ddl.PULSES, tick_batch.pulses, keys)
        self._sum_up(ticks, keys)
        self._insert(ddl.AUDIENCES, tick_batch.audiences, keys)
        self._insert(ddl.TICKS, tick_batch.ticks, keys)

    def _insert(
        self, table: ddl.Table, columns: Mapping[str, Sequence[Any]], keys: Iterable[str]
    ) -> None:
        if columns:
            self._connection.insert(
                table.name, list(columns), list(columns.values()), self._settings(keys)
            )

    def _sum_up(self, ticks: Sequence[Tick], keys: Sequence[str]) -> None:
        environments = {p.identity.environment_id for tick in ticks for p in tick.pulses}
        if not environments:
            return
        bound = {
            "environments": sorted(environments),
            "ticks": sorted({tick.tick_ms for tick in ticks}),
            "checkpoints": sorted({tick.checkpoint_number for tick in ticks}),
        }
        for table, source in SUMS:
            self._connection.run(sum_up(table, source), bound, self._settings(keys))

    def forget_from(self, checkpoint_number: int) -> None:
        """Remove what came from `checkpoint_number` on; see `StoreWriter.forget_from`."""
        for table in ddl.TABLES:
            # The index of record numbers keeps this to the parts that hold such rows.
            self._connection.run(
                f"DELETE FROM {table.name} WHERE checkpoint_number >= {{first:Int64}}",  # noqa: S608
                {"first": checkpoint_number},
                _PATCHES,
            )
        # What is forgotten will be written again, perhaps in the very same batches; under the
        # old token the engine would take those for repetitions and drop them.
        self._token = self._new_token()

    def close(self) -> None:
        """Let go of the engine."""
        self._connection.close()

    def _settings(self, keys: Iterable[str]) -> dict[str, object]:
        digest = hashlib.blake2b(digest_size=16)
        for key in keys:
            digest.update(key.encode("utf-8", "surrogatepass"))
            digest.update(b"\n")
        return {
            "insert_deduplicate": 1,
            "insert_deduplication_token": f"{self._token}-{digest.hexdigest()}",
            "async_insert": 0,
            "max_partitions_per_insert_block": _PARTITIONS_PER_INSERT,
        }

    def _remove_older(self, views: Sequence[View]) -> None:
        newest: dict[tuple[str, str], int] = {}
        for view in views:
            key = (view.identity.environment_id, view.identity.view_id)
            if view.identity.version > max(1, newest.get(key, 0)):
                newest[key] = view.identity.version
        replaced = list(newest.items())
        for begin in range(0, len(replaced), _REPLACED_PER_DELETE):
            some = replaced[begin : begin + _REPLACED_PER_DELETE]
            self._connection.run(
                _OLDER,
                {
                    "environments": sorted({environment for (environment, _), _ in some}),
                    "views": [view for (_, view), _ in some],
                    "keys": [f"{environment}/{view}" for (environment, view), _ in some],
                    "versions": [version for _, version in some],
                },
                _PATCHES,
            )
