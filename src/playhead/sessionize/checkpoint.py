"""How far the sessionizer came: the next journal record to read, and the views open at that point.

Both are saved in one transaction, so a crash at any moment leaves a state from which reading on
gives the same views. Only what changed since the last save is written, packed, in the order of
its keys: where hundreds of thousands watch, that decides how long a save takes.

Law: a checkpoint's number is higher than that of every row in the store that it covers; rows with
higher numbers were written after it, and are taken back before the journal is read again. Fields
may only be appended to the structs of `open_view`: then older checkpoints stay readable.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from playhead.sessionize.core.finished import REMEMBERED_MS, Finished
from playhead.sessionize.core.keeping import LONGEST_TEXT, trim
from playhead.sessionize.core.live.tally import OpenInterval
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.timetable import Key
from playhead.sessionize.packing import DICTIONARY_OF, FEWEST, Packing, dictionary_of

_SCHEMA = """
CREATE TABLE IF NOT EXISTS progress (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    next_record INTEGER NOT NULL,
    now_ms INTEGER NOT NULL,
    outcomes BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS open_interval (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    body BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS open_views (
    environment_id TEXT NOT NULL,
    view_id TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (environment_id, view_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS finished_views (
    environment_id TEXT NOT NULL,
    view_id TEXT NOT NULL,
    final_ms INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (environment_id, view_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS packing (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    dictionary BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS finished_views_by_time ON finished_views (final_ms);
"""

Row = tuple[str, str, bytes]
"""Environment, view, and the view encoded."""

_encode = msgspec.msgpack.Encoder().encode
_decode_view = msgspec.msgpack.Decoder(OpenView).decode
_decode_finished = msgspec.msgpack.Decoder(Finished).decode
NONE_FINISHED: Final[Mapping[Key, Finished]] = {}
_decode_outcomes = msgspec.msgpack.Decoder(dict[str, int]).decode
_decode_interval = msgspec.msgpack.Decoder(list[OpenInterval]).decode


class CheckpointError(Exception):
    """The checkpoint cannot be read; the sentence says why and what to do."""


class Progress(msgspec.Struct, frozen=True):
    """Where the sessionizer stands: `next_record` is the first journal record not yet folded.

    `now_ms` is how far time had passed for the views; `outcomes` counts the events' ends so far;
    `interval` is what the live interval that had not ended had brought.
    """

    number: int = 0
    next_record: int = 0
    now_ms: int = 0
    outcomes: Mapping[str, int] = {}
    interval: list[OpenInterval] = []


class Checkpoints:
    """The checkpoint file. One sessionizer, one thread."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, made where missing.

        Raises:
            CheckpointError: it is no checkpoint file.
        """
        self._path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(_SCHEMA)
            self._packing = self._kept_packing()
        except sqlite3.DatabaseError as error:
            raise CheckpointError(
                f"cannot open the checkpoint {path}: {error}; restore it from a backup, or move "
                "it away to read the journal from its beginning"
            ) from error

    def progress(self) -> Progress:
        """Return the last progress saved.

        Raises:
            CheckpointError: the file is damaged; it may have opened well all the same.
        """
        try:
            row = self._db.execute(
                "SELECT number, next_record, now_ms, outcomes FROM progress"
            ).fetchone()
            if row is None:
                return Progress()
            number, next_record, now_ms, outcomes = row
            interval = self._db.execute("SELECT body FROM open_interval").fetchone()
            return Progress(
                number,
                next_record,
                now_ms,
                _decode_outcomes(outcomes),
                [] if interval is None else _decode_interval(interval[0]),
            )
        except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
            raise self._damaged(error) from error

    def load(self) -> tuple[Progress, list[OpenView]]:
        """Return the last progress saved and the views open then.

        Raises:
            CheckpointError: the file is damaged, or a view was saved by a version whose views
                this one cannot read.
        """
        self.abandon()
        progress = self.progress()
        try:
            bodies = self._db.execute("SELECT body FROM open_views")
            unpack = self._packing.unpack
            return progress, [_decode_view(unpack(body)) for (body,) in bodies]
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        except (msgspec.MsgspecError, ValueError) as error:
            raise CheckpointError(
                f"the checkpoint {self._path} holds a view that this version cannot read: {error}; "
                "start the version that wrote it, or move the file away"
            ) from error

    def _damaged(self, error: Exception) -> CheckpointError:
        return CheckpointError(
            f"the checkpoint {self._path} is damaged: {error}; restore it from a backup, or move "
            "it away to read the journal from its beginning"
        )

    def finished_of(self, key: Key) -> Finished | None:
        """Return what is remembered of the final view with this key."""
        row = self._db.execute(
            "SELECT body FROM finished_views WHERE environment_id = ? AND view_id = ?", key
        ).fetchone()
        return None if row is None else _decode_finished(row[0])

    def save(
        self,
        progress: Progress,
        *,
        changed: Collection[OpenView],
        forgotten: Iterable[Key],
        finished: Mapping[Key, Finished] = NONE_FINISHED,
    ) -> None:
        """Save all of it at once; see `begin`."""
        self.begin(progress, changed=changed, forgotten=forgotten, finished=finished)
        self.put(map(row_of, changed))
        self.commit()

    def begin(
        self,
        progress: Progress,
        *,
        changed: Collection[OpenView],
        forgotten: Iterable[Key],
        finished: Mapping[Key, Finished] = NONE_FINISHED,
    ) -> None:
        """Begin to save `progress` with what changed since the last save.

        Keys of views that are no longer open, and what is to be remembered of those that became
        final, are taken here; the views that changed come with `put`. None of it counts before
        `commit`.
        """
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            if not self._packing.has_dictionary and len(changed) >= FEWEST:
                some = islice(changed, 0, None, max(1, len(changed) // DICTIONARY_OF))
                dictionary = dictionary_of([body for _, _, body in map(row_of, some)])
                self._packing = Packing(dictionary)
                db.execute("INSERT INTO packing VALUES (1, ?)", (dictionary,))
            db.executemany(
                "DELETE FROM open_views WHERE environment_id = ? AND view_id = ?", forgotten
            )
            db.executemany(
                "INSERT OR REPLACE INTO finished_views VALUES (?, ?, ?, ?)",
                [(*key, one.final_ms, _encode(one)) for key, one in finished.items()],
            )
            db.execute(
                "DELETE FROM finished_views WHERE final_ms < ?", (progress.now_ms - REMEMBERED_MS,)
            )
            db.execute(
                "INSERT OR REPLACE INTO progress VALUES (1, ?, ?, ?, ?)",
                (
                    progress.number,
                    progress.next_record,
                    progress.now_ms,
                    _encode(dict(progress.outcomes)),
                ),
            )
            db.execute("DELETE FROM open_interval")
            if progress.interval:
                db.execute("INSERT INTO open_interval VALUES (1, ?)", (_encode(progress.interval),))
        except BaseException:
            self.abandon()
            raise

    def put(self, rows: Iterable[Row]) -> None:
        """Put views into the save that was begun."""
        pack = self._packing.pack
        try:
            self._db.executemany(
                "INSERT OR REPLACE INTO open_views VALUES (?, ?, ?)",
                ((environment_id, view_id, pack(body)) for environment_id, view_id, body in rows),
            )
        except BaseException:
            self.abandon()
            raise

    def commit(self) -> None:
        """Bring the save that was begun to its end."""
        try:
            self._db.execute("COMMIT")
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Give up a save that was begun, if there is one."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
            self._packing = self._kept_packing()

    def _kept_packing(self) -> Packing:
        kept = self._db.execute("SELECT dictionary FROM packing").fetchone()
        return Packing(None if kept is None else kept[0])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def row_of(view: OpenView) -> Row:
    """Return what is saved of the view as it is now."""
    return view.environment_id, view.view_id, _encoded(view)


def _encoded(view: OpenView) -> bytes:
    """Return the view encoded; one that is too large, or cannot be, is trimmed first."""
    try:
        body = _encode(view)
        if len(body) <= LONGEST_TEXT:
            return body
    except (OverflowError, RecursionError):
        # A number or a nesting that only a hostile client sends.
        pass
    trim(view)
    return _encode(view)
