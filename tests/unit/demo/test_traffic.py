"""Traffic is the same for the same seed, as dense as asked, and has its incidents."""

from itertools import islice, takewhile

import pytest

from playhead.demo.cast import BEAT_MS
from playhead.demo.traffic import (
    INCIDENT_EVERY_MS,
    LONGEST_INCIDENT_MS,
    SHORTEST_INCIDENT_MS,
    arrivals,
    failing_cdn,
    incident_around,
)

START_MS = 1_795_392_000_000  # a midnight in UTC
DAY_MS = 86_400_000


def length_of_ms(story: str) -> int:
    return {"exit_before_start": 2_000, "startup_failure": 2_000}.get(story, 20_000)


def test_the_same_seed_and_start_are_the_same_traffic() -> None:
    first = list(islice(arrivals(1, 25, START_MS, length_of_ms), 200))
    assert first == list(islice(arrivals(1, 25, START_MS, length_of_ms), 200))
    assert first != list(islice(arrivals(2, 25, START_MS, length_of_ms), 200))
    assert [arrival.at_ms for arrival in first] == sorted(arrival.at_ms for arrival in first)


@pytest.mark.parametrize("viewers", [5, 25])
def test_about_as_many_watch_at_a_time_as_asked(viewers: int) -> None:
    whole_day = takewhile(
        lambda arrival: arrival.at_ms < START_MS + DAY_MS,
        arrivals(1, viewers, START_MS, length_of_ms),
    )
    watched_ms = sum(
        length_of_ms(arrival.casting.story) + arrival.casting.beats * BEAT_MS
        for arrival in whole_day
    )
    assert watched_ms / DAY_MS == pytest.approx(viewers, rel=0.2)


def test_the_first_seconds_are_denser() -> None:
    begun = islice(arrivals(1, 100, START_MS, length_of_ms), 1_000)
    first_minutes = [a.at_ms - START_MS for a in begun if a.at_ms < START_MS + 120_000]
    opening = sum(at_ms < 20_000 for at_ms in first_minutes) / 20
    later = sum(at_ms >= 20_000 for at_ms in first_minutes) / 100
    assert opening > 2 * later


def test_each_stretch_of_time_has_one_incident_of_some_minutes() -> None:
    cdns = set()
    for stretch in range(72):
        begin_ms = START_MS + stretch * INCIDENT_EVERY_MS
        incident = incident_around(1, begin_ms)
        assert incident == incident_around(1, begin_ms + INCIDENT_EVERY_MS - 1)
        assert begin_ms <= incident.from_ms
        assert incident.until_ms <= begin_ms + INCIDENT_EVERY_MS
        assert SHORTEST_INCIDENT_MS <= incident.until_ms - incident.from_ms <= LONGEST_INCIDENT_MS
        assert failing_cdn(1, incident.from_ms) == incident.cdn
        assert failing_cdn(1, incident.until_ms - 1) == incident.cdn
        cdns.add(incident.cdn)
    assert len(cdns) == 3
