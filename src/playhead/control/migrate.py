"""Bringing a database to the tables this Playhead knows.

Law: forward only, all or nothing, and one process at a time. A database that a newer Playhead has
migrated is refused and left as it is.
"""

import threading

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from playhead.control.engine import Engines, migration_transaction
from playhead.control.errors import ControlError, ControlErrorCode

# Alembic keeps the migration that runs in a global.
_one_thread_at_a_time = threading.Lock()


def migrate(engines: Engines) -> None:
    """Apply the migrations that the database does not have yet.

    Raises:
        ControlError: DATABASE_NEWER.
    """
    config = Config()
    config.set_main_option("script_location", "playhead.control:migrations")
    script = ScriptDirectory.from_config(config)
    with engines.reading.connect() as connection:
        if _is_newest(connection, script):
            return
    with _one_thread_at_a_time, migration_transaction(engines) as connection:
        if not _is_newest(connection, script):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _is_newest(connection: Connection, script: ScriptDirectory) -> bool:
    known = {each.revision for each in script.walk_revisions()}
    found = MigrationContext.configure(connection).get_current_heads()
    unknown = [each for each in found if each not in known]
    if unknown:
        raise ControlError(
            ControlErrorCode.DATABASE_NEWER,
            f"The control database is at revision {unknown[0]}, which this Playhead does not know"
            f" (it knows up to {script.get_current_head()}). Start the newer Playhead that"
            " migrated it, or restore the copy made before that.",
        )
    return found == (script.get_current_head(),)
