from playhead.catalog.dimension import Shape
from playhead.model.view import VIEW_COLUMNS
from playhead.query.sql_insights import EXAMINED


def test_only_flags_have_a_value_where_another_dimension_makes_the_group() -> None:
    """Of the others the one that is not null is taken, so each of them has to be null there."""
    nullable = {field.name for field in VIEW_COLUMNS if field.nullable}
    never_null = [each for each in EXAMINED if each.column not in nullable]
    assert never_null
    assert {each.shape for each in never_null} == {Shape.FLAG}


def test_a_group_is_told_by_64_bits_at_most() -> None:
    assert len(EXAMINED) <= 64
