"""Annotations: notes at a moment, which people keep here to be shown on charts.

Law: what is written is checked by the shelf that keeps it; here only its spelling is read.
"""

import datetime as dt
import uuid

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.bodies import Envelope, SystemEnvelope, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters, not_found
from playhead.api.scope import window_of
from playhead.api.spelling import iso_seconds
from playhead.control.annotations import Annotation, Changes
from playhead.query.errors import shown
from playhead.query.parameters import read_direction, read_page
from playhead.query.question import Direction


class AnnotationBody(msgspec.Struct, frozen=True):
    """A note; `date` is ISO 8601 in UTC."""

    id: str
    note: str
    date: str
    sub_property_id: str | None


class NewAnnotation(msgspec.Struct, frozen=True):
    """What makes a note; `date` is in epoch seconds, or ISO 8601 with an offset."""

    note: str
    date: int | str
    sub_property_id: str | None = None


class ChangedAnnotation(msgspec.Struct, frozen=True):
    """What becomes different in a note; members that are left out stay."""

    note: str | UnsetType = UNSET
    date: int | str | UnsetType = UNSET
    sub_property_id: str | UnsetType | None = UNSET


def list_annotations(asked: Asked) -> Envelope[list[AnnotationBody]]:
    """Answer `GET /annotations`."""
    arguments = asked.arguments
    window = window_of(asked)
    direction = read_direction(arguments.last_of("order_direction"), Direction.DESCENDING)
    page = read_page(arguments.last_of("limit"), arguments.last_of("page"))
    start_s, end_s = seconds_of(window)
    found = asked.annotations.listed(
        asked.environment.id,
        start_s,
        end_s,
        oldest_first=direction is Direction.ASCENDING,
        limit=page.limit,
        offset=page.offset,
    )
    return Envelope(
        total_row_count=found.total_row_count,
        timeframe=(start_s, end_s),
        data=[_body(row) for row in found.rows],
    )


def create_annotation(asked: Asked) -> SystemEnvelope[AnnotationBody]:
    """Answer `POST /annotations`."""
    given = asked.read_body(NewAnnotation)
    made = asked.annotations.create(
        asked.environment.id,
        given.note,
        _seconds(given.date),
        given.sub_property_id,
        by=asked.actor,
    )
    return SystemEnvelope(_body(made))


def one_annotation(asked: Asked) -> SystemEnvelope[AnnotationBody]:
    """Answer `GET /annotations/{ANNOTATION_ID}`."""
    found = asked.annotations.find(asked.environment.id, _id(asked))
    if found is None:
        raise not_found()
    return SystemEnvelope(_body(found))


def update_annotation(asked: Asked) -> SystemEnvelope[AnnotationBody]:
    """Answer `PATCH /annotations/{ANNOTATION_ID}`."""
    given = asked.read_body(ChangedAnnotation)
    changes = Changes(
        note=given.note,
        date_s=UNSET if given.date is UNSET else _seconds(given.date),
        sub_property_id=given.sub_property_id,
    )
    changed = asked.annotations.change(asked.environment.id, _id(asked), changes, by=asked.actor)
    if changed is None:
        raise not_found()
    return SystemEnvelope(_body(changed))


def delete_annotation(asked: Asked) -> None:
    """Answer `DELETE /annotations/{ANNOTATION_ID}`."""
    if not asked.annotations.delete(asked.environment.id, _id(asked), by=asked.actor):
        raise not_found()


def _id(asked: Asked) -> str:
    """Return the id of the path in the form that it was given out in."""
    try:
        return str(uuid.UUID(asked.path["ANNOTATION_ID"]))
    except ValueError:
        raise not_found() from None


def _body(annotation: Annotation) -> AnnotationBody:
    return AnnotationBody(
        id=annotation.id,
        note=annotation.note,
        date=iso_seconds(annotation.date_s * 1000),
        sub_property_id=annotation.sub_property_id,
    )


def _seconds(date: int | str) -> int:
    if isinstance(date, int):
        return date
    try:
        moment = dt.datetime.fromisoformat(date)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise invalid_parameters(
            f"date {shown(date)}: give epoch seconds, or ISO 8601 with an offset such as"
            " 2026-02-02T09:00:00Z"
        )
    return int(moment.timestamp())
