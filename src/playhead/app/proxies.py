"""Who is at the other end, and whether HTTPS is spoken with them: found out once, for all rooms.

Law: from the right, every hop is believed only if a trusted one reported it. What a client wrote
into a header itself lies further left and is never reached. By hearsay nobody is on this machine:
a client's address is a loopback one only if the client dialled us itself; where a proxy on this
machine hides who asked, nobody is known.
"""

import ipaddress
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any, NamedTuple

Scope = MutableMapping[str, Any]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MOST_HOPS = 16
_FORWARDING = frozenset({b"x-forwarded-for", b"forwarded", b"x-forwarded-proto", b"x-real-ip"})
_LOOPBACK = ("127.", "::1")
_MAPPED = "::ffff:"
"""How an IPv4 address looks where one socket listens for both."""


class _Hop(NamedTuple):
    """What one proxy said of whoever asked it."""

    address: str
    scheme: str


class Proxies:
    """Believes the networks that are trusted.

    `on_unbelieved` hears, once, of a proxy on this machine that is not trusted.
    """

    def __init__(
        self, trusted: Sequence[Network], *, on_unbelieved: Callable[[], None] = lambda: None
    ) -> None:
        """Trust these and nobody else."""
        self._trusted = tuple(trusted)
        self._on_unbelieved: Callable[[], None] | None = on_unbelieved

    def resolve(self, scope: Scope) -> None:
        """Put the true client and scheme into a request's scope; None where nobody is known."""
        client = scope.get("client")
        if client is None:
            return
        peer: str = client[0]
        if peer.startswith(_MAPPED):
            peer = peer.removeprefix(_MAPPED)
            scope["client"] = (peer, client[1])
        from_here = peer.startswith(_LOOPBACK)
        if not self._trusted and not from_here:
            return
        forwarded = [(name, value) for name, value in scope["headers"] if name in _FORWARDING]
        if not forwarded:
            return
        reached = self._trusted_address(peer)
        if reached is not None:
            self._walk(scope, reached, _hops(forwarded))
        elif from_here:
            scope["client"] = None
            if self._on_unbelieved is not None:
                self._on_unbelieved()
                self._on_unbelieved = None

    def _trusted_address(self, text: str) -> Address | None:
        address = _address(text)
        if address is None or not any(address in network for network in self._trusted):
            return None
        return address

    def _walk(self, scope: Scope, reached: Address, hops: Sequence[_Hop]) -> None:
        """Go left as long as trusted proxies lead there.

        A hop that is no address (`unknown`, `_hidden`, garbage) ends the walk; what it says of
        the scheme counts, since a trusted proxy said it.
        """
        scheme = scope["scheme"] if not hops else "http"
        for hop in hops:
            if not any(reached in network for network in self._trusted):
                break
            scheme = "https" if hop.scheme == "https" else "http"
            further = _address(hop.address)
            if further is None:
                break
            reached = further
        scope["scheme"] = scheme
        scope["client"] = None if reached.is_loopback else (str(reached), 0)


def _hops(forwarded: Sequence[tuple[bytes, bytes]]) -> list[_Hop]:
    """Return the last hops, the nearest first.

    X-Forwarded-For is believed before Forwarded, so a proxy that writes only Forwarded has to
    remove it. Of X-Forwarded-Proto there may be one for each hop, or one for all.
    """
    listed = _listed(forwarded, b"x-forwarded-for")
    if not listed:
        standard = _listed(forwarded, b"forwarded")
        if standard:
            return [
                _Hop(_parameter(each, "for"), _parameter(each, "proto").lower())
                for each in standard
            ]
    schemes = [each.lower() for each in _listed(forwarded, b"x-forwarded-proto")]
    if not listed:
        return [_Hop("", schemes[0])] if schemes else []
    if len(schemes) == 1:
        schemes *= len(listed)
    schemes += [""] * (len(listed) - len(schemes))
    return [_Hop(address, scheme) for address, scheme in zip(listed, schemes, strict=False)]


def _listed(forwarded: Sequence[tuple[bytes, bytes]], wanted: bytes) -> list[str]:
    values = [value for name, value in forwarded if name == wanted]
    if not values:
        return []
    joined = b",".join(values).decode("latin-1")
    return [hop.strip() for hop in reversed(joined.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:])]


def _parameter(element: str, wanted: str) -> str:
    for parameter in element.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.strip().lower() == wanted:
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
