"""The key under which strangers are counted: their network, never their whole address.

A /24 of IPv4 or a /48 of IPv6 is what one site commonly has: counting single addresses would let
one IPv6 customer come 2^80 times.

Law: pure.
"""

import ipaddress

UNKNOWN = "unknown"


def prefix_of(address: str | None) -> str:
    """Return the network of an address as text; `UNKNOWN` where there is none."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, bits), strict=False))
