"""The demo's viewers live in regions, which the collector finds as it finds those of others."""

from collections import Counter
from pathlib import Path

import maxminddb
import pytest

from playhead.collect.places import Places, open_places
from playhead.demo.geography import Record, database_of
from playhead.demo.places import COUNTRIES, Country
from playhead.demo.regions import REGIONS, regions_database


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    path = tmp_path_factory.mktemp("regions") / "regions.mmdb"
    path.write_bytes(regions_database())
    return open_places([path]).places


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.code)
def test_every_address_of_the_demo_has_a_region_of_its_country(
    country: Country, places: Places
) -> None:
    for network in country.networks:
        found = [places.place_of(f"{network}.{third}.7") for third in range(256)]
        assert {place.country for place in found} == {country.code}
        counts = Counter(place.region for place in found)
        regions = REGIONS[country.code]
        assert set(counts) == {region.name for region in regions}
        whole = sum(region.share for region in regions)
        for region in regions:
            assert counts[region.name] == pytest.approx(256 * region.share / whole, abs=1.1)


def test_other_addresses_are_unknown_to_it(tmp_path: Path) -> None:
    path = tmp_path / "regions.mmdb"
    path.write_bytes(regions_database())
    with maxminddb.open_database(path) as database:
        assert database.get("8.8.8.8") is None
        assert database.get("12.2.0.1") is None
        assert database.metadata().database_type == "Playhead-Demo-Regions"


def test_a_database_keeps_what_is_long_and_what_is_in_lists(tmp_path: Path) -> None:
    record: Record = {"name": "ö" * 100, "list": ["a", {"b": 70_000}], "none": 0, "empty": ""}
    path = tmp_path / "one.mmdb"
    path.write_bytes(database_of({bytes((10, 0)): record, bytes((10, 1)): record}, kind="Test"))
    with maxminddb.open_database(path) as database:
        assert database.get("10.0.9.9") == database.get("10.1.9.9") == record
        assert database.get("10.2.0.0") is None


def test_it_is_the_same_each_time() -> None:
    assert regions_database() == regions_database()
