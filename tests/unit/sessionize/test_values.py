"""Values as players send them: numbers as text, text as numbers, and worse."""

from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import given

from playhead.sessionize.core import values
from playhead.sessionize.core.values import LARGEST_WHOLE, Json


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (values.number, 1, 1.0),
        (values.number, "1.5", 1.5),
        (values.number, " 2 ", 2.0),
        (values.number, "1.77E12", 1.77e12),
        (values.number, "nan", None),
        (values.number, "inf", None),
        (values.number, float("inf"), None),
        (values.number, 1e308, None),
        (values.number, "1" * 65, None),
        (values.number, "", None),
        (values.number, True, None),
        (values.number, None, None),
        (values.number, [1], None),
        (values.whole, 1.6, 2),
        (values.whole, "1500.4", 1500),
        (values.whole, LARGEST_WHOLE, LARGEST_WHOLE),
        (values.whole, LARGEST_WHOLE + 1, None),
        (values.whole, 10**30, None),
        (values.whole, {}, None),
        (values.count, 0, 0),
        (values.count, -1, None),
        (values.count, "3", 3),
        (values.positive, 0, None),
        (values.positive, 640, 640),
        (values.positive, -640, None),
        (values.amount, 0.25, 0.25),
        (values.amount, -0.25, None),
        (values.duration_ms, 12.4, 12),
        (values.duration_ms, -1, None),
        (values.truth, True, True),
        (values.truth, "true", True),
        (values.truth, "False", False),
        (values.truth, 1, True),
        (values.truth, 0.0, False),
        (values.truth, "1", True),
        (values.truth, 2, None),
        (values.truth, "yes", None),
        (values.truth, None, None),
        (values.truth, [], None),
        (values.text, "word", "word"),
        (values.text, "", None),
        (values.text, 4, "4"),
        (values.text, 4.0, "4"),
        (values.text, 4.5, "4.5"),
        (values.text, True, "true"),
        (values.text, None, None),
        (values.text, 10**30, None),
        (values.text, ["a"], None),
        (values.text, "a\x00b", "ab"),
        (values.text, "\x00", None),
        (values.text, "x" * 600, "x" * 512),
        (values.text, "😀" * 600, "😀" * 512),
        (values.preload, "metadata", True),
        (values.preload, "auto", True),
        (values.preload, "none", False),
        (values.preload, "", False),
        (values.preload, False, False),
        (values.preload, None, False),
        (values.preload, ["auto"], False),
    ],
)
def test_a_value_is_read_as_what_it_means(
    read: Callable[[Json], object], value: Json, expected: object
) -> None:
    found = read(value)
    assert found == expected
    assert type(found) is type(expected)


def test_a_duration_has_a_longest() -> None:
    assert values.duration_ms(3_600_000, longest_ms=3_600_000) == 3_600_000
    assert values.duration_ms(3_600_001, longest_ms=3_600_000) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(_JSON)
def test_every_reading_is_total(value: Json) -> None:
    for read in (values.number, values.whole, values.count, values.positive, values.amount):
        found = read(value)
        assert found is None or -LARGEST_WHOLE <= found <= LARGEST_WHOLE
    assert values.truth(value) in (None, True, False)
    assert values.preload(value) in (True, False)
    found_text = values.text(value, 20)
    assert found_text is None or 0 < len(found_text) <= 20
