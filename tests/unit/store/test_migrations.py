import pytest

from playhead.store.interface import StoreError
from playhead.store.migrations import Migration, all_migrations, pending

THREE = [Migration(number, f"step_{number}", "") for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("applied", "left"),
    [(set(), [1, 2, 3]), ({1}, [2, 3]), ({1, 2, 3}, [])],
    ids=["new database", "older one", "current one"],
)
def test_what_is_left_to_apply(applied: set[int], left: list[int]) -> None:
    assert [migration.number for migration in pending(THREE, applied)] == left


def test_a_newer_database_is_refused() -> None:
    with pytest.raises(StoreError, match="it has migration 4, this code knows 3"):
        pending(THREE, {1, 2, 3, 4})


def test_the_shipped_files_are_numbered_without_gaps() -> None:
    numbers = [migration.number for migration in all_migrations()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_a_file_is_split_into_statements_for_its_place() -> None:
    text = "CREATE TABLE a{on_cluster} (x String)\nENGINE = {merge_tree};\n\nDROP TABLE b;\n"
    migration = Migration(1, "first", text)
    assert migration.statements(None) == [
        "CREATE TABLE a (x String)\nENGINE = MergeTree",
        "DROP TABLE b",
    ]
    assert migration.statements("all")[0] == (
        "CREATE TABLE a ON CLUSTER `all` (x String)\nENGINE = ReplicatedMergeTree"
    )
