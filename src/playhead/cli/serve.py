"""`playhead serve`: everything in one process, on one port; `playhead config`: what is set."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from playhead.app.folder import FolderError
from playhead.app.settings import Settings, without_secrets
from playhead.cli.data import DEFAULT_DATA, Data, Json, folder_at, settings_in
from playhead.cli.stop import CommandError


def serve(
    *,
    host: Annotated[str | None, Parameter(help="Address to listen on [127.0.0.1].")] = None,
    port: Annotated[int | None, Parameter(help="Port; 0 picks a free one [8000].")] = None,
    tls_cert: Annotated[Path | None, Parameter(help="Certificate chain in PEM.")] = None,
    tls_key: Annotated[Path | None, Parameter(help="Private key in PEM.")] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Run the server: collector, sessionizer and API, until it is interrupted.

    Other settings come from `playhead.toml` in the data folder or from the environment
    (`PLAYHEAD_…`); `playhead config` lists them.
    """
    # The engine takes a second to load: mistakes in the settings should not wait for it.
    folder = folder_at(data, new=True)
    given = {"host": host, "port": port, "tls_cert": tls_cert, "tls_key": tls_key}
    settings = settings_in(
        folder.path, {name: _plain(value) for name, value in given.items() if value is not None}
    )
    from playhead.app.listening import listen  # noqa: PLC0415
    from playhead.app.logs import set_up_logs  # noqa: PLC0415
    from playhead.app.server import Server  # noqa: PLC0415
    from playhead.control import ControlError  # noqa: PLC0415
    from playhead.journal.interface import JournalLockedError  # noqa: PLC0415
    from playhead.sessionize.checkpoint import CheckpointError  # noqa: PLC0415
    from playhead.store.interface import StoreError  # noqa: PLC0415

    log = set_up_logs(settings)
    try:
        server = Server(folder, settings, log)
    except (FolderError, JournalLockedError, ControlError, StoreError, CheckpointError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"cannot open the data folder {folder.path}: {error}") from error
    with server:
        try:
            listener = listen(settings.host, settings.port)
        except OSError as error:
            raise CommandError(
                f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; choose "
                "another --host or --port"
            ) from error
        server.run(listener)


def config(*, json: Json = False, data: Data = DEFAULT_DATA) -> None:
    """Show every setting, its meaning and the value in force."""
    settings = without_secrets(settings_in(data.expanduser()))
    if json:
        print(msgspec.json.format(msgspec.json.encode(settings)).decode())
        return
    described = msgspec.json.schema(Settings)["$defs"]["Settings"]["properties"]
    for name, schema in described.items():
        value = msgspec.json.encode(getattr(settings, name)).decode()
        print(f"{name} = {value}\n    {schema.get('description', '')}")


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value
