"""`playhead token`: make, list and revoke access tokens, also while the server runs."""

from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in

token = App(name="token", help="Make, list and revoke access tokens for the API.")
Environment = Annotated[str, Parameter(name="--environment", help="Name or id of its environment.")]


@token.command
def create(
    *,
    environment: Environment,
    name: Annotated[str, Parameter(help="What the token is for.")],
    permission: Annotated[
        list[str] | None,
        Parameter(
            help="data:read, data:write, system:read or system:write [data:read].", negative=""
        ),
    ] = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a token. Its secret is shown now and never again."""
    with control_in(data) as control:
        made, secret = control.create_token(
            control.find_environment(environment), name, permission or ["data:read"]
        )
    if json:
        print(msgspec.json.encode({"id": made.id, "secret": secret}).decode())
        return
    print(f"token id  {made.id}\nsecret    {secret}")
    print("Keep the secret now: only its hash is stored.")


@token.command(name="list")
def list_(
    *,
    environment: Annotated[str | None, Parameter(help="Only tokens of this one.")] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """List the tokens in force."""
    with control_in(data) as control:
        chosen = control.find_environment(environment) if environment else None
        names = {one.id: one.name for one in control.list_environments()}
        found = control.list_tokens(chosen)
    for one in found:
        permissions = ",".join(one.permissions)
        print(f"{one.id}  {names[one.environment_id]}  {permissions}  {one.name}")


@token.command
def revoke(
    token_id: Annotated[str, Parameter(help="Its id.")], /, *, data: Data = DEFAULT_DATA
) -> None:
    """Revoke a token: a running server refuses it within a second."""
    with control_in(data) as control:
        control.revoke_token(token_id)
    print(f"token {token_id} is revoked")
