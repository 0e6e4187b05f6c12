"""`playhead audit`: who changed what and when, also while the server runs."""

from typing import Annotated

import msgspec
from cyclopts import Parameter
from cyclopts.validators import Number

from playhead.cli.data import DEFAULT_DATA, Data, Json, control_in
from playhead.cli.moment import shown_moment
from playhead.model.audit import AuditEntry

PAGE_MOST = 100


def audit(
    *,
    organization: Annotated[
        str | None, Parameter(help="Only what belongs to this one, by name or id.")
    ] = None,
    action: Annotated[
        str | None, Parameter(help="Only this, such as access_token.created.")
    ] = None,
    limit: Annotated[int, Parameter(validator=Number(gte=1), help="How many entries.")] = 50,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Show who changed what, newest first."""
    found: list[AuditEntry] = []
    before_id = None
    with control_in(data) as control:
        owner = control.find_organization(organization).id if organization else None
        while len(found) < limit:
            most = min(limit - len(found), PAGE_MOST)
            page = control.audit.listed(owner, limit=most, before_id=before_id, action=action)
            found += page.rows
            before_id = page.next_before_id
            if before_id is None:
                break
    if json:
        print(msgspec.json.encode(found).decode())
        return
    for one in found:
        print(_line(one))


def _line(one: AuditEntry) -> str:
    actor = " ".join(word for word in (one.actor.kind.value, one.actor.name) if word)
    target = one.target_name or one.target_id or ""
    detail = ", ".join(f"{name}: {value}" for name, value in one.detail.items())
    words = [shown_moment(one.at_ms), actor, one.action, target, detail]
    # What clients sent may hold what a terminal would obey.
    return "  ".join("".join(c if c.isprintable() else "�" for c in word) for word in words if word)
