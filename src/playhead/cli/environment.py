"""`playhead environment`: make, change and list environments, also while the server runs."""

from typing import Annotated

import msgspec
from cyclopts import App, Parameter
from cyclopts.validators import Number
from msgspec import UNSET

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in, this_user
from playhead.cli.moment import DAY_MS
from playhead.cli.stop import CommandError
from playhead.model.access import Environment, EnvironmentKind

environment = App(name="environment", help="Make, change and list environments.")
Named = Annotated[str, Parameter(help="Name or id of the environment.")]


@environment.command
def create(
    name: Annotated[str, Parameter(help="A name of your own, such as Staging.")],
    /,
    *,
    kind: Annotated[EnvironmentKind, Parameter(help="What it is for.")] = (
        EnvironmentKind.PRODUCTION
    ),
    organization: Annotated[
        str | None, Parameter(help="Name or id of its owner [the first organization].")
    ] = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make an environment: its views are its own, and so is its env key."""
    with control_in(data, new=True) as control:
        owner = control.find_organization(organization).id if organization else None
        made = control.create_environment(name, kind, organization_id=owner, by=this_user())
    _tell_key(made, json=json)


@environment.command
def change(
    environment: Named,
    /,
    *,
    name: Annotated[str | None, Parameter(help="Another name.")] = None,
    kind: Annotated[EnvironmentKind | None, Parameter(help="What it is for.")] = None,
    retention_days: Annotated[
        int | None,
        Parameter(
            validator=Number(gte=0),
            help="Days back that a timeframe may begin; 0: as the server is set.",
        ),
    ] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Change what is given; the rest stays as it is."""
    from playhead.control import EnvironmentChanges  # noqa: PLC0415 - takes long to import

    if name is None and kind is None and retention_days is None:
        raise CommandError(
            "nothing to change: give --name, --kind or --retention-days", exit_status=2
        )
    changes = EnvironmentChanges(
        name=UNSET if name is None else name,
        kind=UNSET if kind is None else kind,
        view_retention_days=UNSET if retention_days is None else retention_days or None,
    )
    with control_in(data) as control:
        found = control.find_environment(environment)
        changed = control.change_environment(found.id, changes, by=this_user())
    print(_line(changed))


@environment.command
def rotate_key(
    environment: Named,
    /,
    *,
    accept_old_for_days: Annotated[
        float, Parameter(validator=Number(gte=0), help="How long players may send under the old.")
    ],
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Give an environment another env key.

    Players that still have the old one are heard for as long as is said; with 0, not from now on.
    """
    with control_in(data) as control:
        found = control.find_environment(environment)
        rotated = control.rotate_env_key(
            found.id, accept_old_for_ms=round(accept_old_for_days * DAY_MS), by=this_user()
        )
    _tell_key(rotated, json=json)


@environment.command(name="list")
def list_(*, json: Json = False, data: Data = DEFAULT_DATA) -> None:
    """List all environments with their env keys."""
    with control_in(data) as control:
        found = control.list_environments()
        owners = {one.id: one.name for one in control.list_organizations()}
    if json:
        listed = [
            {
                "id": e.id,
                "name": e.name,
                "env_key": e.env_key,
                "kind": e.kind.value,
                "organization": owners[e.organization_id],
                "view_retention_days": e.view_retention_days,
            }
            for e in found
        ]
        print(msgspec.json.encode(listed).decode())
        return
    for one in found:
        owner = f"  {owners[one.organization_id]}" if len(owners) > 1 else ""
        print(_line(one) + owner)


def _tell_key(made: Environment, *, json: bool) -> None:
    if json:
        shown = {"id": made.id, "name": made.name, "env_key": made.env_key}
        print(msgspec.json.encode(shown).decode())
        return
    print(f"environment {made.name} ({made.id})\nenv key     {made.env_key}")
    print("Give the env key to your players; it is public.")


def _line(one: Environment) -> str:
    kind = "" if one.kind is EnvironmentKind.PRODUCTION else f"  ({one.kind})"
    days = "" if one.view_retention_days is None else f"  {one.view_retention_days} days"
    return f"{one.id}  {one.env_key}  {one.name}{kind}{days}"
