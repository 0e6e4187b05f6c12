"""Where the server calls: never into its own network, whatever an answer from outside says."""

import socket
from collections.abc import Sequence

import httpx
import pytest

from playhead.app.outgoing import OutgoingTransport, PlaceForbiddenError, is_public, looked_up
from playhead.app.settings import Settings
from playhead.app.sign_on import ProviderHttp, provider_http

PUBLIC = "93.184.215.14"
METADATA = "169.254.169.254"


class Told:
    """Answers every request and remembers where it went."""

    def __init__(self, refusing: Sequence[str] = ()) -> None:
        self.requests: list[httpx.Request] = []
        self._refusing = refusing

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host in self._refusing:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json={})


def client(
    told: Told, addresses: Sequence[str] | Exception, named: Sequence[str] = ()
) -> httpx.Client:
    def lookup(_host: str, _port: int) -> Sequence[str]:
        if isinstance(addresses, Exception):
            raise addresses
        return addresses

    inner = httpx.MockTransport(told)
    return httpx.Client(transport=OutgoingTransport(named, lookup=lookup, inner=inner))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::5db8:d70e", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        (METADATA, False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("::1", False),
        ("::", False),
        ("::127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:a00:1::", False),
        ("2001:db8::1", False),
        ("", False),
        ("localhost", False),
    ],
)
def test_an_address_is_public_or_not(address: str, *, public: bool) -> None:
    assert is_public(address) is public


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    told = Told()
    with client(told, [PUBLIC]) as outgoing:
        assert outgoing.get("https://keys.example:8443/jwks?a=b").status_code == 200
    [sent] = told.requests
    assert str(sent.url) == f"https://{PUBLIC}:8443/jwks?a=b"
    assert sent.headers["host"] == "keys.example:8443"
    assert sent.extensions["sni_hostname"] == "keys.example"


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    told = Told(refusing=[PUBLIC])
    with client(told, [PUBLIC, "8.8.8.8"]) as outgoing:
        assert outgoing.post("https://keys.example/", data={"a": "b"}).status_code == 200
        assert told.requests[-1].url.host == "8.8.8.8"
        assert told.requests[-1].read() == b"a=b"
    with client(told, [PUBLIC]) as outgoing, pytest.raises(httpx.ConnectError, match="refused"):
        outgoing.get("https://keys.example/")


@pytest.mark.parametrize(
    "addresses",
    [[METADATA], ["10.0.0.1"], ["127.0.0.1"], ["::1"], [PUBLIC, "10.0.0.1"], ["nonsense"]],
    ids=str,
)
def test_nobody_is_asked_whose_name_leads_inside(addresses: Sequence[str]) -> None:
    told = Told()
    with client(told, addresses) as outgoing, pytest.raises(PlaceForbiddenError):
        outgoing.get("https://keys.example/")
    assert told.requests == []


def test_a_host_that_an_operator_named_may_be_inside() -> None:
    told = Told()
    with client(told, ["10.0.0.5"], named=["ID.corp.example"]) as outgoing:
        assert outgoing.get("https://id.corp.example/").status_code == 200
        with pytest.raises(PlaceForbiddenError):
            outgoing.get("https://id.corp.example.evil.example/")
    assert len(told.requests) == 1


@pytest.mark.parametrize("addresses", [socket.gaierror("no such name"), UnicodeError("label"), []])
def test_a_name_without_an_address_is_told(addresses: Sequence[str] | Exception) -> None:
    with client(Told(), addresses) as outgoing, pytest.raises(httpx.ConnectError):
        outgoing.get("https://nowhere.example/")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:1/",
        "https://localhost:1/",
        "https://[::1]:1/",
        "https://0x7f000001:1/",
        "https://2130706433:1/",
        "https://127.1:1/",
        f"https://{METADATA}/latest/meta-data/",
    ],
)
def test_an_address_is_known_however_it_is_spelled(url: str) -> None:
    """By the real resolver, which is what would connect."""
    told = Told()
    transport = OutgoingTransport((), lookup=looked_up, inner=httpx.MockTransport(told))
    with httpx.Client(transport=transport) as outgoing, pytest.raises(httpx.ConnectError):
        outgoing.get(url)
    assert told.requests == []


def test_a_provider_cannot_send_us_to_another_host_inside() -> None:
    """Its own host is where an operator said; what its description names is not."""
    settings = Settings(oidc_issuer="https://localhost:1/realm", oidc_client_id="playhead")
    http = provider_http(settings)
    for url, told in (
        (f"https://{METADATA}/keys", "no public address"),
        ("https://127.0.0.1:1/token", "no public address"),
        ("https://localhost:1/realm", "refused|Connect"),
    ):
        with pytest.raises(Exception, match=told):
            http.get(url)
    http.close()


def test_who_asks_a_provider_follows_nobody() -> None:
    def elsewhere(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/"
        return httpx.Response(302, headers={"location": "https://id.example/inside"})

    http = ProviderHttp(httpx.MockTransport(elsewhere))
    with pytest.raises(Exception, match="answers 302"):
        http.get("https://id.example/")
    http.close()
