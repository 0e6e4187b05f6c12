"""`playhead token`: make, list, rename and revoke access tokens, also while the server runs."""

import time
from typing import Annotated

import msgspec
from cyclopts import App, Parameter
from cyclopts.validators import Number

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in, this_user
from playhead.cli.moment import DAY_MS, shown_moment

token = App(name="token", help="Make, list, rename and revoke access tokens for the API.")
Environment = Annotated[str, Parameter(name="--environment", help="Name or id of its environment.")]
Id = Annotated[str, Parameter(help="Its id.")]


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
    expires_in_days: Annotated[
        float | None, Parameter(validator=Number(gt=0), help="When it ends [never].")
    ] = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a token. Its secret is shown now and never again."""
    ends_ms = None
    if expires_in_days is not None:
        ends_ms = time.time_ns() // 1_000_000 + round(expires_in_days * DAY_MS)
    with control_in(data) as control:
        made, secret = control.create_token(
            control.find_environment(environment),
            name,
            permission or ["data:read"],
            expires_at_ms=ends_ms,
            by=this_user(),
        )
    if json:
        print(msgspec.json.encode({"id": made.id, "secret": secret}).decode())
        return
    print(f"token id  {made.id}\nsecret    {secret}")
    if ends_ms is not None:
        print(f"ends      {shown_moment(ends_ms)}")
    print("Keep the secret now: only its hash is stored.")


@token.command(name="list")
def list_(
    *,
    environment: Annotated[str | None, Parameter(help="Only tokens of this one.")] = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """List the tokens that are not revoked, and when each was last used, to the minute or so."""
    with control_in(data) as control:
        chosen = control.find_environment(environment) if environment else None
        names = control.environment_names()
        found = control.list_tokens(chosen)
    if json:
        print(msgspec.json.encode(found).decode())
        return
    for one in found:
        permissions = ",".join(one.permissions)
        used = "never" if one.last_used_at_ms is None else shown_moment(one.last_used_at_ms)
        ends = "" if one.expires_at_ms is None else f"  ends {shown_moment(one.expires_at_ms)}"
        line = f"{one.id}  {names[one.environment_id]}  {permissions}  {one.name}"
        print(f"{line}  used {used}{ends}")


@token.command
def rename(
    token_id: Id,
    /,
    *,
    name: Annotated[str, Parameter(help="Another name.")],
    data: Data = DEFAULT_DATA,
) -> None:
    """Give a token another name; its secret stays."""
    with control_in(data) as control:
        control.rename_token(token_id, name, by=this_user())
    print(f"token {token_id} is called {name}")


@token.command
def revoke(token_id: Id, /, *, data: Data = DEFAULT_DATA) -> None:
    """Revoke a token: a running server refuses it within a second."""
    with control_in(data) as control:
        control.revoke_token(token_id, by=this_user())
    print(f"token {token_id} is revoked")
