"""Finds the client's address behind the proxies that are trusted, and behind no other.

Law: from the right, every hop is believed only if a trusted one reported it. What a client wrote
into the header itself lies further left and is never reached. Pure; keeps nothing.
"""

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MOST_HOPS = 16


def client_address(
    peer: str | None,
    *,
    forwarded_for: Sequence[bytes],
    forwarded: Sequence[bytes],
    trusted: Sequence[Network],
) -> str | None:
    """Return the address of the client, or the last one known on the way to it.

    `forwarded_for` and `forwarded` are the values of X-Forwarded-For and Forwarded, in order. Where
    both are there, the first is believed, so a proxy that writes only Forwarded must remove it.
    A hop that is no address (`unknown`, `_hidden`, garbage) ends the walk.
    """
    if peer is None or not trusted:
        return peer
    reached = _address(peer)
    if reached is None:
        return peer
    hops = _list_hops(forwarded_for) if forwarded_for else _forwarded_hops(forwarded)
    for hop in hops:
        if not any(reached in network for network in trusted):
            break
        further = _address(hop)
        if further is None:
            break
        reached = further
    return str(reached)


def _list_hops(values: Sequence[bytes]) -> list[str]:
    """Return the last hops, the nearest first."""
    joined = b",".join(values).decode("latin-1")
    return [hop.strip() for hop in reversed(joined.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:])]


def _forwarded_hops(values: Sequence[bytes]) -> list[str]:
    return [_for_parameter(element) for element in _list_hops(values)]


def _for_parameter(element: str) -> str:
    for parameter in element.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.strip().lower() == "for":
            return value.strip().strip('"')
    return ""


def _address(text: str) -> Address | None:
    """Read an address with or without a port, in brackets or not."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
