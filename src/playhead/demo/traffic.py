"""When views begin: at random, more in the evening, with a CDN that fails now and then.

Law: pure; the same seed and the same start give the same traffic for ever.
"""

import random
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from playhead.demo.cast import BEAT_MS, Casting, cast
from playhead.demo.catalogue import CDNS
from playhead.demo.places import COUNTRIES, activity

INCIDENT_EVERY_MS: Final = 20 * 60_000
SHORTEST_INCIDENT_MS: Final = 3 * 60_000
LONGEST_INCIDENT_MS: Final = 7 * 60_000
PEOPLE_PER_SEAT: Final = 30
"""How many people there are for each that watches at a time."""

_OPENING_S: Final = 20.0
_OPENING_RUSH: Final = 4.0
"""For its first seconds traffic is denser, so that there is soon something to see."""


class Arrival(msgspec.Struct, frozen=True):
    """A view that begins at a moment."""

    at_ms: int
    casting: Casting


class Incident(msgspec.Struct, frozen=True):
    """A CDN that fails for some minutes."""

    cdn: str
    from_ms: int
    until_ms: int


def incident_around(seed: int, now_ms: int) -> Incident:
    """Return the incident of the stretch of time that `now_ms` is in; each stretch has one."""
    stretch = now_ms // INCIDENT_EVERY_MS
    chance = random.Random(f"{seed}/incident/{stretch}")  # noqa: S311 - no secret
    length_ms = chance.randint(SHORTEST_INCIDENT_MS, LONGEST_INCIDENT_MS)
    from_ms = stretch * INCIDENT_EVERY_MS + chance.randrange(INCIDENT_EVERY_MS - length_ms)
    return Incident(chance.choice(tuple(CDNS)), from_ms, from_ms + length_ms)


def failing_cdn(seed: int, now_ms: int) -> str | None:
    """Return the CDN that fails now, if one does."""
    incident = incident_around(seed, now_ms)
    return incident.cdn if incident.from_ms <= now_ms < incident.until_ms else None


def arrivals(
    seed: int, viewers: int, start_ms: int, length_of_ms: Callable[[str], int]
) -> Iterator[Arrival]:
    """Yield views for ever, so that about `viewers` of them are under way at a time.

    `length_of_ms` tells how long each story was as recorded.
    """
    chance = random.Random(f"{seed}/arrivals/{start_ms}")  # noqa: S311 - no secret
    crowd = viewers * PEOPLE_PER_SEAT
    mean_s = _mean_length_s(seed, crowd, length_of_ms)
    at_s = start_ms / 1000
    while True:
        at_ms = round(at_s * 1000)
        activities = {country.code: activity(country, at_ms) for country in COUNTRIES}
        busy = sum(country.weight * activities[country.code] for country in COUNTRIES)
        rush = _OPENING_RUSH if at_s - start_ms / 1000 < _OPENING_S else 1.0
        at_s += chance.expovariate(viewers / mean_s * busy * rush)
        at_ms = round(at_s * 1000)
        casting = cast(
            seed, chance, crowd=crowd, activities=activities, failing_cdn=failing_cdn(seed, at_ms)
        )
        yield Arrival(at_ms, casting)


def _mean_length_s(seed: int, crowd: int, length_of_ms: Callable[[str], int]) -> float:
    """Return how long a view takes on average, found by casting some on a usual day."""
    chance = random.Random(f"{seed}/mean")  # noqa: S311 - no secret
    usual = {country.code: 1.0 for country in COUNTRIES}
    drawn = [
        cast(seed, chance, crowd=crowd, activities=usual, failing_cdn=None) for _ in range(500)
    ]
    return (
        sum(length_of_ms(each.story) + each.beats * BEAT_MS for each in drawn) / 1000 / len(drawn)
    )
