"""The data folder: everything that Playhead remembers lies in it, and one server holds it."""

import fcntl
import os
from pathlib import Path

CONTROL_FILE = "control.db"


class FolderError(Exception):
    """The data folder cannot be used; the sentence says why and what to do."""


class DataFolder:
    """Where each shelf lies."""

    def __init__(self, path: Path, *, new: bool) -> None:
        """Use the folder at `path`; `new`: make it where missing, readable by its owner alone.

        Raises:
            FolderError: it is not there, or cannot be made or written.
        """
        self.path = path.expanduser().resolve()
        if not new and not self.path.is_dir():
            raise FolderError(
                f"there is no data folder {self.path}; `playhead serve` makes one, and --data or "
                "PLAYHEAD_DATA names another"
            )
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise FolderError(
                f"cannot use the data folder {self.path}: {error.strerror}; name another one with "
                "--data or PLAYHEAD_DATA"
            ) from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise FolderError(f"the data folder {self.path} may not be written by this user")

    def control_dsn(self, given: str | None) -> str:
        """Return where the control shelf lies: where the settings say, else in this folder."""
        return given or f"sqlite:///{self.path / CONTROL_FILE}"

    @property
    def store_dsn(self) -> str:
        """Return where the store lies."""
        return f"chdb://{self.path / 'store'}"

    @property
    def journal(self) -> Path:
        """Return the journal's folder."""
        return self.path / "journal"

    @property
    def checkpoint(self) -> Path:
        """Return the sessionizer's file."""
        return self.path / "checkpoint.db"

    @property
    def server(self) -> Path:
        """Return the file in which the running server says where it listens."""
        return self.path / "server.json"

    def hold(self) -> "Held":
        """Hold the folder alone until the answer is closed.

        Raises:
            FolderError: another server holds it.
        """
        return Held(self.path)


class Held:
    """The lock of a running server."""

    def __init__(self, path: Path) -> None:
        """Take the lock."""
        self._file = os.open(path / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._file, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(self._file)
            raise FolderError(
                f"another Playhead server (process {holder}) already uses the data folder {path}; "
                "stop it first, or start this one with another --data"
            ) from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Let the folder go."""
        os.close(self._file)
