"""How far the sessionizer came before this start, or a sentence on why nobody can tell.

The checkpoint file can open well and yet be damaged further in; its first reading finds that.
"""

import sqlite3
from pathlib import Path

import msgspec

from playhead.sessionize.checkpoint import CheckpointError, Checkpoints, Progress


def saved_progress(checkpoints: Checkpoints, path: Path) -> Progress:
    """Return the progress that `checkpoints`, the file at `path`, holds.

    Raises:
        CheckpointError: the file is damaged.
    """
    try:
        progress, _ = checkpoints.load()
    except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
        raise CheckpointError(
            f"the checkpoint {path} is damaged: {error}; restore it from a backup, or move it "
            "away to read the journal from its beginning"
        ) from error
    return progress
