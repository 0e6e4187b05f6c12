"""Lists of views page through all that match, and one view comes back whole."""

import pytest

from playhead.catalog.metric import TimeBasis
from playhead.model.view import View
from playhead.query.question import (
    AnyError,
    Direction,
    ListViews,
    OneView,
    Page,
)
from playhead.query.run import Query
from tests.oracle import made, reading
from tests.oracle.questions import SCOPE


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"viewer_id": "mux_viewer_id 7"},
        {"viewer_id": "viewer_user_id 7"},
        {"error_id": 2},
        {"error_id": AnyError.ANY},
    ],
    ids=repr,
)
def test_list_views(
    query: Query, views: list[View], wanted: dict[str, object], direction: Direction
) -> None:
    def matches(view: View) -> bool:
        viewer, error = wanted.get("viewer_id"), wanted.get("error_id")
        known = {view.identity.viewer_user_id, view.identity.mux_viewer_id}
        has = view.failure.error_type_id
        return (viewer is None or viewer in known) and (
            error is None or (has is not None if error is AnyError.ANY else has == error)
        )

    expected = sorted(
        (view for view in reading.chosen(views, SCOPE, TimeBasis.END) if matches(view)),
        key=lambda view: (view.identity.view_end_ms, view.identity.view_id),
        reverse=direction is Direction.DESCENDING,
    )
    ids: list[str] = []
    for number in range(1, 100):
        question = ListViews(
            SCOPE,
            **wanted,  # type: ignore[arg-type]
            direction=direction,
            page=Page(100, number),
        )
        answer = query.list_views(question)
        assert answer.total_row_count == len(expected) > 0
        ids += [row.view_id for row in answer.rows]
        if not answer.rows:
            break
    assert ids == [view.identity.view_id for view in expected]


def test_one_view_comes_back_whole_with_its_timeline(query: Query, views: list[View]) -> None:
    view = views[0]
    environment_id, view_id = view.identity.environment_id, view.identity.view_id
    answer = query.one_view(OneView(environment_id, view_id))
    assert answer is not None
    assert answer.view == view
    assert list(answer.events) == made.events_of(view, 30)
    assert not answer.events_cut


def test_a_view_of_another_environment_does_not_exist(query: Query, views: list[View]) -> None:
    assert query.one_view(OneView("nobody", views[0].identity.view_id)) is None
