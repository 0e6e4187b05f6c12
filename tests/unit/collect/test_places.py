"""An address becomes a place, cut to its network first."""

from pathlib import Path
from typing import Any

import maxminddb
import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet  # type: ignore[import-untyped]

from playhead.collect.databases import ASN_DATABASE, COUNTRY_DATABASE
from playhead.collect.places import Places, open_places
from playhead.model.beacon import Place

CITY = {
    "country": {"iso_code": "FR", "names": {"en": "France"}},
    "subdivisions": [{"iso_code": "IDF", "names": {"en": "Île-de-France"}}],
    "city": {"names": {"en": "Paris", "de": "Paris"}},
    "location": {"latitude": 48.8566, "longitude": 2.3522},
}
FLAT_CITY = {
    "country_code": "FR",
    "state1": "Île-de-France",
    "city": "Paris",
    "latitude": "48.8566",
    "longitude": "2.3522",
}
ASN = {"autonomous_system_number": 64500, "autonomous_system_organization": "Example"}


class FakeDatabase:
    """Knows one answer for every address, and which addresses it was asked for."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def get(self, ip_address: str) -> Any:
        self.asked.append(ip_address)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def database(path: Path, networks: dict[str, dict[str, Any]]) -> Path:
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True)
    for network, record in networks.items():
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(str(path))
    return path


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("8.8.8.8", "8.8.8.0/24"),
        ("::ffff:8.8.8.8", "8.8.8.0/24"),
        ("2a00:1450:4001:81b::200e", "2a00:1450:4001::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("192.168.7.9", "192.168.7.0/24"),
        ("127.0.0.1", "127.0.0.0/24"),
        ("::1", "::/48"),
    ],
)
def test_addresses_are_cut_to_their_network(address: str, prefix: str) -> None:
    assert Places([]).place_of(address) == Place(address_prefix=prefix)


@pytest.mark.parametrize(
    "address", [None, "", "localhost", "8.8.8", "8.8.8.8.8", "/run/x.sock", ":", "8.8.8.8\0"]
)
def test_what_is_no_address_is_nowhere(address: str | None) -> None:
    assert Places([FakeDatabase(CITY)]).place_of(address) == Place()


@pytest.mark.parametrize("address", ["10.1.2.3", "127.0.0.1", "::1", "fd00::1", "169.254.0.1"])
def test_private_addresses_are_not_looked_up(address: str) -> None:
    fake = FakeDatabase(CITY)
    place = Places([fake]).place_of(address)
    assert (place.country, fake.asked) == (None, [])


@pytest.mark.parametrize("record", [CITY, FLAT_CITY], ids=["nested", "flat"])
@pytest.mark.parametrize("keep_city", [False, True])
def test_city_and_coordinates_only_if_asked_for(record: dict[str, Any], *, keep_city: bool) -> None:
    place = Places([FakeDatabase(record | ASN)], keep_city=keep_city).place_of("8.8.8.8")
    assert place == Place(
        country="FR",
        region="Île-de-France",
        city="Paris" if keep_city else None,
        latitude=48.9 if keep_city else None,
        longitude=2.4 if keep_city else None,
        asn=64500,
        asn_name="Example",
        address_prefix="8.8.8.0/24",
    )


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ({"asn": "AS64500", "as_name": "Example"}, Place(asn=64500, asn_name="Example")),
        ({"subdivisions": [{"iso_code": "IDF"}]}, Place(region="IDF")),
        ({"subdivisions": []}, Place()),
        ({"country": {}}, Place()),
        ({"country": "FR"}, Place()),
        ({"country_code": ""}, Place()),
        ({"asn": "none", "latitude": "north", "city": 7}, Place()),
        (["not", "a", "map"], Place()),
        (None, Place()),
    ],
)
def test_odd_records_tell_what_they_can(record: Any, place: Place) -> None:
    found = Places([FakeDatabase(record)], keep_city=True).place_of("8.8.8.8")
    assert (found.country, found.region, found.city, found.latitude, found.asn) == (
        place.country,
        place.region,
        place.city,
        place.latitude,
        place.asn,
    )


def test_neighbours_share_one_lookup_and_no_full_address_is_asked_for() -> None:
    fake = FakeDatabase(ASN)
    places = Places([fake])
    assert places.place_of("8.8.8.8") is places.place_of("8.8.8.200")
    places.place_of("2a00:1450:4001:1::1")
    places.place_of("2a00:1450:4001:2::1")
    assert fake.asked == ["8.8.8.0", "2a00:1450:4001::"]


def test_what_is_remembered_is_bounded() -> None:
    fake = FakeDatabase(ASN)
    places = Places([fake], remembered=2)
    for _ in range(2):
        for third in range(3):
            places.place_of(f"8.8.{third}.1")
    assert len(fake.asked) == 6


def test_the_first_database_that_knows_the_country_tells_the_geography() -> None:
    named = FakeDatabase({"country_code": "DE"})
    places = Places([named, FakeDatabase(CITY), FakeDatabase(ASN)], keep_city=True)
    place = places.place_of("8.8.8.8")
    assert (place.country, place.city, place.asn) == ("DE", None, 64500)


@pytest.mark.parametrize(
    "trouble", [ValueError("IPv6 in an IPv4 database"), maxminddb.InvalidDatabaseError("damaged")]
)
def test_a_database_in_trouble_does_not_silence_the_others(trouble: Exception) -> None:
    places = Places([FakeDatabase(trouble), FakeDatabase(ASN)])
    assert places.place_of("8.8.8.8").asn == 64500


def test_opens_the_shipped_databases(tmp_path: Path) -> None:
    opened = open_places(
        shipped_country=database(tmp_path / "c.mmdb", {"8.8.8.0/24": {"country_code": "US"}}),
        shipped_asn=database(tmp_path / "a.mmdb", {"8.0.0.0/8": ASN, "2a00:1450::/32": ASN}),
    )
    assert not opened.warnings
    assert opened.places.place_of("8.8.8.8") == Place(
        country="US", asn=64500, asn_name="Example", address_prefix="8.8.8.0/24"
    )
    assert opened.places.place_of("2a00:1450:4001::1").asn == 64500
    assert opened.places.place_of("9.9.9.9") == Place(address_prefix="9.9.9.0/24")


def test_a_named_database_comes_before_the_shipped_ones(tmp_path: Path) -> None:
    opened = open_places(
        [database(tmp_path / "city.mmdb", {"8.8.8.0/24": CITY})],
        keep_city=True,
        shipped_country=database(tmp_path / "c.mmdb", {"8.0.0.0/8": {"country_code": "US"}}),
        shipped_asn=tmp_path / "absent.mmdb",
    )
    assert not opened.warnings
    assert opened.places.place_of("8.8.8.8").city == "Paris"
    assert opened.places.place_of("8.8.9.9").country == "US"


def test_absent_databases_are_said_once_and_cost_nothing_else(tmp_path: Path) -> None:
    opened = open_places(
        shipped_country=tmp_path / "country.mmdb", shipped_asn=tmp_path / "asn.mmdb"
    )
    assert [warning.split(":")[0] for warning in opened.warnings] == [
        "the country database is not there (country.mmdb)",
        "the ASN database is not there (asn.mmdb)",
    ]
    assert opened.places.place_of("8.8.8.8") == Place(address_prefix="8.8.8.0/24")


def test_a_named_database_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"mine\.mmdb"):
        open_places([tmp_path / "mine.mmdb"])


def test_the_shipped_databases_lie_beside_their_readme() -> None:
    assert COUNTRY_DATABASE.parent == ASN_DATABASE.parent
    assert (COUNTRY_DATABASE.parent / "README.md").is_file()
