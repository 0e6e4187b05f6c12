"""What may no longer be kept goes, each environment's after its own time, and nothing else."""

from collections.abc import Iterator

import msgspec
import pytest

from playhead.store.clickhouse import ClickHouseReader, ClickHouseWriter, open_retention, open_store
from playhead.store.retention import DAY_MS, Dropped, Kept, Retention
from tests.contract.store.conftest import NUMBERS
from tests.contract.store.made import NOON_MS, a_view, an_event

MIDNIGHT_MS = NOON_MS // DAY_MS * DAY_MS
AGES_DAYS = (0, 1, 10, 40)


@pytest.fixture
def filled(engine: str) -> Iterator[tuple[Retention, ClickHouseReader]]:
    """Two environments, each with a view and an event of four ages."""
    database = f"retention_{next(NUMBERS)}"
    writer, reader = open_store(engine, database=database)
    retention = open_retention(engine, database=database)
    _fill(writer)
    yield retention, reader
    retention.close()
    reader.close()
    writer.close()


def _fill(writer: ClickHouseWriter) -> None:
    for environment_id in ("short", "long"):
        for age in AGES_DAYS:
            at_ms = NOON_MS - age * DAY_MS
            name = f"{environment_id}-{age}"
            writer.write(
                views=[a_view(name, environment_id=environment_id, end_ms=at_ms)],
                events=[
                    msgspec.structs.replace(
                        an_event(1, view_id=name, time_ms=at_ms), environment_id=environment_id
                    )
                ],
            )


def ages(reader: ClickHouseReader, table: str, environment_id: str) -> list[int]:
    """The ages in days of what is left."""
    answer = reader.select(
        f"SELECT view_id FROM {table} WHERE environment_id = {{id:String}}",  # noqa: S608
        {"id": environment_id},
    )
    return sorted(int(str(row[0]).rpartition("-")[2]) for row in answer.rows)


@pytest.mark.parametrize("table", ["views", "view_events"])
@pytest.mark.parametrize(
    ("kept", "short", "long"),
    [
        (Kept(NOON_MS - 100 * DAY_MS), [0, 1, 10, 40], [0, 1, 10, 40]),
        (Kept(NOON_MS - 30 * DAY_MS), [0, 1, 10], [0, 1, 10]),
        (Kept(NOON_MS - 30 * DAY_MS, {"short": NOON_MS - 5 * DAY_MS}), [0, 1], [0, 1, 10]),
        (Kept(NOON_MS - 5 * DAY_MS, {"long": NOON_MS - 100 * DAY_MS}), [0, 1], [0, 1, 10, 40]),
    ],
    ids=["all is young", "one time for all", "one keeps for less", "one keeps for longer"],
)
def test_each_environment_keeps_for_its_own_time(
    filled: tuple[Retention, ClickHouseReader],
    table: str,
    kept: Kept,
    short: list[int],
    long: list[int],
) -> None:
    retention, reader = filled
    retention.drop(kept)
    assert ages(reader, table, "short") == short
    assert ages(reader, table, "long") == long


def test_a_row_is_kept_until_its_day_is_over(
    filled: tuple[Retention, ClickHouseReader],
) -> None:
    retention, reader = filled
    retention.drop(Kept(NOON_MS + 1 - DAY_MS))
    assert ages(reader, "views", "long") == [0, 1]
    retention.drop(Kept(MIDNIGHT_MS))
    assert ages(reader, "views", "long") == [0]


def test_it_says_what_went_and_then_that_nothing_is_left_to_do(
    filled: tuple[Retention, ClickHouseReader],
) -> None:
    retention, _ = filled
    kept = Kept(NOON_MS - 30 * DAY_MS, {"short": NOON_MS - 5 * DAY_MS})
    assert retention.drop(kept) == Dropped(days=2, rows=2)
    assert retention.drop(kept) == Dropped()
