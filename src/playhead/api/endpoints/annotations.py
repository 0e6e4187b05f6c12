"""Endpoints about annotations: the only ones that write."""

from typing import Final

from playhead.api import annotations
from playhead.api.endpoint import Endpoint, Method, Tag
from playhead.api.endpoints.parameters import DIRECTION, PAGE, TIMEFRAME
from playhead.model.access import Permission

_ALL: Final = "/data/v1/annotations"
_ONE: Final = "/data/v1/annotations/{ANNOTATION_ID}"
_EXAMPLE: Final = '{"note": "Player 5.2 rolled out", "date": 1770022800}'

ENDPOINTS: Final = (
    Endpoint(
        "list_annotations",
        Tag.ANNOTATIONS,
        _ALL,
        "The notes of a timeframe",
        Permission.DATA_READ,
        (TIMEFRAME, DIRECTION, *PAGE),
        annotations.list_annotations,
    ),
    Endpoint(
        "create_annotation",
        Tag.ANNOTATIONS,
        _ALL,
        "Keep a note at a moment",
        Permission.DATA_WRITE,
        (),
        annotations.create_annotation,
        method=Method.POST,
        status=201,
        body=annotations.NewAnnotation,
        body_example=_EXAMPLE,
    ),
    Endpoint(
        "get_annotation",
        Tag.ANNOTATIONS,
        _ONE,
        "One note",
        Permission.DATA_READ,
        (),
        annotations.one_annotation,
    ),
    Endpoint(
        "update_annotation",
        Tag.ANNOTATIONS,
        _ONE,
        "Change a note; what is left out stays",
        Permission.DATA_WRITE,
        (),
        annotations.update_annotation,
        method=Method.PATCH,
        body=annotations.ChangedAnnotation,
        body_example=_EXAMPLE,
    ),
    Endpoint(
        "delete_annotation",
        Tag.ANNOTATIONS,
        _ONE,
        "Forget a note",
        Permission.DATA_WRITE,
        (),
        annotations.delete_annotation,
        method=Method.DELETE,
        status=204,
    ),
)
