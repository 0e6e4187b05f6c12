"""What every control database promises about annotations."""

from collections.abc import Callable

import pytest

from playhead.control import Control, ControlError, ControlErrorCode, ControlLimits
from playhead.control.annotations import (
    DATE_S_MOST,
    NOTE_CHARS_MOST,
    SUB_PROPERTY_CHARS_MOST,
    Annotation,
    Changes,
)

DATE_S = 1_770_000_000


def test_an_annotation_is_read_back_by_another_process(opened: Callable[..., Control]) -> None:
    ours, theirs = opened(), opened()
    environment = ours.create_environment("Site").id
    made = ours.annotations.create(environment, "Player 5.2 å", DATE_S, "channel-1")
    assert made == Annotation(made.id, environment, "Player 5.2 å", DATE_S, "channel-1")
    assert len(made.id) == 36
    assert theirs.annotations.find(environment, made.id) == made


def test_nobody_reads_changes_or_deletes_what_another_environment_has(control: Control) -> None:
    ours, theirs = (control.create_environment(name).id for name in ("Ours", "Theirs"))
    made = control.annotations.create(ours, "note", DATE_S)
    assert control.annotations.find(theirs, made.id) is None
    assert control.annotations.change(theirs, made.id, Changes(note="other")) is None
    assert control.annotations.delete(theirs, made.id) is False
    assert control.annotations.listed(theirs, 0, DATE_S_MOST).total_row_count == 0
    assert control.annotations.find(ours, made.id) == made


def test_a_page_holds_what_lies_within_the_moments_newest_first(control: Control) -> None:
    environment = control.create_environment("Site").id
    create, listed = control.annotations.create, control.annotations.listed
    for nth in range(5):
        create(environment, f"note {nth}", DATE_S + nth)
    page = listed(environment, DATE_S, DATE_S + 4, limit=2)
    assert [row.note for row in page.rows] == ["note 3", "note 2"]
    assert page.total_row_count == 4
    rest = listed(environment, DATE_S, DATE_S + 4, limit=2, offset=2)
    assert [row.note for row in rest.rows] == ["note 1", "note 0"]
    oldest = listed(environment, DATE_S + 1, DATE_S + 9, oldest_first=True, limit=1)
    assert [row.note for row in oldest.rows] == ["note 1"]
    beyond = listed(environment, DATE_S, DATE_S + 9, offset=100)
    assert (beyond.rows, beyond.total_row_count) == ((), 5)


@pytest.mark.parametrize("oldest_first", [True, False])
def test_annotations_of_one_moment_are_paged_without_loss(
    control: Control, *, oldest_first: bool
) -> None:
    environment = control.create_environment("Site").id
    made = {control.annotations.create(environment, "note", DATE_S).id for _ in range(7)}
    seen = [
        row.id
        for offset in range(0, 8, 2)
        for row in control.annotations.listed(
            environment, 0, DATE_S + 1, oldest_first=oldest_first, limit=2, offset=offset
        ).rows
    ]
    assert len(seen) == 7
    assert set(seen) == made


def test_only_what_is_given_changes(control: Control) -> None:
    environment = control.create_environment("Site").id
    made = control.annotations.create(environment, "note", DATE_S, "channel-1")
    change = control.annotations.change
    assert change(environment, made.id, Changes()) == made
    changed = change(environment, made.id, Changes(note="other"))
    assert changed == Annotation(made.id, environment, "other", DATE_S, "channel-1")
    change(environment, made.id, Changes(date_s=DATE_S + 1, sub_property_id=None))
    assert control.annotations.find(environment, made.id) == Annotation(
        made.id, environment, "other", DATE_S + 1
    )


def test_a_deleted_one_is_gone_and_was_there_once(control: Control) -> None:
    environment = control.create_environment("Site").id
    made = control.annotations.create(environment, "note", DATE_S)
    assert control.annotations.delete(environment, made.id) is True
    assert control.annotations.delete(environment, made.id) is False
    assert control.annotations.find(environment, made.id) is None


BAD = [
    pytest.param({"note": ""}, "note ''", id="empty note"),
    pytest.param({"note": "x" * (NOTE_CHARS_MOST + 1)}, "1 to 2000", id="long note"),
    pytest.param({"note": "a\x00b"}, "note", id="NUL"),
    pytest.param({"note": "\ud800"}, "note", id="half a pair"),
    pytest.param({"date_s": -1}, "date -1", id="before all time"),
    pytest.param({"date_s": DATE_S_MOST + 1}, "epoch seconds", id="after all time"),
    pytest.param({"sub_property_id": ""}, "sub_property_id ''", id="empty sub property"),
    pytest.param(
        {"sub_property_id": "x" * (SUB_PROPERTY_CHARS_MOST + 1)}, "null", id="long sub property"
    ),
]


@pytest.mark.parametrize(("bad", "says"), BAD)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    control: Control, bad: dict[str, object], says: str
) -> None:
    environment = control.create_environment("Site").id
    made = control.annotations.create(environment, "note", DATE_S)
    whole = {"note": "note", "date_s": DATE_S, **bad}
    with pytest.raises(ControlError, match=says) as new:
        control.annotations.create(environment, **whole)  # type: ignore[arg-type]
    with pytest.raises(ControlError, match=says) as changed:
        control.annotations.change(environment, made.id, Changes(**bad))  # type: ignore[arg-type]
    assert {new.value.code, changed.value.code} == {ControlErrorCode.ANNOTATION_INVALID}
    assert control.annotations.listed(environment, 0, DATE_S_MOST).rows == (made,)


def test_an_environment_has_a_limit_of_annotations(opened: Callable[..., Control]) -> None:
    control = opened(limits=ControlLimits(annotations_per_environment=2))
    full, empty = (control.create_environment(name).id for name in ("Full", "Empty"))
    for _ in range(2):
        control.annotations.create(full, "note", DATE_S)
    with pytest.raises(ControlError, match="this environment has 2, and 2 is the most") as refused:
        control.annotations.create(full, "note", DATE_S)
    assert refused.value.code is ControlErrorCode.ANNOTATION_LIMIT
    control.annotations.create(empty, "note", DATE_S)


def test_an_environment_that_is_not_here_has_none(control: Control) -> None:
    with pytest.raises(ControlError) as refused:
        control.annotations.create("zzzzzzzz", "note", DATE_S)
    assert refused.value.code is ControlErrorCode.ENVIRONMENT_NOT_FOUND
