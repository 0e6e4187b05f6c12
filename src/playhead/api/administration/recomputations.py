"""Views of an environment built anew from raw beacons: asked for, and watched.

Law: a recomputation of the whole server is seen, since nothing else can be asked for meanwhile;
one of another environment is not found.
"""

import datetime as dt
import re

import msgspec

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters, not_found
from playhead.api.spelling import iso_milliseconds
from playhead.model.intent import Recomputation
from playhead.query.errors import shown

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LATEST_MS = 253_402_300_799_999
"""The last millisecond that can be spelled."""
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


class RecomputationBody(msgspec.Struct, frozen=True):
    """How far a recomputation came: views that end from `start` up to and without `end`."""

    id: int
    start: str
    end: str
    is_for_all_environments: bool
    state: str
    requested_at: str
    ended_at: str | None
    records_read: int
    records_total: int
    views_replaced: int
    failure: str | None


class NewRecomputation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which views: ISO 8601 with an offset."""

    start: str
    end: str


def list_recomputations(asked: Asked) -> SystemEnvelope[tuple[RecomputationBody, ...]]:
    """Answer `GET …/recomputations`: the one under way, if it touches this environment."""
    found = asked.control.recomputations.under_way()
    return SystemEnvelope((_body(found),) if found is not None and _is_seen(found, asked) else ())


def request_recomputation(asked: Asked) -> SystemEnvelope[RecomputationBody]:
    """Answer `POST …/recomputations`."""
    given = asked.read_body(NewRecomputation)
    made = asked.control.recomputations.request(
        from_ms=_moment("start", given.start),
        to_ms=_moment("end", given.end),
        environment_id=asked.environment.id,
        by=asked.actor,
    )
    return SystemEnvelope(_body(made))


def one_recomputation(asked: Asked) -> SystemEnvelope[RecomputationBody]:
    """Answer `GET …/recomputations/{RECOMPUTATION_ID}`."""
    spelled = asked.path["RECOMPUTATION_ID"]
    if not _ID.fullmatch(spelled):
        raise not_found()
    found = asked.control.recomputations.find(int(spelled))
    if not _is_seen(found, asked):
        raise not_found()
    return SystemEnvelope(_body(found))


def _is_seen(found: Recomputation, asked: Asked) -> bool:
    return found.environment_id in {None, asked.environment.id}


def _moment(name: str, text: str) -> int:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise invalid_parameters(
            f"{name} {shown(text)}: give ISO 8601 with an offset, such as 2026-02-02T09:00:00Z"
        )
    at_ms = (moment - _EPOCH) // dt.timedelta(milliseconds=1)
    if at_ms > _LATEST_MS:
        raise invalid_parameters(f"{name} {shown(text)}: give a moment before the year 10000")
    return at_ms


def _body(found: Recomputation) -> RecomputationBody:
    return RecomputationBody(
        id=found.id,
        start=iso_milliseconds(found.from_ms),
        end=iso_milliseconds(found.to_ms),
        is_for_all_environments=found.environment_id is None,
        state=found.state.value,
        requested_at=iso_milliseconds(found.requested_at_ms),
        ended_at=None if found.ended_at_ms is None else iso_milliseconds(found.ended_at_ms),
        records_read=found.records_read,
        records_total=found.records_total,
        views_replaced=found.views_replaced,
        failure=found.failure,
    )
