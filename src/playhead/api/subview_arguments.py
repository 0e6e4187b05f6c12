"""From the texts of a request about subviews to the parts of its question.

Law: as in `query.parameters`; what stands in the path and is not there is not found.
"""

from typing import Final

from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters, not_found
from playhead.api.scope import scope_of, suitable_granularity
from playhead.api.subview_bodies import SubviewMetric
from playhead.catalog.dimension import Dimension, Shape
from playhead.catalog.index import DIMENSION_BY_ID, DIMENSIONS
from playhead.query.errors import nearest, shown
from playhead.query.parameters import read_dimension
from playhead.query.question import Granularity, Scope
from playhead.query.question_subview import (
    ATTRIBUTES,
    QUERY_LIMIT,
    VALUES_LIMIT,
    Subview,
    SubviewAttribute,
    Subviews,
)

VIEW_DIMENSIONS: Final = tuple(
    sorted(each.id for each in DIMENSIONS if each.shape is not Shape.TRACE)
)
_EMPTY_VALUES = frozenset({"", "__empty__"})


def read_subview(asked: Asked) -> Subview:
    """Return the kind of subview that the path names.

    Raises:
        ApiError: 404, there is none of that name.
    """
    return Subview(_in_path(asked.path["SUBVIEW_TYPE"], [each.value for each in Subview], "type"))


def read_subviews(asked: Asked, *, grouped: bool = True) -> Subviews:
    """Return which subviews are asked about, and by what they are told apart.

    Raises:
        ApiError: 404, the path names no metric or kind; 400, an argument says nothing.
    """
    _in_path(asked.path["SUBVIEW_METRIC_ID"], [each.value for each in SubviewMetric], "metric")
    subview = read_subview(asked)
    given = asked.arguments.all_of("group_by") if grouped else ()
    return Subviews(subview_scope_of(asked), subview, _group_by(given, subview))


def subview_scope_of(asked: Asked) -> Scope:
    """Return which views are looked at; subviews are not filtered by traces.

    Raises:
        ApiError: 400, one of the filters is.
    """
    scope = scope_of(asked)
    for each in scope.filters:
        if each.dimension.shape is Shape.TRACE:
            raise invalid_parameters(
                f"filters[] names {each.dimension.id}, a trace: subviews are filtered by other"
                " dimensions only"
            )
    return scope


def read_compared(asked: Asked) -> tuple[Dimension, tuple[str | None, ...]]:
    """Return the dimension and its values that are compared; None is a view without.

    Raises:
        ApiError: 400, one is missing, or says nothing.
    """
    name = asked.arguments.last_of("dimension")
    if name is None:
        raise invalid_parameters("dimension is missing: name the one whose values are compared")
    dimension = read_dimension("dimension", name)
    if dimension.shape is Shape.TRACE:
        raise invalid_parameters(f"dimension {name!r} is a trace: name another one")
    values = tuple(
        None if text in _EMPTY_VALUES else text for text in asked.arguments.all_of("values")
    )
    if not 1 <= len(values) <= VALUES_LIMIT or len(set(values)) != len(values):
        raise invalid_parameters(
            f"values[] was given {len(values)} times: give 1 to {VALUES_LIMIT} different values"
        )
    return dimension, values


def read_time_granularity(asked: Asked) -> Granularity:
    """Return the size of buckets: hours or days.

    Raises:
        ApiError: 400, it is neither.
    """
    text = asked.arguments.last_of("time_granularity")
    if text is None:
        by_day = suitable_granularity(asked) is Granularity.DAY
        return Granularity.DAY if by_day else Granularity.HOUR
    allowed = [Granularity.HOUR.value, Granularity.DAY.value]
    if text not in allowed:
        raise invalid_parameters(
            f"time_granularity {shown(text)} is not among those allowed ({', '.join(allowed)})."
        )
    return Granularity(text)


def read_attribute_or_dimension(name: str, subview: Subview) -> SubviewAttribute | Dimension:
    """Return the attribute of the subview, or else the dimension of the view, of that name.

    Raises:
        ApiError: 404, there is neither.
    """
    attributes = {each.value: each for each in ATTRIBUTES[subview]}
    _in_path(name, [*attributes, *VIEW_DIMENSIONS], "dimension")
    return attributes.get(name) or DIMENSION_BY_ID[name]


def read_query(asked: Asked) -> str | None:
    """Return the text that values must contain.

    Raises:
        ApiError: 400, it is too long.
    """
    text = asked.arguments.last_of("query")
    if text is not None and len(text) > QUERY_LIMIT:
        raise invalid_parameters(f"query has {len(text)} characters: give at most {QUERY_LIMIT}")
    return text


def _group_by(given: tuple[str, ...], subview: Subview) -> tuple[SubviewAttribute, ...]:
    if not given:
        return ATTRIBUTES[subview]
    if subview is not Subview.RENDITION:
        raise invalid_parameters(f"group_by[] is for renditions: leave it out for {subview.value}")
    known = {each.value: each for each in ATTRIBUTES[subview]}
    for text in given:
        if text not in known:
            raise invalid_parameters(
                f"group_by[] {shown(text)} is not among those allowed ({', '.join(known)})."
                f"{nearest(text, known)}"
            )
    return tuple(known[text] for text in dict.fromkeys(given))


def _in_path(text: str, known: list[str], what: str) -> str:
    if text not in known:
        raise not_found(f"There is no subview {what} {shown(text)}.{nearest(text, known)}")
    return text
