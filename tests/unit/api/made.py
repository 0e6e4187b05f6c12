"""Views, tokens and snapshots to ask about."""

import hashlib
import typing

import msgspec

from playhead.control.snapshot import ControlSnapshot, Credential
from playhead.model.access import AccessToken, Environment, Organization, Permission
from playhead.model.column import FieldOfView, Kind, fields_of
from playhead.model.timeline import TimelineEvent
from playhead.model.view import Identity, View

NOW_MS = 1_770_076_800_000  # 2026-02-03 00:00 UTC
HOUR_MS = 3_600_000
START_MS = NOW_MS - HOUR_MS + 1_120

ENVIRONMENT = Environment("env00001", 100_123, "org00001", "Site", "key1", 1)
READER = AccessToken("token-reader", ENVIRONMENT.id, "reader", (Permission.DATA_READ,), 1)
WRITER = AccessToken("token-writer", ENVIRONMENT.id, "writer", (Permission.DATA_WRITE,), 1)
SECRETS = {READER.id: "a:secret/with+odd=signs", WRITER.id: "writing"}


def snapshot() -> ControlSnapshot:
    """One organization, one environment, a token that may read and one that may not."""
    return ControlSnapshot(
        change_number=1,
        organizations_by_id={"org00001": Organization("org00001", "Default", 1)},
        environments_by_key={ENVIRONMENT.env_key: ENVIRONMENT},
        environments_by_id={ENVIRONMENT.id: ENVIRONMENT},
        credentials_by_token_id={
            token.id: Credential(token, hashlib.sha256(SECRETS[token.id].encode()).digest())
            for token in (READER, WRITER)
        },
    )


def bare_view() -> View:
    """Everything that may be unknown is."""
    return View(
        identity=Identity(
            environment_id=ENVIRONMENT.id,
            view_id="view-1",
            view_start_ms=START_MS,
            view_end_ms=START_MS + 60_000,
            version=1,
            checkpoint_number=1,
            rules_version=1,
            inserted_at_ms=START_MS + 61_000,
            updated_at_ms=START_MS + 62_000,
            viewer_id="viewer",
            mux_viewer_id="viewer",
        )
    )


def full_view() -> View:
    """No column is null, and no two of a kind hold the same."""
    bare = bare_view()
    families = {
        name: kind(
            **{
                field.name: _value(field, nth)
                for nth, field in enumerate(fields_of(kind, name), start=1)
            }
        )
        for name, kind in typing.get_type_hints(View).items()
    }
    times = {
        name: getattr(bare.identity, name)
        for name in ("environment_id", "view_id", "view_start_ms", "view_end_ms")
    }
    identity = msgspec.structs.replace(typing.cast("Identity", families["identity"]), **times)
    return View(**(families | {"identity": identity}))


def _value(field: FieldOfView, nth: int) -> object:
    match field.column.kind:
        case Kind.LABEL | Kind.TEXT:
            return f"{field.name} å"
        case Kind.TIME:
            return START_MS + nth
        case Kind.INTEGER | Kind.COUNT:
            return 1_000 + nth
        case Kind.DECIMAL:
            return nth + 0.25
        case Kind.FLAG:
            return True
        case Kind.TEXT_LIST | Kind.INTEGER_LIST:
            return ("edge-a", "edge-b") if field.column.kind is Kind.TEXT_LIST else (3, 5)
        case Kind.TEXT_MAP:
            return {"key": "value"}
        case Kind.TOTALS:
            return {"inline": 5}


def event(nth: int, name: str = "playing", details_json: str = "{}") -> TimelineEvent:
    """The event `nth` seconds into the view, received 180 ms later."""
    return TimelineEvent(
        environment_id=ENVIRONMENT.id,
        view_id="view-1",
        sequence_number=nth,
        name=name,
        viewer_time_ms=START_MS + nth * 1000,
        event_time_ms=START_MS + nth * 1000 + 180,
        playhead_ms=nth * 1000,
        details_json=details_json,
        checkpoint_number=1,
    )
