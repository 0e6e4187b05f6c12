"""`playhead signing-key`: make, list and delete signing keys, also while the server runs."""

from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in, this_user
from playhead.cli.moment import shown_moment
from playhead.cli.stop import CommandError

signing_key = App(name="signing-key", help="Make, list and delete keys that sign players' JWTs.")
Environment = Annotated[str, Parameter(name="--environment", help="Name or id of its environment.")]
PAGE_MOST = 100


@signing_key.command
def create(*, environment: Environment, json: Json = False, data: Data = DEFAULT_DATA) -> None:
    """Make a key pair. Its private half is shown now and never again."""
    with control_in(data) as control:
        found = control.find_environment(environment)
        made, private_pem = control.signing_keys.create(found.id, by=this_user())
    if json:
        print(msgspec.json.encode({"id": made.id, "private_key": private_pem}).decode())
        return
    print(f"key id  {made.id}\n{private_pem}")
    print("Keep the private key now: only its public half is stored.")


@signing_key.command(name="list")
def list_(*, environment: Environment, json: Json = False, data: Data = DEFAULT_DATA) -> None:
    """List the keys of an environment, newest first."""
    with control_in(data) as control:
        found = control.find_environment(environment)
        rows, total = control.signing_keys.listed(found.id, limit=PAGE_MOST, page=1)
        for page in range(2, -(-total // PAGE_MOST) + 1):
            rows += control.signing_keys.listed(found.id, limit=PAGE_MOST, page=page)[0]
    if json:
        print(msgspec.json.encode(rows).decode())
        return
    for one in rows:
        print(f"{one.id}  {shown_moment(one.created_at_ms)}")


@signing_key.command
def delete(
    key_id: Annotated[str, Parameter(help="Its id.")],
    /,
    *,
    environment: Environment,
    data: Data = DEFAULT_DATA,
) -> None:
    """Delete a key: what it signed is worth nothing then."""
    with control_in(data) as control:
        found = control.find_environment(environment)
        if not control.signing_keys.delete(found.id, key_id, by=this_user()):
            raise CommandError(
                f"{found.name} has no signing key {key_id}; `playhead signing-key list` shows all"
            )
    print(f"signing key {key_id} is deleted")
