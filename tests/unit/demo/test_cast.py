"""The demo's people: the same seed is the same town, and the town is as varied as a real one."""

import ipaddress
import random
import statistics
from collections import Counter

import pytest

from playhead.demo.cast import (
    BEAT_MS,
    FASTER_START,
    LONGEST_START_MS,
    Casting,
    cast,
    facts_of,
    viewer_of,
)
from playhead.demo.catalogue import BAD_RENDITION, CDNS, LADDERS, TITLES
from playhead.demo.devices import DEVICES
from playhead.demo.places import COUNTRIES, Country, activity
from playhead.demo.run import read_scripts
from playhead.model.field_names import long_name, short_name
from playhead.replay.fields import IDS

USUAL = {country.code: 1.0 for country in COUNTRIES}


def drawn(seed: int = 1, count: int = 4_000, failing_cdn: str | None = None) -> list[Casting]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [
        cast(seed, chance, crowd=750, activities=USUAL, failing_cdn=failing_cdn)
        for _ in range(count)
    ]


MANY = drawn()


def share(castings: list[Casting], *stories: str) -> float:
    return sum(casting.story in stories for casting in castings) / len(castings)


def test_one_seed_is_one_town() -> None:
    assert drawn(3, 50) == drawn(3, 50)
    assert drawn(3, 50) != drawn(4, 50)


def test_a_person_comes_back_as_the_same_person() -> None:
    first, again = viewer_of(1, 7, COUNTRIES[0]), viewer_of(1, 7, COUNTRIES[0])
    assert first == again
    assert viewer_of(1, 8, COUNTRIES[0]).viewer_id != first.viewer_id
    assert viewer_of(2, 7, COUNTRIES[0]).viewer_id != first.viewer_id
    assert max(Counter(casting.viewer.viewer_id for casting in MANY).values()) > 10


def test_everything_there_is_gets_watched_by_somebody() -> None:
    assert {casting.title for casting in MANY} == set(TITLES)
    assert {casting.viewer.country for casting in MANY} == set(COUNTRIES)
    assert {casting.viewer.device for casting in MANY} == set(DEVICES)
    assert {casting.cdn for casting in MANY} == set(CDNS)
    assert {casting.story for casting in MANY} == set(read_scripts())
    assert {casting.viewer.experiment for casting in MANY} == {"control", "faster start"}


def test_an_address_is_a_public_one_of_its_country() -> None:
    for casting in MANY:
        viewer = casting.viewer
        assert ipaddress.ip_address(viewer.address).is_global
        assert viewer.address.rsplit(".", 2)[0] in viewer.country.networks


def test_the_bad_rendition_stalls_and_the_others_seldom_do() -> None:
    bad = [casting for casting in MANY if casting.ladder.mid.name == BAD_RENDITION]
    good = [casting for casting in MANY if casting.ladder.mid.name != BAD_RENDITION]
    assert share(bad, "rebuffer") > 4 * share(good, "rebuffer")


def test_the_experiment_starts_faster_and_a_phone_on_the_road_slower() -> None:
    def usual_ms(castings: list[Casting]) -> float:
        return statistics.median(casting.startup_ms for casting in castings)

    faster = [casting for casting in MANY if casting.viewer.experiment == FASTER_START]
    control = [casting for casting in MANY if casting.viewer.experiment != FASTER_START]
    wired = [casting for casting in MANY if casting.viewer.connection == "wired"]
    cellular = [casting for casting in MANY if casting.viewer.connection == "cellular"]
    assert usual_ms(faster) < 0.9 * usual_ms(control)
    assert usual_ms(cellular) > 2 * usual_ms(wired)
    assert all(0 < casting.startup_ms <= LONGEST_START_MS for casting in MANY)


def test_failures_gather_on_the_cdn_that_fails() -> None:
    failing = drawn(failing_cdn="birch")
    failures = ("startup_failure", "midplay_failure")
    assert share([c for c in failing if c.cdn == "birch"], *failures) > 0.3
    assert share([c for c in failing if c.cdn != "birch"], *failures) < 0.05
    assert share(MANY, *failures) < 0.05


def test_a_view_is_no_longer_than_its_title_and_live_is_never_sought_in() -> None:
    for casting in MANY:
        if casting.title.duration_s is None:
            assert casting.story != "pause_and_seek"
        else:
            assert casting.beats * BEAT_MS <= casting.title.duration_s * 1000
    assert any(casting.title.live and casting.beats > 20 for casting in MANY)


def test_facts_are_fields_that_players_know() -> None:
    for casting in MANY[:200]:
        facts = facts_of(casting, "localhost:8000")
        assert all(long_name(short_name(name)) == name for name in facts)
        assert facts["video_cdn"] == casting.cdn
        assert (facts["video_source_duration"] is None) == casting.title.live
        assert IDS & facts.keys() == {"mux_viewer_id"}


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.code)
def test_people_watch_in_their_own_evening(country: Country) -> None:

    by_hour = {
        hour: activity(country, int((hour - country.utc_offset_h) * 3_600_000))
        for hour in range(24)
    }
    assert max(by_hour, key=lambda hour: by_hour[hour]) in (20, 21)
    assert min(by_hour, key=lambda hour: by_hour[hour]) in (8, 9)
    assert sum(by_hour.values()) / 24 == pytest.approx(1)


def test_shares_are_shares_and_ladders_rise() -> None:
    for weights in (
        [country.weight for country in COUNTRIES],
        [device.weight for device in DEVICES],
        list(CDNS.values()),
    ):
        assert sum(weights) == pytest.approx(1)
    for ladder in LADDERS.values():
        assert ladder.low.bitrate < ladder.mid.bitrate < ladder.high.bitrate
