"""The audit log: every change that somebody made, kept beside the change itself.

Law: an entry is written in the transaction of its change, so that there is neither without the
other; no code updates or deletes one, and none holds a secret. What comes from clients is cut to a
length that rows can bear.
"""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from playhead.control.reading_back import written
from playhead.control.tables import AuditRow, EnvironmentRow
from playhead.control.transactions import Transactions
from playhead.model.audit import Actor, ActorKind, AuditEntry

PAGE_MOST = 100
NAME_CHARS_MOST = 256
VALUE_CHARS_MOST = 512
FIELDS_MOST = 32
_ID_CHARS_MOST = 36
_TARGET_CHARS_MOST = 512
_PREFIX_CHARS_MOST = 64
_ENTRY_ID_MOST = 2**63 - 1
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Change(msgspec.Struct, frozen=True):
    """What became different. `action` is `thing.verb` in the past tense.

    With an `environment_id`, the organization is known from it. `detail` holds fields and their
    new values, in words and without secrets.
    """

    action: str
    organization_id: str | None = None
    environment_id: str | None = None
    target_id: str | None = None
    target_name: str = ""
    detail: Mapping[str, str] = _NOTHING


class AuditPage(msgspec.Struct, frozen=True):
    """Entries, newest first; `next_before_id` asks for those before them, None: there are none."""

    rows: tuple[AuditEntry, ...]
    next_before_id: int | None


def record(session: Session, now_ms: int, by: Actor, change: Change) -> None:
    """Write an entry in the transaction of the change that it tells of."""
    organization_id = change.organization_id
    if organization_id is None and change.environment_id is not None:
        environment = session.get(EnvironmentRow, change.environment_id)
        organization_id = None if environment is None else environment.organization_id
    session.add(
        AuditRow(
            at_ms=now_ms,
            actor_kind=by.kind.value,
            actor_id=None if by.id is None else _kept(by.id, _ID_CHARS_MOST),
            actor_name=_kept(by.name, NAME_CHARS_MOST),
            client_prefix=_kept(by.client_prefix, _PREFIX_CHARS_MOST),
            action=change.action,
            organization_id=organization_id,
            environment_id=change.environment_id,
            target_id=None
            if change.target_id is None
            else _kept(change.target_id, _TARGET_CHARS_MOST),
            target_name=_kept(change.target_name, NAME_CHARS_MOST),
            detail=_encoded(change.detail),
        )
    )


class Audit:
    """`Control.audit`: reads the log."""

    def __init__(self, transactions: Transactions) -> None:
        """Begin."""
        self._transactions = transactions

    def listed(
        self,
        organization_id: str | None,
        *,
        limit: int,
        before_id: int | None = None,
        action: str | None = None,
        actor_id: str | None = None,
    ) -> AuditPage:
        """Return an organization's entries, newest first; with None, those of the whole server.

        At most `PAGE_MOST` at a time; `before_id` continues where a page ended.
        """
        most = max(1, min(limit, PAGE_MOST))
        asked = select(AuditRow).order_by(AuditRow.id.desc()).limit(most + 1)
        if organization_id is not None:
            asked = asked.where(AuditRow.organization_id == organization_id)
        if before_id is not None:
            asked = asked.where(AuditRow.id < max(0, min(before_id, _ENTRY_ID_MOST)))
        if action is not None:
            asked = asked.where(AuditRow.action == _kept(action, NAME_CHARS_MOST))
        if actor_id is not None:
            asked = asked.where(AuditRow.actor_id == _kept(actor_id, NAME_CHARS_MOST))
        with self._transactions.reading() as session:
            found = [_entry(row) for row in session.scalars(asked)]
        rows = tuple(found[:most])
        return AuditPage(rows, rows[-1].id if len(found) > most else None)


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        at_ms=row.at_ms,
        actor=Actor(
            kind=written(ActorKind, row.actor_kind, f"audit entry {row.id}"),
            id=row.actor_id,
            name=row.actor_name,
            client_prefix=row.client_prefix,
        ),
        action=row.action,
        organization_id=row.organization_id,
        environment_id=row.environment_id,
        target_id=row.target_id,
        target_name=row.target_name,
        detail=msgspec.json.decode(row.detail, type=dict[str, str]),
    )


def _encoded(detail: Mapping[str, str]) -> str:
    kept = {
        _kept(name, NAME_CHARS_MOST): _kept(value, VALUE_CHARS_MOST)
        for name, value in list(detail.items())[:FIELDS_MOST]
    }
    return msgspec.json.encode(kept).decode()


def _kept(text: str, most: int) -> str:
    """Return what a database can hold: no NUL, no half of a surrogate pair, and not for ever."""
    storable = "".join(
        "\ufffd" if each == "\x00" or "\ud800" <= each <= "\udfff" else each for each in text[:most]
    )
    return storable if len(text) <= most else f"{storable[:-1]}…"
