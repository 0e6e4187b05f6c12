"""The registrable domain of a host: what one registers to own it, by the Public Suffix List.

Law: pure; the list comes with its package and is read once, the cache is bounded.
"""

import functools
import ipaddress

from publicsuffixlist import PublicSuffixList


@functools.cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=True)


@functools.lru_cache(maxsize=10_000)
def registrable_domain(host: str | None) -> str | None:
    """Return `example.co.uk` for `cdn.example.co.uk`; an address or a bare name is its own."""
    if host is None:
        return None
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        found: str | None = _suffixes().privatesuffix(host.lower())
        return found or host
