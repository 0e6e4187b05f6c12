"""`playhead environment`: make and list environments, also while the server runs."""

from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in
from playhead.model.access import EnvironmentKind

environment = App(name="environment", help="Make and list environments.")


@environment.command
def create(
    name: Annotated[str, Parameter(help="A name of your own, such as Production.")],
    /,
    *,
    kind: Annotated[EnvironmentKind, Parameter(help="What it is for.")] = (
        EnvironmentKind.PRODUCTION
    ),
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make an environment: its views are its own, and so is its env key."""
    with control_in(data, new=True) as control:
        made = control.create_environment(name, kind)
    if json:
        shown = {"id": made.id, "name": made.name, "env_key": made.env_key}
        print(msgspec.json.encode(shown).decode())
        return
    print(f"environment {made.name} ({made.id})\nenv key     {made.env_key}")
    print("Give the env key to your players; it is public.")


@environment.command(name="list")
def list_(*, json: Json = False, data: Data = DEFAULT_DATA) -> None:
    """List all environments with their env keys."""
    with control_in(data) as control:
        found = control.list_environments()
    if json:
        listed = [
            {"id": e.id, "name": e.name, "env_key": e.env_key, "kind": e.kind.value} for e in found
        ]
        print(msgspec.json.encode(listed).decode())
        return
    for one in found:
        kind = "" if one.kind is EnvironmentKind.PRODUCTION else f"  ({one.kind})"
        print(f"{one.id}  {one.env_key}  {one.name}{kind}")
