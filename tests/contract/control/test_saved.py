"""What every control database promises about notes on errors, filter sets and dashboards."""

from collections.abc import Iterator

import msgspec
import pytest

from playhead.control import ControlErrorCode, ControlLimits
from playhead.control.boards import DEFINITION_BYTES_MOST, BoardChanges
from playhead.control.error_notes import NoteChanges
from playhead.control.filter_sets import Conditions, FilterSetChanges
from playhead.control.kept import KeptLimits
from playhead.model.people import Role
from playhead.model.saved import (
    COMPONENTS_MOST,
    DESCRIPTION_CHARS_MOST,
    ERROR_ID_MOST,
    NAME_CHARS_MOST,
    NOTES_CHARS_MOST,
    Bars,
    Board,
    BoardDefinition,
    ErrorNote,
    Keeper,
    MetricNumber,
    Ranking,
    Series,
    Visibility,
)
from tests.contract.control.household import BY, CHEAP, Household, refused

NORWAY = Conditions(("country:NO",), ("rebuffer_count>=2",))
DEFINITION = BoardDefinition(
    numbers=(MetricNumber(metric="views"), MetricNumber(metric="video_startup_time")),
    components=(
        Series(metric="views", dimension="country", values=("NO", "å\x00")),
        Bars(metric="views", dimension="browser", filters=("!country:NO",)),
        Ranking(metric="playback_failure_percentage", dimension="video_title"),
    ),
    filters=("country:NO",),
)
LIMITS = ControlLimits(
    hashing=CHEAP,
    error_notes_per_environment=2,
    filter_sets=KeptLimits(private_per_person=2, shared=1),
    boards=KeptLimits(private_per_person=2, shared=1),
    favourites_per_person=2,
)


class Readers(Household):
    """Two members and an admin, and two environments."""

    def __init__(self, dsn: str, limits: ControlLimits | None = None) -> None:
        super().__init__(dsn, limits)
        self.boss = Keeper(self.admin().id, is_admin=True)
        self.ada = Keeper(self.person("ada@example.org").id)
        self.bob = Keeper(self.person("bob@example.org", Role.MEMBER).id)
        self.here, self.there = (
            each.id
            for each in self.control.list_environments()
            if each.organization_id == self.organization_id
        )

    def board(self, keeper: Keeper, visibility: Visibility = Visibility.PRIVATE) -> Board:
        return self.control.boards.create(
            self.here, keeper, "Startup", DEFINITION, visibility, by=BY
        )


@pytest.fixture
def readers(dsn: str) -> Iterator[Readers]:
    household = Readers(dsn)
    yield household
    household.control.close()


@pytest.fixture
def few(dsn: str) -> Iterator[Readers]:
    household = Readers(dsn, LIMITS)
    yield household
    household.control.close()


def test_a_note_is_written_in_parts_and_forgotten_when_it_says_nothing(readers: Readers) -> None:
    write, about = readers.control.error_notes.write, readers.control.error_notes.about
    write(readers.here, 957, NoteChanges(description="An old CDN å"), by=BY)
    whole = write(readers.here, 957, NoteChanges(notes="Ask the CDN.\nThey know."), by=BY)
    assert whole == ErrorNote(readers.here, 957, "An old CDN å", "Ask the CDN.\nThey know.")
    with readers.opened() as another:
        assert another.error_notes.about(readers.here, [957, 958]) == {957: whole}
    assert about(readers.there, [957]) == {}
    assert about(readers.here, []) == {}
    emptied = write(readers.here, 957, NoteChanges(description=None, notes=""), by=BY)
    assert emptied == ErrorNote(readers.here, 957)
    assert about(readers.here, [957]) == {}
    assert readers.actions()[-3:] == ["error_note.changed"] * 3


@pytest.mark.parametrize(
    ("error_id", "changes"),
    [
        (0, NoteChanges()),
        (ERROR_ID_MOST + 1, NoteChanges()),
        (1, NoteChanges(description="x" * (DESCRIPTION_CHARS_MOST + 1))),
        (1, NoteChanges(notes="x" * (NOTES_CHARS_MOST + 1))),
        (1, NoteChanges(notes="a\x00b")),
        (1, NoteChanges(description="\ud800")),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused(
    readers: Readers, error_id: int, changes: NoteChanges
) -> None:
    write = readers.control.error_notes.write
    code = refused(lambda: write(readers.here, error_id, changes))
    assert code is ControlErrorCode.ERROR_NOTE_INVALID


def test_notes_have_a_limit_and_a_place_that_is_emptied_is_free(few: Readers) -> None:
    write = few.control.error_notes.write
    for error_id in (1, 2):
        write(few.here, error_id, NoteChanges(notes="known"))
    write(few.here, 2, NoteChanges(notes="better known"))
    code = refused(lambda: write(few.here, 3, NoteChanges(notes="new")))
    assert code is ControlErrorCode.ERROR_NOTE_LIMIT
    write(few.there, 3, NoteChanges(notes="elsewhere"))
    write(few.here, 1, NoteChanges(notes=None))
    write(few.here, 3, NoteChanges(notes="new"))
    code = refused(lambda: write("zzzzzzzz", 1, NoteChanges(notes="x")))
    assert code is ControlErrorCode.ENVIRONMENT_NOT_FOUND


def test_a_filter_set_is_its_makers_until_it_is_shared(readers: Readers) -> None:
    sets = readers.control.filter_sets
    made = sets.create(readers.here, readers.ada, "Norway", NORWAY, by=BY)
    assert (made.filters, made.metric_filters) == (NORWAY.filters, NORWAY.metric_filters)
    assert sets.listed(readers.here, readers.ada) == (made,)
    for keeper, where in (
        (readers.bob, readers.here),
        (readers.boss, readers.here),
        (readers.ada, readers.there),
    ):
        assert sets.listed(where, keeper) == ()
        for act in (
            lambda keeper=keeper, where=where: sets.delete(where, made.id, keeper),
            lambda keeper=keeper, where=where: sets.change(
                where, made.id, keeper, FilterSetChanges(name="Mine")
            ),
        ):
            assert refused(act) is ControlErrorCode.FILTER_SET_NOT_FOUND
    sharing = FilterSetChanges(visibility=Visibility.SHARED)
    shared = sets.change(readers.here, made.id, readers.ada, sharing, by=BY)
    assert sets.listed(readers.here, readers.bob) == (shared,)
    assert sets.listed(readers.there, readers.bob) == ()
    renaming = FilterSetChanges(name="North", filters=("country:SE",))
    code = refused(lambda: sets.change(readers.here, made.id, readers.bob, renaming))
    assert code is ControlErrorCode.NOT_THE_OWNER
    renamed = sets.change(readers.here, made.id, readers.boss, renaming, by=BY)
    assert (renamed.name, renamed.filters) == ("North", ("country:SE",))
    assert (renamed.metric_filters, renamed.owner_id) == (made.metric_filters, made.owner_id)
    sets.delete(readers.here, made.id, readers.boss, by=BY)
    assert sets.listed(readers.here, readers.ada) == ()
    assert readers.actions()[-4:] == [
        "filter_set.created",
        "filter_set.changed",
        "filter_set.changed",
        "filter_set.deleted",
    ]


@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(),
        Conditions(("country:NO",) * 51),
        Conditions(("x" * 2_201,)),
        Conditions(("",)),
        Conditions(("country:\ud800",)),
        Conditions((), ("a\x00",)),
    ],
    ids=["none", "many", "long", "empty", "half", "NUL"],
)
def test_filters_that_cannot_be_kept_are_refused(readers: Readers, conditions: Conditions) -> None:
    create = readers.control.filter_sets.create
    code = refused(lambda: create(readers.here, readers.ada, "Set", conditions))
    assert code is ControlErrorCode.FILTER_SET_INVALID
    assert readers.control.filter_sets.listed(readers.here, readers.ada) == ()


def test_a_change_cannot_empty_a_filter_set(readers: Readers) -> None:
    sets = readers.control.filter_sets
    made = sets.create(readers.here, readers.ada, "Set", Conditions(("country:NO",)))
    emptying = FilterSetChanges(filters=())
    code = refused(lambda: sets.change(readers.here, made.id, readers.ada, emptying))
    assert code is ControlErrorCode.FILTER_SET_INVALID
    assert sets.listed(readers.here, readers.ada) == (made,)


def test_private_and_shared_filter_sets_have_limits_of_their_own(few: Readers) -> None:
    sets = few.control.filter_sets
    made = [sets.create(few.here, few.ada, f"Set {nth}", NORWAY) for nth in range(2)]
    code = refused(lambda: sets.create(few.here, few.ada, "Third", NORWAY))
    assert code is ControlErrorCode.FILTER_SET_LIMIT
    sets.create(few.there, few.ada, "Elsewhere", NORWAY)
    sets.create(few.here, few.bob, "Another's", NORWAY)
    sharing = FilterSetChanges(visibility=Visibility.SHARED)
    sets.change(few.here, made[0].id, few.ada, sharing)
    sets.change(few.here, made[0].id, few.ada, sharing)
    code = refused(lambda: sets.change(few.here, made[1].id, few.ada, sharing))
    assert code is ControlErrorCode.FILTER_SET_LIMIT
    sets.create(few.here, few.ada, "Third", NORWAY)


@pytest.mark.parametrize("name", ["", " Startup", "x" * (NAME_CHARS_MOST + 1), "a\x00", "\u202e"])
def test_names_are_short_and_can_be_read(readers: Readers, name: str) -> None:
    control = readers.control
    for create in (
        lambda: control.boards.create(readers.here, readers.ada, name, DEFINITION),
        lambda: control.filter_sets.create(readers.here, readers.ada, name, NORWAY),
    ):
        assert refused(create) is ControlErrorCode.NAME_INVALID


def test_a_dashboard_is_read_back_as_it_was_built(readers: Readers) -> None:
    made = readers.board(readers.ada)
    assert made.definition == DEFINITION
    with readers.opened() as another:
        assert another.boards.find(readers.here, made.id, readers.ada) == made
    less = BoardDefinition(timeframe="7:days")
    changes = BoardChanges(name="Startup å", definition=less)
    changed = readers.control.boards.change(readers.here, made.id, readers.ada, changes, by=BY)
    assert (changed.name, changed.definition, changed.visibility) == (
        "Startup å",
        less,
        Visibility.PRIVATE,
    )
    assert readers.control.boards.listed(readers.here, readers.ada) == (changed,)
    assert readers.actions()[-2:] == ["dashboard.created", "dashboard.changed"]


def test_owners_edit_admins_edit_what_is_shared_others_duplicate(readers: Readers) -> None:
    boards = readers.control.boards
    made = readers.board(readers.ada)
    for keeper in (readers.bob, readers.boss):
        for act in (
            lambda keeper=keeper: boards.find(readers.here, made.id, keeper),
            lambda keeper=keeper: boards.duplicate(readers.here, made.id, keeper),
            lambda keeper=keeper: boards.mark(readers.here, made.id, keeper),
            lambda keeper=keeper: boards.delete(readers.here, made.id, keeper),
        ):
            assert refused(act) is ControlErrorCode.BOARD_NOT_FOUND
    shared = BoardChanges(visibility=Visibility.SHARED)
    boards.change(readers.here, made.id, readers.ada, shared)
    assert boards.find(readers.here, made.id, readers.bob).id == made.id
    code = refused(lambda: boards.find(readers.there, made.id, readers.bob))
    assert code is ControlErrorCode.BOARD_NOT_FOUND
    naming = BoardChanges(name="Bob's")
    for attempt in (
        lambda: boards.change(readers.here, made.id, readers.bob, naming),
        lambda: boards.delete(readers.here, made.id, readers.bob),
    ):
        assert refused(attempt) is ControlErrorCode.NOT_THE_OWNER
    copy = boards.duplicate(readers.here, made.id, readers.bob, by=BY)
    assert (copy.name, copy.owner_id, copy.visibility, copy.definition) == (
        "Copy of Startup",
        readers.bob.person_id,
        Visibility.PRIVATE,
        DEFINITION,
    )
    changed = boards.change(readers.here, made.id, readers.boss, BoardChanges(name="Ours"))
    assert (changed.name, changed.owner_id) == ("Ours", readers.ada.person_id)
    boards.delete(readers.here, made.id, readers.boss)
    assert boards.listed(readers.here, readers.bob) == (copy,)


def test_the_copy_of_a_long_name_is_no_longer(readers: Readers) -> None:
    boards = readers.control.boards
    made = boards.create(readers.here, readers.ada, "x" * 41 + " y" + "z" * 7, DEFINITION)
    copy = boards.duplicate(readers.here, made.id, readers.ada)
    assert copy.name == "Copy of " + "x" * 41
    assert len(copy.name) <= NAME_CHARS_MOST


def test_favourites_are_ones_own_and_go_with_the_dashboard(few: Readers) -> None:
    boards = few.control.boards
    own = [few.board(few.ada) for _ in range(2)]
    shared = few.board(few.bob, Visibility.SHARED)
    for board in (own[0], own[0], shared):
        boards.mark(few.here, board.id, few.ada)
    assert boards.favourites(few.here, few.ada) == {own[0].id, shared.id}
    assert boards.favourites(few.here, few.bob) == frozenset()
    assert boards.favourites(few.there, few.ada) == frozenset()
    code = refused(lambda: boards.mark(few.here, own[1].id, few.ada))
    assert code is ControlErrorCode.FAVOURITE_LIMIT
    boards.unmark(few.here, own[0].id, few.ada)
    boards.unmark(few.here, own[0].id, few.ada)
    boards.mark(few.here, own[1].id, few.ada)
    boards.mark(few.here, shared.id, few.bob)
    hiding = BoardChanges(visibility=Visibility.PRIVATE)
    boards.change(few.here, shared.id, few.bob, hiding)
    assert boards.favourites(few.here, few.ada) == {own[1].id}
    assert boards.favourites(few.here, few.bob) == {shared.id}
    boards.delete(few.here, own[1].id, few.ada)
    assert boards.favourites(few.here, few.ada) == frozenset()


def test_a_favourite_is_no_change_that_others_read(readers: Readers) -> None:
    made = readers.board(readers.ada)
    before, told = readers.control.change_number(), readers.actions()
    readers.control.boards.mark(readers.here, made.id, readers.ada)
    readers.control.boards.unmark(readers.here, made.id, readers.ada)
    assert (readers.control.change_number(), readers.actions()) == (before, told)


def test_dashboards_have_limits_copies_included(few: Readers) -> None:
    boards = few.control.boards
    made = few.board(few.ada)
    few.board(few.bob, Visibility.SHARED)
    boards.duplicate(few.here, made.id, few.ada)
    for act in (
        lambda: boards.duplicate(few.here, made.id, few.ada),
        lambda: few.board(few.ada),
        lambda: few.board(few.ada, Visibility.SHARED),
        lambda: boards.change(
            few.here, made.id, few.ada, BoardChanges(visibility=Visibility.SHARED)
        ),
    ):
        assert refused(act) is ControlErrorCode.BOARD_LIMIT
    assert boards.find(few.here, made.id, few.ada).visibility is Visibility.PRIVATE


@pytest.mark.parametrize(
    "definition",
    [
        BoardDefinition(timeframe="yesterday"),
        BoardDefinition(numbers=(MetricNumber(metric="views"),) * 6),
        BoardDefinition(components=(Bars(metric="views", dimension="country", rows=26),)),
        BoardDefinition(components=(Ranking(metric="Views!", dimension="country"),)),
        BoardDefinition(filters=("",)),
        BoardDefinition(filters=("country:\ud800",)),
        BoardDefinition(filters=("x" * 2_000,) * 40),
    ],
    ids=["timeframe", "numbers", "rows", "metric", "filter", "half", "bytes"],
)
def test_a_definition_that_could_not_be_drawn_is_refused(
    readers: Readers, definition: BoardDefinition
) -> None:
    boards = readers.control.boards
    code = refused(lambda: boards.create(readers.here, readers.ada, "Board", definition))
    assert code is ControlErrorCode.BOARD_INVALID


TOO_MUCH = [
    b'{"type":"timeseries","metric":"views","compare":"day","dimension":"country","values":["NO"]}',
    b'{"type":"timeseries","metric":"views","dimension":"country"}',
    b'{"type":"timeseries","metric":"views","values":["NO"]}',
    b'{"type":"timeseries","metric":"views","dimension":"country","values":["NO","NO"]}',
    b'{"type":"list","metric":"views"}',
    b'{"type":"list","metric":"views","dimension":"country","width":"full"}',
    b'{"type":"pie","metric":"views"}',
    b'{"metric":"views"}',
]


@pytest.mark.parametrize("component", TOO_MUCH)
def test_components_are_of_three_kinds_and_a_series_has_one_second_thing(component: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"components":[' + component + b"]}", type=BoardDefinition)


def test_the_bar_of_numbers_is_one_component_of_ten() -> None:
    bars = Bars(metric="views", dimension="country")
    number = MetricNumber(metric="views")
    whole = BoardDefinition(numbers=(number,) * 5, components=(bars,) * (COMPONENTS_MOST - 1))
    assert whole.component_count == COMPONENTS_MOST
    assert whole.parts() == (number,) * 5 + (bars,) * 9
    with pytest.raises(ValueError, match="11 components, the bar of numbers included: 10 is"):
        BoardDefinition(numbers=(number,), components=(bars,) * COMPONENTS_MOST)
    assert len(msgspec.json.encode(whole)) < DEFINITION_BYTES_MOST
