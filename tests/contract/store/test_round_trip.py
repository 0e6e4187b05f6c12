"""Whatever a view may hold, the engine gives back unchanged."""

import itertools

import hypothesis.strategies as st
import msgspec
from hypothesis import HealthCheck, given, settings

from playhead.model.view import View
from playhead.store.clickhouse import ClickHouseReader, ClickHouseWriter
from playhead.store.columnar import VIEW_NAMES, decode_view
from tests.contract.store.made import any_view

RECORDS = itertools.count(1)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
@given(views=st.lists(any_view(), min_size=1, max_size=3))
def test_any_view_comes_back_unchanged(
    store: tuple[ClickHouseWriter, ClickHouseReader], views: list[View]
) -> None:
    writer, reader = store
    numbered = []
    for view in views:
        identity = msgspec.structs.replace(
            view.identity, checkpoint_number=next(RECORDS), version=1
        )
        numbered.append(msgspec.structs.replace(view, identity=identity))
    writer.write(views=numbered, events=[])
    sql = f"SELECT {', '.join(VIEW_NAMES)} FROM views"  # noqa: S608
    answer = reader.select(
        sql + " WHERE checkpoint_number >= {first:Int64} ORDER BY checkpoint_number",
        {"first": numbered[0].identity.checkpoint_number},
    )
    assert [decode_view(answer.names, row) for row in answer.rows] == numbered
