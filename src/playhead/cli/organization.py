"""`playhead organization`: make, rename and list organizations, also while the server runs."""

from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in, this_user
from playhead.model.access import Organization

organization = App(name="organization", help="Make, rename and list organizations.")


@organization.command
def create(
    name: Annotated[str, Parameter(help="A name of your own.")],
    /,
    *,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make an organization, with the environments Production and Development.

    Where an environment is named, those of the first organization go by their names, and those of
    others by both, as in Acme/Production.
    """
    with control_in(data, new=True) as control:
        made = control.create_organization(name, by=this_user())
    print(msgspec.json.encode(made).decode() if json else _line(made))


@organization.command
def rename(
    organization: Annotated[str, Parameter(help="Name or id of the organization.")],
    /,
    *,
    name: Annotated[str, Parameter(help="Another name.")],
    data: Data = DEFAULT_DATA,
) -> None:
    """Give an organization another name."""
    with control_in(data) as control:
        found = control.find_organization(organization)
        print(_line(control.rename_organization(found.id, name, by=this_user())))


@organization.command(name="list")
def list_(*, json: Json = False, data: Data = DEFAULT_DATA) -> None:
    """List all organizations."""
    with control_in(data) as control:
        found = control.list_organizations()
    if json:
        print(msgspec.json.encode(found).decode())
        return
    for one in found:
        print(_line(one))


def _line(one: Organization) -> str:
    return f"{one.id}  {one.name}"
