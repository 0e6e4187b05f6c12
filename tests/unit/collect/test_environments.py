"""Known keys cost nothing, unknown ones cannot flood, a new one is found by its first beacon."""

import asyncio

from playhead.collect.environments import EnvironmentFinder
from playhead.collect.limits import Limits
from playhead.model.outcome import BeaconOutcome
from tests.unit.collect.asking import ENVIRONMENT, KEY, House, KeyTable, beacon, request


def test_a_known_key_asks_for_nothing_fresh() -> None:
    house = House()
    house.post(beacon())
    assert house.keys.refreshes == 0


def test_a_key_made_a_moment_ago_is_found_by_the_first_beacon_that_brings_it() -> None:
    house = House(keys=KeyTable({}, fresh={KEY: ENVIRONMENT}))
    house.post(beacon())
    assert house.outcomes() == {BeaconOutcome.ACCEPTED: 1}
    assert house.keys.refreshes == 1


def test_a_flood_of_strangers_shares_one_refresh() -> None:
    house = House(limits=Limits(refresh_interval_s=60.0))

    async def story() -> None:
        strangers = (house.asked(request(), [beacon({"ake": f"stranger{n}"})]) for n in range(500))
        await asyncio.gather(*strangers)

    asyncio.run(story())
    assert house.keys.refreshes == 1
    assert house.outcomes() == {BeaconOutcome.UNKNOWN_ENV_KEY: 500}


def test_refreshes_keep_their_distance_and_the_last_one_comes_after_the_key() -> None:
    table = KeyTable({})

    async def story() -> tuple[float, str | None]:
        finder = EnvironmentFinder(table, interval_s=0.03)
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert await finder.find("stranger") is None
        table.fresh = {KEY: ENVIRONMENT}
        found, *_ = await asyncio.gather(*(finder.find(KEY) for _ in range(50)))
        return loop.time() - began, found

    took_s, found = asyncio.run(story())
    assert found == ENVIRONMENT
    assert took_s >= 0.03
    assert table.refreshes == 2


def test_who_asks_while_the_keys_are_being_read_waits_for_the_next_reading() -> None:
    class Slow(KeyTable):
        async def refresh(self) -> None:
            self.refreshes += 1
            read = dict(self.fresh)
            begun.set()
            await asyncio.sleep(0.01)
            self.known.update(read)

    table = Slow({})
    begun = asyncio.Event()

    async def story() -> str | None:
        finder = EnvironmentFinder(table, interval_s=0.0)
        first = asyncio.create_task(finder.find("stranger"))
        await begun.wait()
        table.fresh = {KEY: ENVIRONMENT}
        found = await finder.find(KEY)
        await first
        return found

    assert asyncio.run(story()) == ENVIRONMENT
    assert table.refreshes == 2


def test_a_control_database_that_fails_harms_no_known_key() -> None:
    table = KeyTable({KEY: ENVIRONMENT})
    table.failure = OSError("the control database is away")
    house = House(keys=table)
    house.post(beacon({"ake": "stranger"}))
    house.post(beacon())
    house.post(beacon({"ake": "stranger"}))
    assert house.outcomes() == {BeaconOutcome.UNKNOWN_ENV_KEY: 2, BeaconOutcome.ACCEPTED: 1}


def test_one_client_that_is_cut_off_does_not_spoil_the_refresh_for_others() -> None:
    table = KeyTable({}, fresh={KEY: ENVIRONMENT})

    async def story() -> str | None:
        finder = EnvironmentFinder(table, interval_s=0.0)
        impatient = asyncio.create_task(finder.find(KEY))
        patient = asyncio.create_task(finder.find(KEY))
        await asyncio.sleep(0)
        impatient.cancel()
        return await patient

    assert asyncio.run(story()) == ENVIRONMENT
