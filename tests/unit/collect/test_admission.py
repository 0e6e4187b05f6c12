"""Who sends more than their share is told to come again, and nobody else notices."""

import pytest

from playhead.collect.places import Places
from playhead.model.outcome import BeaconOutcome
from playhead.throttle.interface import Limit
from tests.unit.collect.asking import House, KeyTable, admitting, beacon, request

THREE = Limit.per_second(0.001, 3)
PLENTY = Limit.per_second(100_000, 1_000_000)
KEYS = {"key1": "environment-1", "key2": "environment-2"}


def house(environment: Limit = PLENTY, client: Limit = PLENTY) -> House:
    return House(keys=KeyTable(dict(KEYS)), admission=admitting(environment, client))


def sent(to: House, key: str = "key1", client: str | None = "8.8.8.8") -> int:
    peer = None if client is None else (client, 1)
    return to.post(beacon({"e": "hb", "ake": key}), client=peer).status


def test_an_environment_over_its_limit_is_answered_429_and_counted() -> None:
    there = house(environment=THREE)
    assert [sent(there) for _ in range(5)] == [200, 200, 200, 429, 429]
    assert there.outcomes() == {BeaconOutcome.ACCEPTED: 3, BeaconOutcome.RATE_LIMITED: 2}
    assert len(there.journal.records) == 3


def test_a_player_may_read_the_429_and_knows_when_to_come_again() -> None:
    there = house(environment=THREE)
    heard = [there.post(beacon()) for _ in range(4)][-1]
    assert heard.status == 429
    assert heard.headers["access-control-allow-origin"] == "*"
    assert int(heard.headers["retry-after"]) > 0
    assert heard.body == b""


def test_one_environment_costs_another_nothing() -> None:
    there = house(environment=THREE)
    assert [sent(there, "key1") for _ in range(20)].count(200) == 3
    assert [sent(there, "key2") for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("one", "neighbour", "other"),
    [
        ("8.8.8.8", "8.8.8.9", "8.8.4.4"),
        ("2a00:1450:1::5", "2a00:1450:1:ffff::6", "2a00:1450:2::5"),
        ("::ffff:8.8.8.8", "8.8.8.9", "::ffff:8.8.4.4"),
    ],
)
def test_a_network_over_its_limit_is_refused_and_no_other(
    one: str, neighbour: str, other: str
) -> None:
    there = house(client=THREE)
    assert [sent(there, client=one) for _ in range(3)] == [200, 200, 200]
    assert sent(there, client=neighbour) == 429
    assert sent(there, "key2", client=one) == 429
    assert sent(there, client=other) == 200


@pytest.mark.parametrize("client", [None, "127.0.0.1", "::1", "/run/x.sock"])
def test_a_client_who_may_be_anybody_has_no_limit_of_a_network(client: str | None) -> None:
    there = house(client=THREE)
    assert [sent(there, client=client) for _ in range(10)] == [200] * 10


def test_a_refused_network_is_not_even_read() -> None:
    there = house(client=THREE)
    for _ in range(3):
        sent(there)
    assert there.post(b"no JSON", client=("8.8.8.8", 1)).status == 429
    assert there.outcomes() == {BeaconOutcome.ACCEPTED: 3, BeaconOutcome.RATE_LIMITED: 1}


def test_an_image_is_counted_as_a_beacon() -> None:
    there = house(environment=THREE)
    pixel = request("GET", query=b"e=hb&ake=key1", client=("8.8.8.8", 1))
    heard = [there.ask(pixel) for _ in range(4)]
    assert [each.status for each in heard if each is not None] == [200, 200, 200, 429]
    assert heard[0] is not None
    assert heard[0].headers["cross-origin-resource-policy"] == "cross-origin"


def test_preflights_are_never_refused() -> None:
    there = house(environment=THREE, client=THREE)
    for _ in range(10):
        heard = there.ask(request("OPTIONS", client=("8.8.8.8", 1)))
        assert heard is not None
        assert heard.status == 204


def test_what_is_nobodys_costs_no_environment() -> None:
    there = house(environment=THREE)
    for _ in range(10):
        assert there.post(beacon({"e": "hb", "ake": "nobody"})).status == 200
    assert [sent(there) for _ in range(4)] == [200, 200, 200, 429]


def test_the_full_address_is_nowhere_in_the_record() -> None:
    there = House(places=Places([]))
    there.post(beacon(), client=("8.8.8.123", 1))
    assert b"8.8.8.123" not in there.journal.records[0]
    assert there.journal.last().place.address_prefix == "8.8.8.0/24"
