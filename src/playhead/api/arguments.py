"""From a query string to the arguments of an endpoint, in all the spellings that clients use.

`name=`, `name[]=` and `name[0]=`, literal or percent-encoded, once or repeated. Law: pure; an empty
value is no value, unless it is declared one; what the endpoint does not declare is ignored.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from playhead.api.errors import invalid_parameters

_NAME = re.compile(r"([^\[\]]{1,100})(?:\[([0-9]{0,4})\])?", re.ASCII)


class Parameter(msgspec.Struct, frozen=True):
    """One query parameter of an endpoint; `many`: all its values count, else the last.

    `kind` and `example` describe a value for people and generated clients; what is accepted is
    for the endpoint to say. With `empty` even an empty value is one.
    """

    name: str
    meaning: str
    kind: Any = str
    many: bool = False
    required: bool = False
    empty: bool = False
    example: str | None = None


class Arguments(msgspec.Struct, frozen=True):
    """The values that a request gives, by the bare name of their parameter, in order."""

    values: Mapping[str, tuple[str, ...]]

    def all_of(self, name: str) -> tuple[str, ...]:
        """Return all values of a parameter."""
        return self.values.get(name, ())

    def last_of(self, name: str) -> str | None:
        """Return the value of a parameter that has one, the last where there are several."""
        values = self.all_of(name)
        return values[-1] if values else None


def read_arguments(
    query_string: bytes, parameters: Sequence[Parameter], *, bytes_most: int, parameters_most: int
) -> Arguments:
    """Return the values of an endpoint's parameters.

    Raises:
        ApiError: 400, the query string is too long or not UTF-8.
    """
    if len(query_string) > bytes_most:
        raise invalid_parameters(
            f"the query string has {len(query_string)} bytes: send at most {bytes_most}"
        )
    known = {parameter.name: parameter for parameter in parameters}
    found: dict[str, list[tuple[int, str]]] = {}
    for name, value in _pairs(query_string, parameters_most):
        spelled = _NAME.fullmatch(name)
        parameter = known.get(spelled[1]) if spelled else None
        if spelled is None or parameter is None or not (value or parameter.empty):
            continue
        values = found.setdefault(spelled[1], [])
        values.append((int(spelled[2]) if spelled[2] else len(values), value))
    return Arguments({name: _in_order(values) for name, values in found.items()})


def _in_order(values: list[tuple[int, str]]) -> tuple[str, ...]:
    """By their index where one was given; the sort leaves equal ones as they came."""
    return tuple(value for _, value in sorted(values, key=lambda pair: pair[0]))


def _pairs(query_string: bytes, parameters_most: int) -> list[tuple[str, str]]:
    number = query_string.count(b"&") + 1
    if number > parameters_most:
        raise invalid_parameters(
            f"the query string has {number} parameters: send at most {parameters_most}"
        )
    try:
        return parse_qsl(query_string.decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise invalid_parameters(
            "the query string is not UTF-8: percent-encode the UTF-8 bytes of each value"
        ) from None
