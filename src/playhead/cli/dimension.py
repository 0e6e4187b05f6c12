"""`playhead dimension`: name an environment's own dimensions, also while the server runs."""

from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in, this_user
from playhead.model.intent import CustomDimension

dimension = App(name="dimension", help="Name an environment's own dimensions.")


@dimension.command(name="set")
def set_(
    slot: Annotated[str, Parameter(help="custom_1 to custom_20.")],
    /,
    *,
    environment: Annotated[str, Parameter(help="Name or id of the environment.")],
    name: Annotated[str | None, Parameter(help="How people shall see it [the slot].")] = None,
    category: Annotated[str | None, Parameter(help="Where it is listed [Custom].")] = None,
    on: Annotated[
        bool | None, Parameter(name="--on", negative="--off", help="Show it to people, or hide it.")
    ] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Say how one of the site's own dimensions is shown; what is not given stays as it is.

    API and exports keep the slot's name, and what is hidden is collected all the same.
    """
    with control_in(data) as control:
        found = control.find_environment(environment)
        made = control.custom_dimensions.show(
            found.id,
            slot,
            display_name=name,
            category=category,
            enabled=on,
            by=this_user(),
        )
    print(f"{found.name}  {_line(made)}")


@dimension.command(name="list")
def list_(
    *,
    environment: Annotated[str | None, Parameter(help="Only those of this one.")] = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """List the dimensions that were named."""
    with control_in(data) as control:
        chosen = control.find_environment(environment).id if environment else None
        names = control.environment_names()
        found = control.custom_dimensions.listed(chosen)
    if json:
        print(msgspec.json.encode(found).decode())
        return
    for one in found:
        print(f"{names[one.environment_id]}  {_line(one)}")


def _line(one: CustomDimension) -> str:
    state = "on" if one.enabled else "off"
    return f"{one.slot:9}  {state:3}  {one.category}  {one.display_name}"
