import pytest

from playhead.api.arguments import Parameter, read_arguments
from playhead.api.errors import ApiError

PARAMETERS = (Parameter("filters", "", many=True), Parameter("limit", ""))


def values(query_string: bytes, name: str = "filters") -> tuple[str, ...]:
    read = read_arguments(query_string, PARAMETERS, bytes_most=200, parameters_most=5)
    return read.all_of(name)


@pytest.mark.parametrize(
    ("query_string", "expected"),
    [
        pytest.param(b"filters[]=a:b&filters[]=c:d", ("a:b", "c:d"), id="literal brackets"),
        pytest.param(b"filters%5B%5D=a:b&filters%5b%5d=c", ("a:b", "c"), id="encoded brackets"),
        pytest.param(b"filters[1]=b&filters[0]=a", ("a", "b"), id="indices decide the order"),
        pytest.param(b"filters=a&filters=b", ("a", "b"), id="no brackets"),
        pytest.param(b"filters[]=a+b%20c%2Bd", ("a b c+d",), id="a plus is a space"),
        pytest.param(b"filters[]=title:%C3%85%26b%3D", ("title:Å&b=",), id="UTF-8"),
        pytest.param(b"filters[]=&filters[]=a", ("a",), id="an empty value is none"),
        pytest.param(b"filters[x]=a&other=b&filters", (), id="what is unknown is ignored"),
        pytest.param(b"", (), id="nothing"),
    ],
)
def test_values_are_read_in_every_spelling(query_string: bytes, expected: tuple[str, ...]) -> None:
    assert values(query_string) == expected


def test_of_a_single_parameter_the_last_value_counts() -> None:
    read = read_arguments(b"limit=1&limit=2&limit=", PARAMETERS, bytes_most=99, parameters_most=5)
    assert read.last_of("limit") == "2"
    assert read.last_of("filters") is None


@pytest.mark.parametrize(
    ("query_string", "said"),
    [
        (b"filters[]=" + b"x" * 200, "210 bytes: send at most 200"),
        (b"&".join([b"a=1"] * 6), "6 parameters: send at most 5"),
        (b"filters[]=%ff", "not UTF-8"),
        (b"filters[]=\xff", "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused(query_string: bytes, said: str) -> None:
    with pytest.raises(ApiError, match=said) as refused:
        values(query_string)
    assert (refused.value.status, refused.value.code) == (400, "invalid_parameters")
