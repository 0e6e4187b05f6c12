"""The audit log of an organization, newest first."""

import re

import msgspec

from playhead.api.bodies import SystemEnvelope
from playhead.api.choices import read_number
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.api.spelling import iso_milliseconds
from playhead.model.audit import AuditEntry
from playhead.query.errors import shown

ENTRIES_MOST = 100
_ENTRIES = 25
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


class ActorBody(msgspec.Struct, frozen=True):
    """Who made a change: a person, a token, the command line or the server itself."""

    kind: str
    id: str | None
    name: str
    client_prefix: str


class AuditEntryBody(msgspec.Struct, frozen=True):
    """One change; `detail` holds what became different."""

    id: int
    at: str
    actor: ActorBody
    action: str
    environment_id: str | None
    target_id: str | None
    target_name: str
    detail: dict[str, str]


class AuditPageBody(msgspec.Struct, frozen=True):
    """Some entries; `next_before_id` asks for those before them, null: there are none."""

    entries: tuple[AuditEntryBody, ...]
    next_before_id: int | None


def list_audit_entries(asked: Asked) -> SystemEnvelope[AuditPageBody]:
    """Answer `GET …/audit-log`."""
    limit = asked.arguments.last_of("limit")
    page = asked.control.audit.listed(
        asked.organization.id,
        limit=_ENTRIES if limit is None else read_number("limit", limit, most=ENTRIES_MOST),
        before_id=_before_id(asked.arguments.last_of("before_id")),
        action=asked.arguments.last_of("action"),
        actor_id=asked.arguments.last_of("actor_id"),
    )
    return SystemEnvelope(
        AuditPageBody(tuple(_body(each) for each in page.rows), page.next_before_id)
    )


def _before_id(text: str | None) -> int | None:
    if text is not None and not _ID.fullmatch(text):
        raise invalid_parameters(f"before_id {shown(text)}: give the id of an entry")
    return None if text is None else int(text)


def _body(entry: AuditEntry) -> AuditEntryBody:
    return AuditEntryBody(
        id=entry.id,
        at=iso_milliseconds(entry.at_ms),
        actor=ActorBody(
            entry.actor.kind.value, entry.actor.id, entry.actor.name, entry.actor.client_prefix
        ),
        action=entry.action,
        environment_id=entry.environment_id,
        target_id=entry.target_id,
        target_name=entry.target_name,
        detail=entry.detail,
    )
