"""Heatmaps as SQL.

A view tells which stretches of the content it played as JSON text, `["0:4000","9000:12000"]`, cut
where it is too long; what is not such a pair is passed over. Where a stretch begins and ends is
summed up by slice, so that a view costs its stretches and not the slices it crosses.

Law: as in `sql`.
"""

from playhead.catalog.index import DIMENSION_BY_ID
from playhead.catalog.metric import TimeBasis
from playhead.query.conditions import Bound
from playhead.query.question import Filter, FilterOperator, Scope
from playhead.query.question_content import Content
from playhead.query.statement import Statement, where

# A viewer who seeks more often than this is cut short.
STRETCH_LIMIT = 200
# Nine digits of milliseconds are eleven days.
_PAIR = r'"(\\d{1,9}):(\\d{1,9})"'
_PAIRS = (
    "arrayMap(pair -> (toInt64(pair[1]), toInt64(pair[2])), "
    f"arraySlice(extractAllGroupsVertical(assumeNotNull(playback_range), '{_PAIR}'), "
    f"1, {STRETCH_LIMIT}))"
)


def content_facts(content: Content) -> Statement:
    """Return one row: views that tell what they played, the usual duration, the furthest end."""
    bound = Bound()
    text = (
        "SELECT\n    count() AS total_views,\n"
        "    quantileExactOrNull(nullIf(greatest(0, "
        "coalesce(player_source_duration_ms, video_duration_ms)), 0)) AS duration_ms,\n"
        f"    max(arrayMax(pair -> pair.2, arrayPushBack({_PAIRS}, (0, 0)))) AS furthest_ms\n"
        f"FROM views\nWHERE {_told(content, bound)}"
    )
    return Statement(text, bound.parameters)


def heatmap(content: Content, *, duration_ms: int, slices: int) -> Statement:
    """Return a row for each slice in which a stretch begins or ends.

    `opened`: stretches that begin less those that end; `opened_ms`: the same of their positions;
    `reached`: views that come to play where they did not before, less those that stop to, at the
    start of the slice.
    """
    bound = Bound()
    end = bound.bind("duration_ms", duration_ms, "Int64")
    count = bound.bind("slices", slices, "Int64")
    first = f"intDiv(each.1 * {count}, {end})"
    last = f"intDiv(each.2 * {count} - 1, {end})"
    before = (
        "arrayMax(arrayPushBack(arrayMap(other -> other.2, arraySlice(touched, 1, nth - 1)), -1))"
    )
    text = (
        "SELECT\n    change.1 AS slice,\n    sum(change.2) AS opened,\n"
        "    sum(change.3) AS opened_ms,\n    sum(change.4) AS reached\n"
        "FROM\n(\nSELECT\n"
        f"    arrayMap(each -> (each.1, least(each.2, {end})), {_PAIRS}) AS cut,\n"
        "    arrayFilter(each -> each.1 < each.2, cut) AS stretches,\n"
        f"    arraySort(arrayMap(each -> ({first}, {last}), stretches)) AS touched,\n"
        "    arrayMap((each, nth) -> (greatest(each.1, 1 + "
        f"{before}), each.2), touched, arrayEnumerate(touched)) AS further,\n"
        "    arrayFilter(each -> each.1 <= each.2, further) AS reached_slices,\n"
        "    arrayJoin(arrayConcat(\n"
        f"        arrayMap(each -> ({first}, 1, each.1, 0), stretches),\n"
        f"        arrayMap(each -> (intDiv(each.2 * {count}, {end}), -1, -each.2, 0), stretches),\n"
        "        arrayMap(each -> (each.1, 0, 0, 1), reached_slices),\n"
        "        arrayMap(each -> (each.2 + 1, 0, 0, -1), reached_slices)\n"
        "    )) AS change\n"
        f"FROM views\nWHERE {_told(content, bound)}\n)\nGROUP BY slice"
    )
    return Statement(text, bound.parameters)


def _told(content: Content, bound: Bound) -> str:
    named = Filter(DIMENSION_BY_ID[content.kind.value], FilterOperator.IS, (content.content_id,))
    scope = Scope(content.environment_id, content.timeframe, (named,))
    return f"{where(scope, TimeBasis.END, bound)}\n    AND isNotNull(playback_range)"
