import pytest

from playhead.model.column import Kind
from playhead.model.pulse import PULSE_COLUMNS, Audience, Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import VIEW_COLUMNS
from playhead.store import ddl


@pytest.mark.parametrize(
    ("kind", "nullable", "spelled"),
    [
        (Kind.LABEL, False, "LowCardinality(String)"),
        (Kind.LABEL, True, "LowCardinality(Nullable(String))"),
        (Kind.TEXT, True, "Nullable(String)"),
        (Kind.TIME, False, "DateTime64(3, 'UTC')"),
        (Kind.INTEGER, True, "Nullable(Int64)"),
        (Kind.COUNT, False, "Int32"),
        (Kind.DECIMAL, False, "Float64"),
        (Kind.FLAG, True, "Nullable(Bool)"),
        (Kind.TEXT_LIST, False, "Array(LowCardinality(String))"),
        (Kind.TEXT_MAP, False, "Map(LowCardinality(String), String)"),
        (Kind.TOTALS, False, "Map(LowCardinality(String), Int64)"),
    ],
)
def test_each_kind_has_its_type(kind: Kind, *, nullable: bool, spelled: str) -> None:
    assert ddl.column_type(kind, nullable=nullable) == spelled


@pytest.mark.parametrize("kind", [Kind.TEXT_LIST, Kind.TEXT_MAP, Kind.TOTALS])
def test_a_list_or_map_cannot_be_null(kind: Kind) -> None:
    with pytest.raises(TypeError, match="cannot be nullable"):
        ddl.column_type(kind, nullable=True)


def test_tables_have_the_columns_of_the_model_and_no_others() -> None:
    assert [column.name for column in ddl.VIEWS.columns] == [field.name for field in VIEW_COLUMNS]
    names = tuple(column.name for column in ddl.VIEW_EVENTS.columns)
    assert names == TimelineEvent.__struct_fields__
    assert [column.name for column in ddl.PULSES.columns] == [field.name for field in PULSE_COLUMNS]
    names = tuple(column.name for column in ddl.AUDIENCES.columns)
    assert names == Audience.__struct_fields__
    names = tuple(column.name for column in ddl.TICKS.columns)
    assert names == Tick.__struct_fields__[: len(names)]


def test_what_is_kept_for_a_while_goes_by_whole_parts() -> None:
    for table in ddl.TABLES:
        text = ddl.create_table(table)
        assert ("TTL toDateTime(tick_ms) + INTERVAL" in text) == (table.kept_for is not None)
        assert ("ttl_only_drop_parts = 1" in text) == (table.kept_for is not None)


def test_a_cluster_changes_the_engine_and_where_the_statement_runs() -> None:
    one = ddl.create_table(ddl.VIEWS)
    many = ddl.create_table(ddl.VIEWS, cluster="east`1")
    assert many == one.replace(
        "IF NOT EXISTS views\n", "IF NOT EXISTS views ON CLUSTER `east\\`1`\n"
    ).replace("ENGINE = MergeTree\n", "ENGINE = ReplicatedMergeTree\n")


def test_a_column_is_added_at_most_once() -> None:
    column = ddl.TableColumn("custom_21", "LowCardinality(Nullable(String))")
    assert ddl.add_column(ddl.VIEWS, column) == (
        "ALTER TABLE views ADD COLUMN IF NOT EXISTS `custom_21` LowCardinality(Nullable(String))"
    )


def test_a_column_that_is_added_later_is_packed_too() -> None:
    column = ddl.TableColumn("stalls", "Nullable(Int64)", "CODEC(T64, LZ4)")
    assert ddl.add_column(ddl.VIEWS, column).endswith("`stalls` Nullable(Int64) CODEC(T64, LZ4)")
