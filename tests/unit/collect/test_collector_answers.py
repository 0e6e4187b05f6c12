"""What each client hears, and which requests are the collector's at all."""

import asyncio
import json

import pytest

from playhead.collect.asgi import Message
from playhead.model.outcome import BeaconOutcome
from tests.unit.collect.asking import ENVIRONMENT, KEY, House, beacon, request


@pytest.mark.parametrize("path", ["/", "/android", "/a.gif", "/collect/v1", "/any/depth/at/all"])
def test_takes_a_beacon_on_any_path(path: str) -> None:
    house = House()
    heard = house.post(beacon(), path=path)
    assert heard.status == 200
    assert heard.body == b""
    assert heard.headers["access-control-allow-origin"] == "*"
    assert heard.headers["cache-control"] == "no-store"
    assert heard.headers["content-length"] == "0"
    assert "connection" not in heard.headers
    assert house.outcomes() == {BeaconOutcome.ACCEPTED: 1}


def test_a_preflight_hears_what_it_may_send() -> None:
    house = House()
    heard = house.ask(request("OPTIONS", "/collect/v1"))
    assert heard is not None
    assert heard.status == 204
    assert heard.headers == {
        "access-control-allow-origin": "*",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "access-control-allow-methods": "POST, GET, OPTIONS",
        "access-control-allow-headers": "content-type, content-encoding",
        "access-control-max-age": "86400",
    }
    assert (house.counts.preflights, house.outcomes()) == (1, {})


def test_a_legacy_pixel_is_one_event() -> None:
    house = House()
    heard = house.ask(
        request("GET", "/a.gif", b"e=playing&ake=key1&vtt=Caf%C3%A9+%26&placd=&psqno=7&rc=2")
    )
    assert heard is not None
    assert (heard.status, heard.headers["content-type"]) == (200, "image/gif")
    assert heard.headers["access-control-allow-origin"] == "*"
    assert heard.body.startswith(b"GIF89a\x01\x00\x01\x00")
    assert len(heard.body) == int(heard.headers["content-length"])
    record = house.journal.last()
    assert record.event_count == 1
    assert json.loads(record.body) == {
        "events": [{"e": "playing", "ake": KEY, "vtt": "Café &", "placd": "", "psqno": "7"}]
    }


def test_a_pixel_of_a_stranger_is_an_image_all_the_same() -> None:
    house = House()
    heard = house.ask(request("GET", "/", b"e=playing&ake=other&vtt=%ff"))
    assert heard is not None
    assert (heard.status, heard.headers["content-type"]) == (200, "image/gif")
    assert house.outcomes() == {BeaconOutcome.UNKNOWN_ENV_KEY: 1}


@pytest.mark.parametrize(("method", "query"), [("GET", b""), ("PUT", b""), ("HEAD", b"e=x&ake=y")])
def test_what_is_no_beacon_is_told_so(method: str, query: bytes) -> None:
    house = House()
    heard = house.ask(request(method, "/", query))
    assert heard is not None
    assert (heard.status, heard.headers["allow"]) == (405, "POST, GET, OPTIONS")
    assert (house.counts.not_beacons, house.outcomes()) == (1, {})


@pytest.mark.parametrize(
    ("method", "path", "query", "expected"),
    [
        ("POST", "/", b"", True),
        ("POST", "/android", b"", True),
        ("POST", "/database", b"", True),
        ("POST", "/data", b"", False),
        ("POST", "/data/v1/metrics", b"", False),
        ("OPTIONS", "/collect/v1", b"", True),
        ("OPTIONS", "/api/x", b"", False),
        ("POST", "/healthz", b"", False),
        ("POST", "/healthzz", b"", True),
        ("GET", "/", b"", False),
        ("GET", "/views", b"page=2&filters[]=e%3Ahb", False),
        ("GET", "/", b"e=hb", False),
        ("GET", "/", b"e=hb&ake=k", True),
        ("GET", "/a.gif", b"ake=k&pinid=3&e=hb", True),
        ("GET", "/data/x", b"e=hb&ake=k", False),
        ("GET", "/", b"page=1&like=x&fake=y", False),
        ("PUT", "/", b"", False),
        ("HEAD", "/", b"e=hb&ake=k", False),
    ],
)
def test_knows_its_own_requests(method: str, path: str, query: bytes, *, expected: bool) -> None:
    house = House(reserved_prefixes=("/data/", "/api/", "/healthz"))
    assert house.collector.is_beacon(request(method, path, query)) is expected


def test_other_protocols_are_not_its_own() -> None:
    house = House()
    assert not house.collector.is_beacon({"type": "websocket", "path": "/"})
    with pytest.raises(ValueError, match="lifespan"):
        house.ask({"type": "lifespan"})


@pytest.mark.parametrize(
    ("story", "host", "default", "found"),
    [
        ("a key before the domain", b"key1.beacons.example", None, ENVIRONMENT),
        ("in capitals and with a port", b"KEY1.beacons.example:8443", None, ENVIRONMENT),
        ("the key wins over the default", b"key1.beacons.example", "default", ENVIRONMENT),
        ("another label", b"www.example.com", None, None),
        ("another label and a default", b"www.example.com", "default", "default"),
        ("no domain", b"key1", None, None),
        ("a port but no domain", b"key1:80", None, None),
        ("an address", b"127.0.0.1:8000", None, None),
        ("an empty label", b".example", "default", "default"),
        ("no host", b"", "default", "default"),
        ("garbage", b"\xff\xfe.\x00", "default", "default"),
    ],
)
def test_a_beacon_without_a_key_belongs_to_its_host_or_the_default(
    story: str, host: bytes, default: str | None, found: str | None
) -> None:
    house = House(default_environment=default)
    heard = house.post(beacon({"e": "hb"}), headers=((b"host", host),))
    assert heard.status == 200
    kept = house.journal.last().environment_id if house.journal.records else None
    assert kept == found, story


def test_a_key_that_is_wrong_is_not_saved_by_the_default() -> None:
    house = House(default_environment="default")
    house.post(beacon({"ake": "other"}), headers=((b"host", b"key1.beacons.example"),))
    assert house.outcomes() == {BeaconOutcome.UNKNOWN_ENV_KEY: 1}


def test_a_client_that_left_before_its_answer_is_no_fault() -> None:
    house = House()

    async def receive() -> Message:
        return {"type": "http.request", "body": beacon(), "more_body": False}

    async def send(message: Message) -> None:
        raise ConnectionResetError(message["type"])

    asyncio.run(house.collector(request(), receive, send))
    assert house.outcomes() == {BeaconOutcome.ACCEPTED: 1}
