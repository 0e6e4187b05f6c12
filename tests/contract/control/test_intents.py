"""What every control database promises about error codes, custom dimensions and recomputations."""

import secrets
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, make_url, text

from playhead.control import Control, ControlError, ControlErrorCode, ControlLimits, open_control
from playhead.control.error_categories import CODE_CHARS_MOST
from playhead.control.recomputations import KEPT_MOST
from playhead.model.access import EnvironmentKind
from playhead.model.intent import (
    CategorizedError,
    CustomDimension,
    ErrorCategory,
    Recomputation,
    RecomputationState,
)

NOWHERE = "zzzzzzzz"


def test_what_is_decided_on_an_error_code_is_seen_by_whoever_takes_the_next_snapshot(
    opened: Callable[..., Control],
) -> None:
    command_line, server = opened(), opened()
    ours, theirs = (command_line.create_environment(each).id for each in ("Ours", "Theirs"))
    before = server.snapshot()
    command_line.error_categories.decide(ours, "1001", ErrorCategory.WARNING)
    assert before.category_of(ours, "1001") is None
    assert server.change_number() > before.change_number
    after = server.snapshot()
    assert after.category_of(ours, "1001") is ErrorCategory.WARNING
    assert after.category_of(theirs, "1001") is None
    assert after.category_of(ours, "1002") is None


def test_the_last_decision_holds_and_none_takes_it_back(control: Control) -> None:
    environment = control.find_environment("Production").id
    decide, listed = control.error_categories.decide, control.error_categories.listed
    decide(environment, "1001", ErrorCategory.WARNING)
    decide(environment, "1001", ErrorCategory.BUSINESS_EXCEPTION)
    assert listed() == (CategorizedError(environment, "1001", ErrorCategory.BUSINESS_EXCEPTION),)
    decide(environment, "1001", None)
    decide(environment, "1001", None)
    assert listed(environment) == ()


@pytest.mark.parametrize(
    "code",
    ["", "x" * (CODE_CHARS_MOST + 1), "a\x00b", "\ud800"],
    ids=["empty", "long", "NUL", "half"],
)
def test_a_code_that_no_view_can_have_is_refused(control: Control, code: str) -> None:
    environment = control.find_environment("Production").id
    with pytest.raises(ControlError) as refused:
        control.error_categories.decide(environment, code, ErrorCategory.FATAL)
    assert refused.value.code is ControlErrorCode.ERROR_CODE_INVALID


def test_a_code_may_hold_whatever_a_player_says(control: Control) -> None:
    environment = control.find_environment("Production").id
    codes = ["x" * CODE_CHARS_MOST, "-1", "Fehler 7: 'müde'; --", "a/b c", "\u202etxt"]
    for code in codes:
        control.error_categories.decide(environment, code, ErrorCategory.WARNING)
    assert {each.player_error_code for each in control.error_categories.listed()} == set(codes)


def test_an_environment_has_a_limit_of_error_codes_and_may_change_those_it_has(
    opened: Callable[..., Control],
) -> None:
    control = opened(limits=ControlLimits(error_codes_per_environment=2))
    environment = control.find_environment("Production").id
    other = control.find_environment("Development").id
    for code in ("1", "2"):
        control.error_categories.decide(environment, code, ErrorCategory.WARNING)
    with pytest.raises(ControlError, match="decided on 2 codes, and 2 is the most") as full:
        control.error_categories.decide(environment, "3", ErrorCategory.WARNING)
    assert full.value.code is ControlErrorCode.ERROR_CATEGORY_LIMIT
    control.error_categories.decide(environment, "2", ErrorCategory.FATAL)
    control.error_categories.decide(other, "3", ErrorCategory.FATAL)


def test_a_dimension_begins_by_its_slots_name_and_changes_only_where_it_is_told_to(
    control: Control,
) -> None:
    environment = control.find_environment("Production").id
    show = control.custom_dimensions.show
    assert show(environment, "custom_3") == CustomDimension(
        environment, "custom_3", "custom_3", "Custom", enabled=True
    )
    show(environment, "custom_3", display_name="Plan tier")
    show(environment, "custom_3", category="Viewer")
    hidden = show(environment, "custom_3", enabled=False)
    assert hidden == CustomDimension(environment, "custom_3", "Plan tier", "Viewer", enabled=False)
    assert control.snapshot().custom_dimensions == {(environment, "custom_3"): hidden}


def test_dimensions_are_listed_in_the_order_of_their_slots(control: Control) -> None:
    environment = control.find_environment("Production").id
    other = control.find_environment("Development").id
    for slot in ("custom_10", "custom_2", "custom_20", "custom_1"):
        control.custom_dimensions.show(environment, slot)
    control.custom_dimensions.show(other, "custom_5")
    assert [each.slot for each in control.custom_dimensions.listed(environment)] == [
        "custom_1",
        "custom_2",
        "custom_10",
        "custom_20",
    ]
    assert len(control.custom_dimensions.listed()) == 5


@pytest.mark.parametrize("slot", ["custom_0", "custom_21", "Custom_1", "custom_01", "", "video_id"])
def test_there_are_twenty_slots_and_no_others(control: Control, slot: str) -> None:
    environment = control.find_environment("Production").id
    with pytest.raises(ControlError, match="There are custom_1 to custom_20") as refused:
        control.custom_dimensions.show(environment, slot)
    assert refused.value.code is ControlErrorCode.SLOT_UNKNOWN


@pytest.mark.parametrize("given", [{"display_name": ""}, {"category": " Custom"}])
def test_a_dimensions_names_are_names(control: Control, given: dict[str, str]) -> None:
    environment = control.find_environment("Production").id
    with pytest.raises(ControlError) as refused:
        control.custom_dimensions.show(
            environment,
            "custom_1",
            display_name=given.get("display_name"),
            category=given.get("category"),
        )
    assert refused.value.code is ControlErrorCode.NAME_INVALID
    assert control.custom_dimensions.listed() == ()


def test_nothing_is_kept_for_an_environment_that_is_not_there(control: Control) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: control.error_categories.decide(NOWHERE, "1", ErrorCategory.FATAL),
        lambda: control.custom_dimensions.show(NOWHERE, "custom_1"),
        lambda: control.recomputations.request(from_ms=1, to_ms=2, environment_id=NOWHERE),
    ]
    for attempt in attempts:
        with pytest.raises(ControlError) as refused:
            attempt()
        assert refused.value.code is ControlErrorCode.ENVIRONMENT_NOT_FOUND


def test_a_recomputation_goes_from_requested_over_running_to_done(
    opened: Callable[..., Control],
) -> None:
    command_line, server = opened(), opened()
    environment = command_line.find_environment("Production").id
    asked = command_line.recomputations.request(from_ms=5, to_ms=9, environment_id=environment)
    assert (asked.state, asked.tries) == (RecomputationState.REQUESTED, 0)
    assert server.snapshot().recomputation == asked
    begun = server.recomputations.begin(asked.id)
    assert begun is not None
    assert (begun.state, begun.attempt, begun.tries) == (RecomputationState.RUNNING, 1, 1)
    server.recomputations.report(asked.id, records_read=3, records_total=10, views_replaced=2)
    seen = command_line.recomputations.find(asked.id)
    assert (seen.records_read, seen.records_total, seen.views_replaced) == (3, 10, 2)
    server.recomputations.end(asked.id, views_replaced=7)
    done = command_line.recomputations.find(asked.id)
    assert (done.state, done.views_replaced, done.records_read) == (RecomputationState.DONE, 7, 10)
    assert (done.from_ms, done.to_ms, done.environment_id) == (5, 9, environment)
    assert done.ended_at_ms is not None
    assert server.snapshot().recomputation is None


def test_what_has_ended_changes_no_more(control: Control) -> None:
    asked = control.recomputations.request(from_ms=1, to_ms=2)
    control.recomputations.begin(asked.id)
    control.recomputations.end(asked.id, views_replaced=1, failure="The disk is full.")
    failed = control.recomputations.find(asked.id)
    assert (failed.state, failed.failure) == (RecomputationState.FAILED, "The disk is full.")
    assert control.recomputations.begin(asked.id) is None
    control.recomputations.report(asked.id, records_read=9, records_total=9, views_replaced=9)
    control.recomputations.end(asked.id, views_replaced=9)
    assert control.recomputations.find(asked.id) == failed


def test_attempts_rise_over_all_recomputations_and_are_never_given_twice(control: Control) -> None:
    attempts = []
    for tries in (2, 0, 1, 3):
        asked = control.recomputations.request(from_ms=1, to_ms=2)
        for _ in range(tries):
            begun = control.recomputations.begin(asked.id)
            assert begun is not None
            attempts.append(begun.attempt)
        control.recomputations.end(asked.id, views_replaced=0)
    assert attempts == [1, 2, 3, 4, 5, 6]


def test_one_at_a_time_and_the_next_one_after_its_end(control: Control) -> None:
    first = control.recomputations.request(from_ms=1, to_ms=2)
    for _ in range(2):
        with pytest.raises(ControlError, match=f"Recomputation {first.id} is") as refused:
            control.recomputations.request(from_ms=3, to_ms=4)
        assert refused.value.code is ControlErrorCode.RECOMPUTATION_UNDER_WAY
        control.recomputations.begin(first.id)
    assert control.recomputations.under_way() is not None
    control.recomputations.end(first.id, views_replaced=0)
    assert control.recomputations.under_way() is None
    assert control.recomputations.request(from_ms=3, to_ms=4).id == first.id + 1


@pytest.mark.parametrize(("from_ms", "to_ms"), [(5, 5), (6, 5), (-1, 5), (5, 10**17)])
def test_a_range_without_time_in_it_is_refused(control: Control, from_ms: int, to_ms: int) -> None:
    with pytest.raises(ControlError) as refused:
        control.recomputations.request(from_ms=from_ms, to_ms=to_ms)
    assert refused.value.code is ControlErrorCode.RANGE_INVALID


def test_old_recomputations_are_forgotten_and_the_numbers_go_on(control: Control) -> None:
    def done() -> Recomputation:
        asked = control.recomputations.request(from_ms=1, to_ms=2)
        begun = control.recomputations.begin(asked.id)
        assert begun is not None
        control.recomputations.end(asked.id, views_replaced=0)
        return begun

    first = done()
    for _ in range(KEPT_MOST - 1):
        last = done()
    assert control.recomputations.find(first.id).state is RecomputationState.DONE
    newest = done()
    assert (newest.id, newest.attempt) == (last.id + 1, last.attempt + 1)
    with pytest.raises(ControlError) as forgotten:
        control.recomputations.find(first.id)
    assert forgotten.value.code is ControlErrorCode.RECOMPUTATION_NOT_FOUND


def test_an_environment_is_for_production_unless_it_is_said_otherwise(control: Control) -> None:
    usual = control.find_environment("Production")
    other = control.create_environment("Laptop", EnvironmentKind.DEVELOPMENT)
    assert usual.kind is EnvironmentKind.PRODUCTION
    assert control.find_environment("laptop") == other
    assert control.snapshot().environments_by_id[other.id].kind is EnvironmentKind.DEVELOPMENT


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE environments SET kind = 'staging'", "environment"),
        ("UPDATE error_categories SET category = 'fatel'", "category of error code '1001'"),
        ("UPDATE recomputations SET state = 'doing'", "recomputation 1"),
    ],
)
def test_a_word_that_nobody_writes_is_reported_and_not_guessed_at(
    dsn: str, statement: str, named: str
) -> None:
    engine = create_engine(make_url(dsn))
    with open_control(dsn, clock=lambda: 1, random_bytes=secrets.token_bytes) as control:
        environment = control.find_environment("Production").id
        control.error_categories.decide(environment, "1001", ErrorCategory.FATAL)
        asked = control.recomputations.request(from_ms=1, to_ms=2)
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()
        with pytest.raises(ControlError, match=named) as odd:
            _read_everything(control, asked)
        assert odd.value.code is ControlErrorCode.DATA_UNREADABLE


def _read_everything(control: Control, asked: Recomputation) -> None:
    control.snapshot()
    control.recomputations.find(asked.id)
