"""A beacon as the journal keeps it: what one HTTP request brought, and what the edge knew of it.

The client's address is not among the fields: the collector reduces it to a `Place` before the
record exists, so the full address is never written to disk.
"""

import msgspec


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a client's address is, as far as the edge's databases know.

    `country` is ISO 3166-1 alpha-2; latitude and longitude are degrees with one decimal;
    `address_prefix` is the address cut to /24 (IPv4) or /48 (IPv6).
    """

    country: str | None = None
    region: str | None = None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    asn: int | None = None
    asn_name: str | None = None
    address_prefix: str | None = None


class BeaconRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One accepted beacon. `body` is the JSON text as sent, unzipped, its events still unread."""

    received_at_ms: int
    environment_id: str
    event_count: int
    place: Place
    user_agent: str
    body: bytes


encode_record = msgspec.msgpack.Encoder().encode
decode_record = msgspec.msgpack.Decoder(BeaconRecord).decode
