"""Only what a trusted proxy saw is believed; and by hearsay nobody is on this machine."""

import ipaddress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.app.proxies import Proxies

TRUSTED = [
    ipaddress.ip_network(text) for text in ("10.0.0.0/8", "2001:db8:ffff::/48", "127.0.0.1/32")
]
Headers = list[tuple[bytes, bytes]]


def resolved(
    peer: str | None, headers: Headers, *, trusted: bool = True, scheme: str = "http"
) -> tuple[str | None, str]:
    scope: dict[str, Any] = {
        "type": "http",
        "scheme": scheme,
        "client": None if peer is None else (peer, 4711),
        "headers": [(b"host", b"example.com"), *headers, (b"accept", b"*/*")],
    }
    Proxies(TRUSTED if trusted else []).resolve(scope)
    return (scope["client"][0] if scope["client"] else None), scope["scheme"]


def xff(*values: str) -> Headers:
    return [(b"x-forwarded-for", value.encode("latin-1")) for value in values]


def proto(*values: str) -> Headers:
    return [(b"x-forwarded-proto", value.encode()) for value in values]


def forwarded(*values: str) -> Headers:
    return [(b"forwarded", value.encode()) for value in values]


@pytest.mark.parametrize(
    ("peer", "headers", "client"),
    [
        pytest.param("10.0.0.1", [], "10.0.0.1", id="no header"),
        pytest.param("8.8.8.8", xff("1.1.1.1"), "8.8.8.8", id="a stranger's header"),
        pytest.param("10.0.0.1", xff("8.8.8.8"), "8.8.8.8", id="one proxy"),
        pytest.param("10.0.0.1", xff("8.8.8.8, 10.0.0.2"), "8.8.8.8", id="two proxies"),
        pytest.param("10.0.0.1", xff("8.8.8.8", "10.0.0.2"), "8.8.8.8", id="two headers"),
        pytest.param("10.0.0.1", xff("1.1.1.1, 8.8.8.8"), "8.8.8.8", id="a liar before the proxy"),
        pytest.param(
            "10.0.0.1", xff("1.1.1.1, 10.9.9.9, 8.8.8.8"), "8.8.8.8", id="a liar who plays proxy"
        ),
        pytest.param("10.0.0.1", xff("10.0.0.3, 10.0.0.2"), "10.0.0.3", id="proxies all the way"),
        pytest.param("10.0.0.1", xff("<script>"), "10.0.0.1", id="garbage"),
        pytest.param(
            "10.0.0.1", xff("1.1.1.1, unknown, 10.0.0.2"), "10.0.0.2", id="garbage further left"
        ),
        pytest.param("10.0.0.1", xff(""), "10.0.0.1", id="an empty value"),
        pytest.param("10.0.0.1", xff("\xff\xfe"), "10.0.0.1", id="no ASCII"),
        pytest.param("10.0.0.1", xff("8.8.8.8:4711"), "8.8.8.8", id="a port"),
        pytest.param("10.0.0.1", xff("2a00:1450::5"), "2a00:1450::5", id="IPv6"),
        pytest.param("10.0.0.1", xff("[2a00:1450::5]:4711"), "2a00:1450::5", id="IPv6, a port"),
        pytest.param("10.0.0.1", xff("fe80::1%eth0"), "fe80::1", id="IPv6 with a zone"),
        pytest.param("2001:db8:ffff::1", xff("8.8.8.8"), "8.8.8.8", id="an IPv6 proxy"),
        pytest.param("::ffff:10.0.0.1", xff("8.8.8.8"), "8.8.8.8", id="an IPv4 proxy through IPv6"),
        pytest.param("::ffff:8.8.4.4", [], "8.8.4.4", id="an IPv4 client through IPv6"),
        pytest.param("10.0.0.1", xff("::ffff:8.8.8.8"), "8.8.8.8", id="a mapped hop"),
        pytest.param(None, xff("8.8.8.8"), None, id="no peer"),
        pytest.param("/run/x.sock", xff("8.8.8.8"), "/run/x.sock", id="a socket's path as peer"),
        pytest.param(
            "10.0.0.1", xff("8.8.8.8," + "10.0.0.2," * 9999 + "10.0.0.2"), "10.0.0.2", id="endless"
        ),
        pytest.param("10.0.0.1", forwarded("for=8.8.8.8;proto=https"), "8.8.8.8", id="standard"),
        pytest.param(
            "10.0.0.1",
            forwarded('proto=https; For="[2a00:1450::5]:4711"'),
            "2a00:1450::5",
            id="standard, IPv6 and a port",
        ),
        pytest.param(
            "10.0.0.1",
            forwarded("for=1.1.1.1, for=8.8.8.8", "for=10.0.0.2"),
            "8.8.8.8",
            id="standard, a chain",
        ),
        pytest.param("10.0.0.1", forwarded("for=_hidden"), "10.0.0.1", id="standard, hidden"),
        pytest.param(
            "10.0.0.1",
            [*forwarded("for=1.1.1.1"), *xff("8.8.8.8")],
            "8.8.8.8",
            id="the usual header wins over the standard one",
        ),
        # Loopback: only who dialled us itself is here.
        pytest.param("127.0.0.1", [], "127.0.0.1", id="this machine"),
        pytest.param("::1", [], "::1", id="this machine, IPv6"),
        pytest.param("127.0.0.1", xff("8.8.8.8"), "8.8.8.8", id="a proxy here"),
        pytest.param("127.0.0.1", xff("127.0.0.1"), None, id="here, says a proxy here"),
        pytest.param("10.0.0.1", xff("127.0.0.1"), None, id="here, says a proxy elsewhere"),
        pytest.param("10.0.0.1", xff("::1, 10.0.0.9"), None, id="here, says who is trusted"),
        pytest.param("127.0.0.1", xff("unknown"), None, id="a proxy here that does not know"),
        pytest.param("127.0.0.1", proto("https"), None, id="a proxy here that does not say"),
        pytest.param("127.0.0.2", xff("8.8.8.8"), None, id="a proxy here that is not trusted"),
        pytest.param("::1", forwarded("for=8.8.8.8"), None, id="another, IPv6"),
    ],
)
def test_the_client_is_the_rightmost_whom_no_trusted_proxy_only_heard_of(
    peer: str | None, headers: Headers, client: str | None
) -> None:
    assert resolved(peer, headers)[0] == client


@pytest.mark.parametrize(
    ("peer", "headers", "scheme"),
    [
        pytest.param("10.0.0.1", [], "http", id="no header"),
        pytest.param("10.0.0.1", [*xff("8.8.8.8"), *proto("https")], "https", id="one proxy"),
        pytest.param("10.0.0.1", [*xff("8.8.8.8"), *proto("HTTPS")], "https", id="in capitals"),
        pytest.param("10.0.0.1", [*xff("8.8.8.8"), *proto("http")], "http", id="in the clear"),
        pytest.param("10.0.0.1", xff("8.8.8.8"), "http", id="a proxy that does not say"),
        pytest.param("10.0.0.1", [*xff("8.8.8.8"), *proto("wss")], "http", id="something else"),
        pytest.param("10.0.0.1", proto("https"), "https", id="a scheme without a client"),
        pytest.param("8.8.8.8", [*xff("1.1.1.1"), *proto("https")], "http", id="a stranger's"),
        pytest.param(
            "10.0.0.1",
            [*xff("1.1.1.1, 8.8.8.8"), *proto("https, http")],
            "http",
            id="a liar before the proxy",
        ),
        pytest.param(
            "10.0.0.1",
            [*xff("8.8.8.8, 10.0.0.2"), *proto("https, http")],
            "https",
            id="plain between two proxies",
        ),
        pytest.param(
            "10.0.0.1",
            [*xff("8.8.8.8, 10.0.0.2"), *proto("https")],
            "https",
            id="the first proxy's word, passed on",
        ),
        pytest.param("10.0.0.1", forwarded("for=8.8.8.8;proto=https"), "https", id="standard"),
        pytest.param(
            "10.0.0.1",
            forwarded("for=1.1.1.1;proto=https, for=8.8.8.8;proto=http"),
            "http",
            id="standard, a liar",
        ),
        pytest.param(
            "10.0.0.1",
            forwarded("for=8.8.8.8;proto=https, for=10.0.0.2;proto=http"),
            "https",
            id="standard, two proxies",
        ),
    ],
)
def test_the_scheme_is_that_between_the_client_and_the_first_trusted_proxy(
    peer: str, headers: Headers, scheme: str
) -> None:
    assert resolved(peer, headers)[1] == scheme


def test_tls_of_our_own_needs_no_proxy() -> None:
    assert resolved("8.8.8.8", proto("http"), scheme="https") == ("8.8.8.8", "https")


@pytest.mark.parametrize("peer", ["10.0.0.1", "8.8.8.8"])
def test_without_trusted_proxies_headers_mean_nothing(peer: str) -> None:
    assert resolved(peer, [*xff("1.1.1.1"), *proto("https")], trusted=False) == (peer, "http")


def test_a_proxy_here_that_nobody_trusts_is_told_of_once() -> None:
    told: list[str] = []
    proxies = Proxies([], on_unbelieved=lambda: told.append("told"))
    for _ in range(3):
        scope: dict[str, Any] = {
            "scheme": "http",
            "client": ("127.0.0.1", 1),
            "headers": xff("8.8.8.8"),
        }
        proxies.resolve(scope)
    assert told == ["told"]


@given(
    st.sampled_from(["10.0.0.1", "127.0.0.1", "127.0.0.2", "8.8.8.8", "::1"]),
    st.lists(
        st.tuples(
            st.sampled_from([b"x-forwarded-for", b"forwarded", b"x-forwarded-proto"]),
            st.binary(max_size=80)
            | st.sampled_from([b"127.0.0.1", b"::1", b"for=127.0.0.1", b"10.0.0.1", b"https"]),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_whatever_headers_say_nobody_gets_onto_this_machine(peer: str, headers: Headers) -> None:
    client, scheme = resolved(peer, headers)
    assert client is None or not ipaddress.ip_address(client).is_loopback
    assert scheme in {"http", "https"}
