"""Where the demo's viewers live: countries, their clocks, and addresses that belong to them.

Each network is the first half of addresses that public country databases give to the country.

Law: data, and pure readings of it.
"""

import math
from typing import Final

import msgspec


class Country(msgspec.Struct, frozen=True):
    """A country; `weight` is its share of viewers, `networks` are the first two bytes."""

    code: str
    weight: float
    utc_offset_h: float
    networks: tuple[str, ...]


COUNTRIES: Final = (
    Country("US", 0.24, -6, ("12.1", "24.16", "68.40", "73.20")),
    Country("GB", 0.12, 0, ("81.96", "86.128", "90.192")),
    Country("DE", 0.12, 1, ("84.56", "91.0", "79.192")),
    Country("FR", 0.08, 1, ("90.0", "82.64", "86.192")),
    Country("BR", 0.08, -3, ("177.32", "189.4", "201.0")),
    Country("IN", 0.08, 5.5, ("49.32", "117.192")),
    Country("JP", 0.06, 9, ("126.0", "219.160")),
    Country("ES", 0.05, 1, ("79.144", "83.32", "88.0")),
    Country("NL", 0.04, 1, ("77.160", "84.24", "82.168")),
    Country("SE", 0.03, 1, ("81.224", "90.224", "78.64")),
    Country("AU", 0.04, 10, ("1.120", "58.160", "101.160")),
    Country("CA", 0.03, -5, ("70.24", "99.224")),
    Country("KR", 0.02, 9, ("175.192", "121.128")),
    Country("ZA", 0.01, 2, ("41.0", "197.64")),
)

_EVENING_H: Final = 20.5
_NIGHT_SHARE: Final = 0.35


def activity(country: Country, now_ms: int) -> float:
    """Return how much a country watches now, around 1: most in its evening, least at night."""
    hour = (now_ms / 3_600_000 + country.utc_offset_h) % 24
    return _at_hour(hour) / _MEAN


def _at_hour(hour: float) -> float:
    away_h = min(abs(hour - _EVENING_H), 24 - abs(hour - _EVENING_H))
    return _NIGHT_SHARE + (1 - _NIGHT_SHARE) * math.exp(-((away_h / 5) ** 2))


_MEAN: Final = sum(_at_hour(hour) for hour in range(24)) / 24
