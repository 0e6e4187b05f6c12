"""What was done to the tables, in order: numbered SQL files, forward only.

A migration is a file `NNNN_what_it_does.sql` in this folder: statements that end in a semicolon
at the end of a line, `{on_cluster}` and `{merge_tree}` where one machine and a cluster differ.
Numbers have no gaps, and a file that was released is never changed.

A column that only comes to the model needs no file: after the migrations, columns that a table
lacks are added from the model (`ALTER TABLE ... ADD COLUMN`, a change of metadata that takes
milliseconds), and rows that stand there hold null, or the type's zero where it cannot be null.
How a column is compressed needs no file either: it is set to what the model says.
Whatever else happens to a column (another name, another type, another default for old rows)
needs a migration. A column that leaves the model stays in the table and is passed over.

Law: migrations and added columns together give the tables of `playhead.store.ddl`; a test
compares them. A database with a migration that this code does not know is not touched.
"""

import importlib.resources
import re
from collections.abc import Collection, Sequence

import msgspec

from playhead.store import ddl
from playhead.store.interface import StoreError

_FILE_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")


class Migration(msgspec.Struct, frozen=True):
    """One step forward."""

    number: int
    name: str
    text: str

    def statements(self, cluster: str | None) -> Sequence[str]:
        """Return what to run, one statement after another."""
        text = self.text.replace("{on_cluster}", ddl.on_cluster(cluster))
        text = text.replace("{merge_tree}", ddl.merge_tree(cluster))
        return [part.strip() for part in re.split(r";\s*\n", text) if part.strip()]


def all_migrations() -> Sequence[Migration]:
    """Return the migrations of this code, in order.

    Raises:
        StoreError: the installed files are not numbered 1, 2, 3 and so on.
    """
    files = importlib.resources.files(__name__).iterdir()
    found = [
        Migration(int(match[1]), match[2], file.read_text(encoding="utf-8"))
        for file in files
        if (match := _FILE_NAME.fullmatch(file.name))
    ]
    found.sort(key=lambda migration: migration.number)
    numbers = [migration.number for migration in found]
    if numbers != list(range(1, len(found) + 1)):
        raise StoreError(f"migrations must be numbered 1, 2, 3, …; found {numbers}: reinstall")
    return found


def pending(known: Sequence[Migration], applied: Collection[int]) -> Sequence[Migration]:
    """Return the migrations that a database with the `applied` ones still needs.

    Raises:
        StoreError: the database is newer than this code.
    """
    unknown = set(applied) - {migration.number for migration in known}
    if unknown:
        raise StoreError(
            f"the store was made by a newer Playhead: it has migration {max(unknown)}, this code"
            f" knows {len(known)}. Start the newer version; data is not migrated backwards"
        )
    return [migration for migration in known if migration.number not in applied]
