"""Playing time of subviews is that of the plain reading of each view's totals."""

from collections.abc import Sequence

import pytest

from playhead.catalog.index import DIMENSION_BY_ID
from playhead.catalog.metric import TimeBasis
from playhead.model.view import View
from playhead.query.answer_subview import EMPTY, SubviewRow
from playhead.query.errors import InvalidParametersError
from playhead.query.filters import read_filters
from playhead.query.question import Direction, Granularity, Page, Scope
from playhead.query.question_subview import (
    Subview,
    SubviewAttribute,
    SubviewBreakdown,
    SubviewComparison,
    SubviewOrder,
    SubviewOverall,
    Subviews,
    SubviewTimeseries,
    SubviewValues,
)
from playhead.query.run import Query
from playhead.query.timeframe import HOUR_MS
from tests.oracle import made, reading
from tests.oracle.questions import SCOPE

BY_MODE = Subviews(SCOPE, Subview.PLAYBACK_MODE, (SubviewAttribute.MODE,))
FILTERED = Scope(
    SCOPE.environment_id, SCOPE.timeframe, read_filters(["browser:browser 1", "!country:"])
)


def of_modes(views: Sequence[View]) -> dict[str, int]:
    found: dict[str, int] = {}
    for view in views:
        for mode, played_ms in view.player.playback_mode_totals_ms.items():
            if played_ms:
                found[mode or EMPTY] = found.get(mode or EMPTY, 0) + played_ms
    return found


def longest(found: dict[str, int], limit: int | None = None) -> tuple[SubviewRow, ...]:
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(SubviewRow(*item) for item in ranked[:limit])


def started(views: Sequence[View], scope: Scope = SCOPE) -> list[View]:
    return reading.chosen(views, scope, TimeBasis.START)


@pytest.mark.parametrize("scope", [SCOPE, FILTERED], ids=["all", "filtered"])
def test_overall_and_breakdown(query: Query, views: list[View], scope: Scope) -> None:
    subviews = Subviews(scope, Subview.PLAYBACK_MODE, (SubviewAttribute.MODE,))
    expected = of_modes(started(views, scope))
    assert query.subview_overall(SubviewOverall(subviews)) == sum(expected.values()) > 0
    rows: tuple[SubviewRow, ...] = ()
    for number in (1, 2, 3, 4):
        answer = query.subview_breakdown(SubviewBreakdown(subviews, Page(2, number)))
        assert answer.total_row_count == len(expected) == 5
        rows += answer.rows
    assert rows == longest(expected)


def test_no_views_played_nothing(query: Query) -> None:
    nobody = Subviews(
        Scope("nobody", SCOPE.timeframe), Subview.PLAYBACK_MODE, (SubviewAttribute.MODE,)
    )
    assert query.subview_overall(SubviewOverall(nobody)) == 0
    assert query.subview_breakdown(SubviewBreakdown(nobody)).rows == ()


@pytest.mark.parametrize(
    ("dimension", "values"),
    [
        ("browser", ("browser 1", None, "it's", "nothing of the kind")),
        ("asn", ("2", None)),
        ("view_dropped", ("false", "true")),
        ("browser_version", ("browser 1 browser_version 2", "browser_version 3")),
    ],
)
def test_comparison(
    query: Query, views: list[View], dimension: str, values: tuple[str | None, ...]
) -> None:
    answer = query.subview_comparison(
        SubviewComparison(BY_MODE, DIMENSION_BY_ID[dimension], values, row_limit=3)
    )
    assert [column.dimension_value for column in answer.columns] == list(values)
    for column in answer.columns:
        scope = Scope(
            SCOPE.environment_id,
            SCOPE.timeframe,
            read_filters([f"{dimension}:{column.dimension_value or ''}"]),
        )
        assert column.rows == longest(of_modes(started(views, scope)), 3)


def test_a_value_that_the_dimension_cannot_have_is_refused(query: Query) -> None:
    with pytest.raises(InvalidParametersError, match="asn is a number"):
        query.subview_comparison(SubviewComparison(BY_MODE, DIMENSION_BY_ID["asn"], ("AS2",)))


def test_timeseries(query: Query, views: list[View]) -> None:
    answer = query.subview_timeseries(SubviewTimeseries(BY_MODE, Granularity.HOUR, 2))
    starts = [bucket.start_ms for bucket in answer.buckets]
    assert starts == list(range(made.START_MS, made.END_MS, HOUR_MS))
    for bucket in answer.buckets:
        inside = [
            view
            for view in started(views)
            if bucket.start_ms <= view.identity.view_start_ms < bucket.start_ms + HOUR_MS
        ]
        assert bucket.rows == longest(of_modes(inside), 2)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("order_by", SubviewOrder)
@pytest.mark.parametrize("query_text", [None, "BROWSER 1"])
def test_values_of_a_dimension(
    query: Query,
    views: list[View],
    query_text: str | None,
    order_by: SubviewOrder,
    direction: Direction,
) -> None:
    expected: dict[str, int] = {}
    for view in started(views):
        text = reading.text_of(view, DIMENSION_BY_ID["browser_version"]) or EMPTY
        played_ms = sum(view.player.playback_mode_totals_ms.values())
        if played_ms and (query_text or "").lower() in text.lower():
            expected[text] = expected.get(text, 0) + played_ms
    rows: list[SubviewRow] = []
    for number in range(1, 20):
        answer = query.subview_values(
            SubviewValues(
                SCOPE,
                Subview.PLAYBACK_MODE,
                DIMENSION_BY_ID["browser_version"],
                query_text,
                order_by,
                direction,
                Page(10, number),
            )
        )
        assert answer.total_row_count == len(expected)
        rows += answer.rows
    assert {row.value: row.playing_time_ms for row in rows} == expected
    by_value = order_by is SubviewOrder.VALUE
    keys: list[object] = [row.value if by_value else row.playing_time_ms for row in rows]
    assert keys == sorted(keys, reverse=direction is Direction.DESCENDING)  # type: ignore[type-var]


def test_values_of_an_attribute(query: Query, views: list[View]) -> None:
    answer = query.subview_values(
        SubviewValues(SCOPE, Subview.PLAYBACK_MODE, SubviewAttribute.MODE)
    )
    assert answer.rows == longest(of_modes(started(views)))


RENDITION = (
    SubviewAttribute.BITRATE,
    SubviewAttribute.WIDTH,
    SubviewAttribute.HEIGHT,
    SubviewAttribute.FPS,
    SubviewAttribute.CODEC,
    SubviewAttribute.RENDITION_NAME,
)


@pytest.mark.parametrize(
    "group_by",
    [
        RENDITION,
        RENDITION[2:3],
        (SubviewAttribute.RENDITION_NAME, SubviewAttribute.BITRATE),
        (SubviewAttribute.FPS,),
    ],
    ids=lambda group_by: "/".join(each.value for each in group_by),
)
def test_renditions(
    query: Query, views: list[View], group_by: tuple[SubviewAttribute, ...]
) -> None:
    expected: dict[str, int] = {}
    for view in started(views):
        for rendition, played_ms in view.quality.rendition_totals_ms.items():
            facts = dict(zip(RENDITION, rendition.split("\t"), strict=True))
            label = "/".join(facts[each] or EMPTY for each in group_by)
            expected[label] = expected.get(label, 0) + played_ms
    subviews = Subviews(SCOPE, Subview.RENDITION, group_by)
    answer = query.subview_breakdown(SubviewBreakdown(subviews))
    assert answer.rows == longest(expected)
    assert len(answer.rows) > 1
    assert query.subview_overall(SubviewOverall(subviews)) == sum(expected.values())


def test_a_mode_has_no_height_and_a_rendition_no_mode() -> None:
    with pytest.raises(ValueError, match="video_source_height is no attribute of a playback_mode"):
        Subviews(SCOPE, Subview.PLAYBACK_MODE, (SubviewAttribute.HEIGHT,))
    with pytest.raises(ValueError, match="player_playback_mode is no attribute of a rendition"):
        Subviews(SCOPE, Subview.RENDITION, (SubviewAttribute.MODE,))
