import pytest

from playhead.api.spelling import decimal_text, iso_milliseconds, iso_seconds


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1"),
        (1.0, "1"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.9415, "0.9415"),
        (571000.5, "571000.5"),
        (-36.6, "-36.6"),
        (3.2e-05, "0.000032"),
        (1e22, "10000000000000000000000"),
        (100, "100"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_a_decimal_is_the_shortest_text_without_exponent(number: float, text: str) -> None:
    assert decimal_text(number) == text


def test_a_bucket_has_seconds_and_a_view_has_milliseconds() -> None:
    assert iso_seconds(1_770_076_800_000) == "2026-02-03T00:00:00Z"
    assert iso_milliseconds(1_770_076_801_007) == "2026-02-03T00:00:01.007Z"
