"""Every country has one continent and one name."""

import pytest

from playhead.catalog.countries import (
    _CONTINENTS,
    COUNTRIES,
    continent_of,
    countries_called,
    name_of,
)


def test_each_of_the_249_iso_countries_and_kosovo_counts_to_one_continent() -> None:
    listed = [country for countries in _CONTINENTS.values() for country in countries.split()]
    assert len(listed) == len(COUNTRIES) == 250


def test_each_country_has_a_name() -> None:
    assert [country for country in sorted(COUNTRIES) if not name_of(country)] == []


@pytest.mark.parametrize(
    ("country", "continent", "name"),
    [
        ("NO", "EU", "Norway"),
        ("US", "NA", "United States"),
        ("AQ", "AN", "Antarctica"),
        ("TR", "AS", "Türkiye"),
        ("EG", "AF", "Egypt"),
        ("ZZ", None, None),
        ("no", None, None),
        ("", None, None),
    ],
)
def test_country(country: str, continent: str | None, name: str | None) -> None:
    assert (continent_of(country), name_of(country)) == (continent, name)


@pytest.mark.parametrize(
    ("part", "countries"),
    [
        ("norway", ("NO",)),
        ("NORWAY", ("NO",)),
        ("united ", ("AE", "GB", "US")),
        ("ÜRK", ("TR",)),
        ("%", ()),
        ("nowhere", ()),
    ],
)
def test_countries_are_found_by_a_part_of_their_name(part: str, countries: tuple[str, ...]) -> None:
    assert countries_called(part) == countries
