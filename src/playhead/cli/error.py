"""`playhead error`: decide what an environment's error codes mean, also while the server runs."""

from typing import Annotated, Literal

import msgspec
from cyclopts import App, Parameter

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in, this_user
from playhead.model.intent import ErrorCategory

error = App(name="error", help="Decide what error codes mean.")
DEFAULT = "default"


@error.command
def categorize(
    *,
    environment: Annotated[str, Parameter(help="Name or id of the environment.")],
    code: Annotated[str, Parameter(help="The player_error_code, as the player sends it.")],
    category: Annotated[
        Literal["fatal", "warning", "business_exception", "default"],
        Parameter(
            name="--as",
            help="fatal: a failure; warning: playback went on; business_exception: it ended as "
            "the site wanted; default: what the player says of it.",
        ),
    ],
    data: Data = DEFAULT_DATA,
) -> None:
    """Decide what an error code means, over what players say of it.

    Warnings and business exceptions count as no failures. A running server goes by this within a
    second, for the errors that it reads from then on; views that are complete change only by
    `playhead recompute`.
    """
    chosen = None if category == DEFAULT else ErrorCategory(category)
    with control_in(data) as control:
        found = control.find_environment(environment)
        control.error_categories.decide(found.id, code, chosen, by=this_user())
    meaning = "is what the player says" if chosen is None else f"is a {_shown(chosen)}"
    print(f"error {code} in {found.name} {meaning}, for errors from now on")


@error.command(name="list")
def list_(
    *,
    environment: Annotated[str | None, Parameter(help="Only codes of this one.")] = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """List the error codes that were decided on."""
    with control_in(data) as control:
        chosen = control.find_environment(environment).id if environment else None
        names = control.environment_names()
        found = control.error_categories.listed(chosen)
    if json:
        print(msgspec.json.encode(found).decode())
        return
    for one in found:
        print(f"{names[one.environment_id]}  {one.category:18}  {one.player_error_code}")


def _shown(category: ErrorCategory) -> str:
    return {
        ErrorCategory.FATAL: "fatal error",
        ErrorCategory.WARNING: "warning",
        ErrorCategory.BUSINESS_EXCEPTION: "business exception",
    }[category]
