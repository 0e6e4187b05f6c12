"""What every store keeps of what it is given: views once, in their newest version."""

import pytest

from playhead.store.clickhouse import ClickHouseReader, ClickHouseWriter
from playhead.store.connection import Connection
from playhead.store.interface import StoreError, UnstorableValueError
from playhead.store.write import ClickHouseWriter as Writer
from tests.contract.store.conftest import Written, all_events, all_views
from tests.contract.store.made import DAY_MS, NOON_MS, a_view, an_event

Store = tuple[ClickHouseWriter, ClickHouseReader]


def test_nothing_can_be_written(written: Written) -> None:
    written.writer.write(views=[], events=[])
    assert (written.views(), written.events()) == ([], [])


def test_views_and_events_come_back_as_they_were(written: Written) -> None:
    views = [a_view("a"), a_view("b", end_ms=NOON_MS + 1)]
    events = [an_event(1), an_event(2, time_ms=NOON_MS + DAY_MS)]
    written.writer.write(views=views, events=events)
    assert written.views() == views
    assert written.events() == events


@pytest.mark.parametrize(
    "end_ms",
    [NOON_MS, NOON_MS + 1, NOON_MS + DAY_MS, NOON_MS - DAY_MS],
    ids=["same end", "later", "next day", "day before"],
)
def test_a_newer_version_takes_the_place_of_the_older(written: Written, end_ms: int) -> None:
    written.writer.write(views=[a_view("a"), a_view("b")], events=[])
    newer = a_view("a", version=2, checkpoint_number=2, end_ms=end_ms)
    written.writer.write(views=[newer], events=[])
    assert written.views() == [newer, a_view("b")]


def test_a_view_can_be_replaced_many_times(written: Written) -> None:
    for version in range(1, 7):
        view = a_view(version=version, checkpoint_number=version, end_ms=NOON_MS + version * 1000)
        written.writer.write(views=[view], events=[])
        assert written.views() == [view]


def test_two_versions_in_one_batch_leave_the_newer(written: Written) -> None:
    newer = a_view(version=2, checkpoint_number=2)
    written.writer.write(views=[a_view(), newer], events=[])
    assert written.views() == [newer]


def test_the_same_id_in_another_environment_is_another_view(written: Written) -> None:
    other = a_view(environment_id="other")
    written.writer.write(views=[a_view(), other], events=[])
    newer = a_view(version=2)
    third = a_view("x", environment_id="other", version=2)
    written.writer.write(views=[newer, third], events=[])
    assert written.views() == [newer, other, third]


def test_a_thousand_views_are_replaced_at_once(written: Written) -> None:
    ids = [f"view-{number:04}" for number in range(1200)]
    written.writer.write(views=[a_view(one) for one in ids], events=[])
    newer = [a_view(one, version=2, end_ms=NOON_MS + 5) for one in ids[:1100]]
    written.writer.write(views=newer, events=[])
    assert written.views() == newer + [a_view(one) for one in ids[1100:]]


def test_hostile_ids_are_only_ids(written: Written) -> None:
    ids = sorted(
        ["'; DROP TABLE views; --", "\\'", "a\0b", "{x:String}", "%s", "😀", "\t\n", "a/b"]
    )
    written.writer.write(views=[a_view(one) for one in ids], events=[])
    newer = [a_view(one, version=2) for one in ids]
    written.writer.write(views=newer, events=[])
    assert sorted(view.identity.view_id for view in written.views()) == ids
    assert {view.identity.version for view in written.views()} == {2}


def test_forgetting_removes_what_came_from_a_record_on(written: Written) -> None:
    days = [NOON_MS + day * DAY_MS for day in range(4)]
    views = [a_view(f"v{n}", checkpoint_number=n, end_ms=day) for n, day in enumerate(days)]
    events = [an_event(n, checkpoint_number=n, time_ms=day) for n, day in enumerate(days)]
    written.writer.write(views=views, events=events)
    written.writer.forget_from(2)
    assert written.views() == views[:2]
    assert written.events() == events[:2]


def test_what_was_forgotten_can_be_written_again(written: Written) -> None:
    views, events = [a_view(checkpoint_number=5)], [an_event(1, checkpoint_number=5)]
    for _ in range(3):
        written.writer.write(views=views, events=events)
        written.writer.forget_from(5)
        assert (written.views(), written.events()) == ([], [])
    written.writer.write(views=views, events=events)
    assert (written.views(), written.events()) == (views, events)


def test_a_forgotten_newer_version_is_written_anew(written: Written) -> None:
    newer = a_view(version=2, checkpoint_number=2)
    written.writer.write(views=[a_view()], events=[])
    written.writer.write(views=[newer], events=[])
    written.writer.forget_from(2)
    written.writer.write(views=[newer], events=[])
    assert written.views() == [newer]


def test_a_batch_written_twice_stands_there_once(written: Written) -> None:
    views = [a_view("a"), a_view("b", version=3, end_ms=NOON_MS + DAY_MS)]
    events = [an_event(n) for n in range(50)]
    for _ in range(2):
        written.writer.write(views=views, events=events)
    assert (written.views(), written.events()) == (views, events)


class Failing(Connection):
    """A connection that fails once, before or after it does what the given call asks."""

    def __init__(self, connection: Connection, failing: str, *, after: bool) -> None:
        self.__dict__.update(connection.__dict__)
        self.failing: str | None = failing
        self.after = after

    def _go(self, what: str, action: object) -> None:
        assert callable(action)
        fails = self.failing is not None and self.failing in what
        if fails:
            self.failing = None
        if fails and not self.after:
            raise StoreError("no space left")
        action()
        if fails:
            raise StoreError("connection lost before the answer came")

    def insert(self, table, names, columns, settings):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        self._go(
            f"insert {table}!", lambda: Connection.insert(self, table, names, columns, settings)
        )

    def run(self, statement, parameters=None, settings=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        self._go(statement, lambda: Connection.run(self, statement, parameters, settings))


@pytest.mark.parametrize("after", [False, True], ids=["nothing done", "done, answer lost"])
@pytest.mark.parametrize("failing", ["insert views!", "insert view_events!", "DELETE"])
def test_a_failed_write_is_tried_again_and_nothing_is_doubled(
    store: Store, failing: str, *, after: bool
) -> None:
    sound, reader = store
    sound.write(views=[a_view("a"), a_view("b")], events=[])
    tokens = iter(["token-of-this-test"])
    writer = Writer(
        Failing(sound._connection, failing, after=after), new_token=lambda: next(tokens)
    )
    views, events = [a_view("a", version=2), a_view("c")], [an_event(n) for n in range(9)]
    with pytest.raises(StoreError):
        writer.write(views=views, events=events)
    writer.write(views=views, events=events)
    assert all_views(reader) == [views[0], a_view("b"), views[1]]
    assert all_events(reader) == events


@pytest.mark.parametrize(
    ("view_id", "sequence_number"),
    [("\ud800", 1), ("sound", 2**63)],
    ids=["half a surrogate in a view", "65 bits in an event"],
)
def test_a_value_that_cannot_be_stored_leaves_nothing_behind(
    store: Store, view_id: str, sequence_number: int
) -> None:
    writer, reader = store
    with pytest.raises(UnstorableValueError):
        writer.write(views=[a_view("a"), a_view(view_id)], events=[an_event(sequence_number)])
    assert (all_views(reader), all_events(reader)) == ([], [])


def test_a_batch_may_span_more_days_than_the_engine_takes_by_itself(store: Store) -> None:
    writer, reader = store
    views = [a_view(f"v{n:03}", end_ms=NOON_MS + n * DAY_MS) for n in range(101)]
    writer.write(views=views, events=[])
    assert all_views(reader) == views
