"""The parameter that every command on a data folder takes, and what it leads to."""

import json
import os
import pwd
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from playhead.app.folder import DataFolder, FolderError
from playhead.app.settings import Settings, SettingsError, load_settings
from playhead.cli.stop import CommandError
from playhead.model.audit import Actor, ActorKind

if TYPE_CHECKING:
    from playhead.control import Control

NOTHING_GIVEN: Mapping[str, object] = {}
DEFAULT_DATA = Path("playhead-data")
Data = Annotated[
    Path, Parameter(name="--data", env_var="PLAYHEAD_DATA", help="Folder that holds all state.")
]
Json = Annotated[
    bool, Parameter(name="--json", negative="", show_default=False, help="Print JSON.")
]


def folder_at(path: Path, *, new: bool = False) -> DataFolder:
    """Return the data folder at `path`; only whoever may make one asks for a `new` one.

    Raises:
        CommandError: it cannot be used.
    """
    try:
        return DataFolder(path, new=new)
    except FolderError as error:
        raise CommandError(str(error)) from error


def settings_in(folder: Path, command_line: Mapping[str, object] = NOTHING_GIVEN) -> Settings:
    """Return the settings in force for the data folder at `folder`.

    Raises:
        CommandError: some are wrong; all of them are told.
    """
    try:
        return load_settings(folder, os.environ, command_line)
    except SettingsError as error:
        raise CommandError(
            "these settings are wrong:\n" + "\n".join(f"  - {line}" for line in error.mistakes),
            exit_status=2,
        ) from error


def running_server(folder: DataFolder) -> str:
    """Return the URL of the server that runs on `folder`.

    Raises:
        CommandError: none does.
    """
    try:
        url: str = json.loads(folder.server.read_text())["url"]
    except FileNotFoundError:
        raise CommandError(
            f"no server runs on the data folder {folder.path}; start one with `playhead serve`, "
            "or name another folder with --data"
        ) from None
    return url


def this_user() -> Actor:
    """Return who types, for the audit log: the operating system's user."""
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        name = f"user {number}"
    return Actor(ActorKind.COMMAND_LINE, name=name)


@contextmanager
def control_in(path: Path, *, new: bool = False) -> "Iterator[Control]":
    """Open the control shelf of the data folder at `path`; also while a server runs.

    Raises:
        CommandError: the shelf refuses something.
    """
    # Its libraries take long to import; commands that need none of them should not wait.
    from playhead.control import ControlError, open_control  # noqa: PLC0415

    folder = folder_at(path, new=new)
    dsn = folder.control_dsn(settings_in(folder.path).control_dsn)
    try:
        with open_control(
            dsn,
            clock=lambda: time.time_ns() // 1_000_000,
            random_bytes=os.urandom,
        ) as control:
            yield control
    except ControlError as error:
        raise CommandError(str(error)) from error
