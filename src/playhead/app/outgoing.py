"""Where the server may call: public addresses, and the hosts that an operator named.

What is answered from outside may name further places to ask, such as a provider's endpoints. A name
is looked up here, its addresses are checked, and the connection goes to the very address that was
checked: a name that means another machine a moment later leads nowhere else.

Law: nothing is sent before the address is known and allowed. An address of this machine, of the
network around it or of no single machine is allowed under the names an operator set and no other.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

import httpx

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup: TypeAlias = Callable[[str, int], Sequence[str]]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PlaceForbiddenError(httpx.ConnectError):
    """A host is not where the server may call."""


def looked_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as this machine finds them.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class OutgoingTransport(httpx.BaseTransport):
    """An HTTP transport that calls checked addresses alone."""

    def __init__(
        self,
        named_hosts: Collection[str],
        *,
        lookup: Lookup = looked_up,
        inner: httpx.BaseTransport | None = None,
    ) -> None:
        """Call hosts with public addresses, and `named_hosts` wherever they are."""
        self._named = frozenset(host.lower() for host in named_hosts)
        self._lookup = lookup
        self._inner = inner or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the first address that takes it.

        Raises:
            PlaceForbiddenError: one of the host's addresses is not public.
            httpx.TransportError: nobody answers.
        """
        url = request.url
        host = url.host
        # The certificate is still checked against the name, which also stands in `Host`.
        extensions = {**request.extensions, "sni_hostname": url.raw_host.decode("ascii")}
        failed: httpx.ConnectError | None = None
        for address in self._addresses(host, url.port or _DEFAULT_PORTS[url.scheme]):
            sent = httpx.Request(
                request.method,
                url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions=extensions,
            )
            try:
                return self._inner.handle_request(sent)
            except httpx.ConnectError as error:
                failed = error
        raise failed or httpx.ConnectError(f"{host} has no address")

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = self._lookup(host, port)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"{host} is not found: {error}") from None
        if host.lower() not in self._named:
            for address in found:
                if not is_public(address):
                    raise PlaceForbiddenError(
                        f"{host} is {address}, which is no public address: it is not asked"
                    )
        return found


def is_public(text: str) -> bool:
    """Tell whether an address is some single machine's on the open internet."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)))
    inside = address.sixtofour or (address.teredo and address.teredo[1])
    return address in _UNICAST and address.is_global and (inside is None or is_public(str(inside)))
