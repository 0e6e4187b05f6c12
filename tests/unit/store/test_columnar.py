import pytest
from hypothesis import HealthCheck, given, settings

from playhead.model.view import View
from playhead.store.columnar import VIEW_NAMES, decode_view, event_columns, view_columns
from tests.contract.store.made import a_view, an_event, any_view


def row_of(view: View) -> list[object]:
    flat = {}
    for family in View.__struct_fields__:
        part = getattr(view, family)
        flat.update({name: getattr(part, name) for name in part.__struct_fields__})
    return [
        list(flat[name]) if isinstance(flat[name], tuple) else flat[name] for name in VIEW_NAMES
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(view=any_view())
def test_a_row_is_decoded_to_the_view_it_came_from(view: View) -> None:
    assert decode_view(VIEW_NAMES, row_of(view)) == view


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(view=any_view())
def test_columns_hold_every_value_that_is_not_empty(view: View) -> None:
    columns = view_columns([view, a_view()])
    for name, value in zip(VIEW_NAMES, row_of(view), strict=True):
        if name in columns:
            held = columns[name][0]
            assert (list(held) if isinstance(held, tuple) else held) == value
        else:
            assert value in (None, 0, 0.0, False, "", [], {})


def test_a_column_with_one_value_among_thousands_is_kept() -> None:
    views = [a_view(f"v{n}") for n in range(1000)]
    views[777] = a_view("v777", environment_id="other")
    columns = view_columns(views)
    assert columns["environment_id"][777] == "other"
    assert {len(values) for values in columns.values()} == {1000}
    assert "custom_1" not in columns


def test_zero_and_empty_text_are_kept_where_null_is_possible() -> None:
    row = row_of(a_view())
    row[VIEW_NAMES.index("rebuffer_count")] = 0
    row[VIEW_NAMES.index("custom_1")] = ""
    columns = view_columns([decode_view(VIEW_NAMES, row)])
    assert (columns["rebuffer_count"], columns["custom_1"]) == ([0], [""])


def test_columns_may_stand_in_any_order_with_others_between() -> None:
    row = row_of(a_view())
    names = ("total", *reversed(VIEW_NAMES))
    assert decode_view(names, [7, *reversed(row)]) == a_view()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="video_title missing"):
        decode_view([name for name in VIEW_NAMES if name != "video_title"], [])


def test_events_out_of_range_are_found_before_they_are_sent() -> None:
    assert event_columns([an_event(2**63 - 1), an_event(-(2**63))])
    with pytest.raises(ValueError, match="sequence_number of an event"):
        event_columns([an_event(2**63)])
    with pytest.raises(ValueError, match="surrogates"):
        event_columns([an_event(1, view_id="\udfff")])
