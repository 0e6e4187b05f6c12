"""From a client's address to a place: what its network tells, and no more.

Law: the address is cut to its network (/24 or /48) before anything is looked up or remembered, so
no full address outlives its request, in memory or on disk. City and coordinates are left out
unless asked for.
"""

import ipaddress
import logging
import socket
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import maxminddb

from playhead.collect.databases import ASN_DATABASE, COUNTRY_DATABASE
from playhead.model.beacon import Place

_log = logging.getLogger(__name__)

_NOWHERE = Place()
_MAPPED_IPV4 = bytes(10) + b"\xff\xff"
_IPV4_PREFIX_BYTES = 3
_IPV6_PREFIX_BYTES = 6


class AddressDatabase(Protocol):
    """A database in MaxMind's format."""

    def get(self, ip_address: str) -> Any:
        """Return the record of the network an address is in, or None."""
        ...


class Places:
    """Looks up places in the databases given; where several know, the first one's word counts."""

    def __init__(
        self,
        databases: Sequence[AddressDatabase],
        *,
        keep_city: bool = False,
        remembered: int = 65_536,
    ) -> None:
        self._databases = tuple(databases)
        self._keep_city = keep_city
        self._of_prefix = lru_cache(remembered)(self._look_up)

    def place_of(self, address: str | None) -> Place:
        """Return the place of an address; an empty one if it is none."""
        if not address:
            return _NOWHERE
        try:
            if ":" not in address:
                return self._of_prefix(socket.inet_pton(socket.AF_INET, address)[:3])
            packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
        except (OSError, ValueError):
            return _NOWHERE
        if packed.startswith(_MAPPED_IPV4):
            return self._of_prefix(packed[12 : 12 + _IPV4_PREFIX_BYTES])
        return self._of_prefix(packed[:_IPV6_PREFIX_BYTES])

    def _look_up(self, prefix: bytes) -> Place:
        network = _network(prefix)
        if not network.network_address.is_global:
            # A private network may lie anywhere; it still tells one office from another.
            return Place(address_prefix=str(network))
        address = str(network.network_address)
        found = Place()
        for database in self._databases:
            try:
                known = database.get(address)
            except ValueError:
                continue  # A database for IPv4 alone was asked about IPv6.
            except maxminddb.InvalidDatabaseError:
                _log.exception("a geography database is damaged; going on without its answer")
                continue
            if isinstance(known, dict):
                found = _completed(found, _place(known))
        return Place(
            country=found.country,
            region=found.region,
            city=found.city if self._keep_city else None,
            latitude=found.latitude if self._keep_city else None,
            longitude=found.longitude if self._keep_city else None,
            asn=found.asn,
            asn_name=found.asn_name,
            address_prefix=str(network),
        )


class OpenedPlaces(NamedTuple):
    """Places, and what the operator should be told about them, once."""

    places: Places
    warnings: Sequence[str]


def open_places(
    named: Sequence[Path] = (),
    *,
    keep_city: bool = False,
    shipped_country: Path = COUNTRY_DATABASE,
    shipped_asn: Path = ASN_DATABASE,
) -> OpenedPlaces:
    """Open the operator's databases, and behind them the shipped ones.

    Raises:
        OSError: a named database cannot be opened.
        maxminddb.InvalidDatabaseError: it is not in MaxMind's format.
    """
    databases: list[AddressDatabase] = [maxminddb.open_database(path) for path in named]
    warnings = []
    for path, what in ((shipped_country, "country"), (shipped_asn, "ASN")):
        if path.is_file():
            databases.append(maxminddb.open_database(path))
        elif not named:
            warnings.append(
                f"the {what} database is not there ({path.name}): views will have no {what};"
                " build the package with its databases, or name one of your own"
            )
    return OpenedPlaces(Places(databases, keep_city=keep_city), warnings)


def _network(prefix: bytes) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    if len(prefix) == _IPV4_PREFIX_BYTES:
        return ipaddress.IPv4Network((prefix + bytes(1), 24))
    return ipaddress.IPv6Network((prefix + bytes(10), 48))


def _completed(first: Place, second: Place) -> Place:
    """Take from the second what the first does not know, never half of a geography."""
    place, network = (first if first.country else second), (first if first.asn else second)
    return Place(
        country=place.country,
        region=place.region,
        city=place.city,
        latitude=place.latitude,
        longitude=place.longitude,
        asn=network.asn,
        asn_name=network.asn_name,
    )


def _place(record: dict[str, Any]) -> Place:
    """Read a record as MaxMind's databases nest it, or flat as the free ones do."""
    location = _mapping(record.get("location"))
    return Place(
        country=_country(record),
        region=_region(record),
        city=_name(record.get("city")),
        latitude=_degrees(location.get("latitude", record.get("latitude"))),
        longitude=_degrees(location.get("longitude", record.get("longitude"))),
        asn=_asn(record.get("autonomous_system_number", record.get("asn"))),
        asn_name=_text(record.get("autonomous_system_organization", record.get("as_name"))),
    )


def _country(record: dict[str, Any]) -> str | None:
    nested = record.get("country")
    code = nested.get("iso_code") if isinstance(nested, dict) else None
    return _text(code or record.get("country_code"))


def _region(record: dict[str, Any]) -> str | None:
    subdivisions = record.get("subdivisions")
    if isinstance(subdivisions, list) and subdivisions:
        return _name(subdivisions[0]) or _text(_mapping(subdivisions[0]).get("iso_code"))
    return _text(record.get("state1") or record.get("region"))


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        return _text(_mapping(value.get("names")).get("en"))
    return _text(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _degrees(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return round(float(value), 1) if isinstance(value, int | float) else None


def _asn(value: object) -> int | None:
    if isinstance(value, str):
        digits = value.removeprefix("AS")
        return int(digits) if digits.isdecimal() else None
    return value if isinstance(value, int) else None
