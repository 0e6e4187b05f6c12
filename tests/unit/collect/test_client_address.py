"""Only what a trusted proxy saw is believed."""

import ipaddress

import pytest

from playhead.collect.client_address import client_address
from tests.unit.collect.asking import House, beacon

TRUSTED = tuple(ipaddress.ip_network(text) for text in ("10.0.0.0/8", "2001:db8:ffff::/48"))


@pytest.mark.parametrize(
    ("story", "peer", "forwarded_for", "expected"),
    [
        ("no header", "10.0.0.1", [], "10.0.0.1"),
        ("a stranger's header", "8.8.8.8", [b"1.1.1.1"], "8.8.8.8"),
        ("one proxy", "10.0.0.1", [b"8.8.8.8"], "8.8.8.8"),
        ("two proxies", "10.0.0.1", [b"8.8.8.8, 10.0.0.2"], "8.8.8.8"),
        ("two headers", "10.0.0.1", [b"8.8.8.8", b"10.0.0.2"], "8.8.8.8"),
        ("a liar before the proxy", "10.0.0.1", [b"1.1.1.1, 8.8.8.8"], "8.8.8.8"),
        ("a liar who plays proxy", "10.0.0.1", [b"1.1.1.1, 10.9.9.9, 8.8.8.8"], "8.8.8.8"),
        ("proxies all the way", "10.0.0.1", [b"10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("garbage", "10.0.0.1", [b"<script>"], "10.0.0.1"),
        ("garbage further left", "10.0.0.1", [b"1.1.1.1, unknown, 10.0.0.2"], "10.0.0.2"),
        ("an empty value", "10.0.0.1", [b""], "10.0.0.1"),
        ("no ASCII", "10.0.0.1", [b"\xff\xfe"], "10.0.0.1"),
        ("a port", "10.0.0.1", [b"8.8.8.8:4711"], "8.8.8.8"),
        ("IPv6", "10.0.0.1", [b"2a00:1450::5"], "2a00:1450::5"),
        ("IPv6 with a port", "10.0.0.1", [b"[2a00:1450::5]:4711"], "2a00:1450::5"),
        ("an IPv6 proxy", "2001:db8:ffff::1", [b"8.8.8.8"], "8.8.8.8"),
        ("an IPv4 proxy seen through IPv6", "::ffff:10.0.0.1", [b"8.8.8.8"], "8.8.8.8"),
        ("no peer", None, [b"8.8.8.8"], None),
        ("a socket's path as peer", "/run/x.sock", [b"8.8.8.8"], "/run/x.sock"),
        (
            "endless hops",
            "10.0.0.1",
            [b"8.8.8.8," + b"10.0.0.2," * 9999 + b"10.0.0.2"],
            "10.0.0.2",
        ),
    ],
)
def test_walks_from_the_right_while_the_hops_are_trusted(
    story: str, peer: str | None, forwarded_for: list[bytes], expected: str | None
) -> None:
    found = client_address(peer, forwarded_for=forwarded_for, forwarded=[], trusted=TRUSTED)
    assert found == expected, story


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ([b"for=8.8.8.8;proto=https;by=10.0.0.1"], "8.8.8.8"),
        ([b'proto=https; For="[2a00:1450::5]:4711"'], "2a00:1450::5"),
        ([b"for=1.1.1.1, for=8.8.8.8, for=10.0.0.2"], "8.8.8.8"),
        ([b"for=1.1.1.1", b"for=8.8.8.8"], "8.8.8.8"),
        ([b"for=_hidden"], "10.0.0.1"),
        ([b"proto=https"], "10.0.0.1"),
    ],
)
def test_reads_the_standard_header_too(forwarded: list[bytes], expected: str) -> None:
    found = client_address("10.0.0.1", forwarded_for=[], forwarded=forwarded, trusted=TRUSTED)
    assert found == expected


def test_the_usual_header_wins_over_the_standard_one() -> None:
    found = client_address(
        "10.0.0.1", forwarded_for=[b"8.8.8.8"], forwarded=[b"for=1.1.1.1"], trusted=TRUSTED
    )
    assert found == "8.8.8.8"


@pytest.mark.parametrize(("trusted", "expected"), [(TRUSTED, "8.8.8.0/24"), ((), "10.0.0.0/24")])
def test_the_collector_believes_trusted_proxies_alone(
    trusted: tuple[ipaddress.IPv4Network, ...], expected: str
) -> None:
    house = House(trusted_proxies=trusted)
    house.post(
        beacon(), client=("10.0.0.1", 1), headers=((b"x-forwarded-for", b"1.1.1.1, 8.8.8.8"),)
    )
    assert house.journal.last().place.address_prefix == expected


def test_the_full_address_is_nowhere_in_the_record() -> None:
    house = House(trusted_proxies=TRUSTED)
    house.post(beacon(), client=("10.0.0.77", 1), headers=((b"x-forwarded-for", b"8.8.8.123"),))
    assert b"8.8.8.123" not in house.journal.records[0]
    assert b"10.0.0.77" not in house.journal.records[0]
