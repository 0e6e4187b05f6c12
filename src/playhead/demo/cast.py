"""Decides who watches what, over what, and how it goes.

A viewer is known by a number: the same seed and number are the same person on the same device in
the same country, so that people come back. A view is drawn anew each time.

Law: pure; all chance comes from the seed or from the random source that is handed in.
"""

import math
import random
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from playhead.demo.catalogue import BAD_RENDITION, CDNS, LADDERS, TITLES, Ladder, Title
from playhead.demo.devices import DEVICES, Device
from playhead.demo.places import COUNTRIES, Country
from playhead.replay.rewrite import Json, fresh_id

_T = TypeVar("_T")

BEAT_MS: Final = 10_000
"""The time between two heartbeats of a player."""

_ORDINARY: Final = {
    "normal_play": 0.52,
    "pause_and_seek": 0.14,
    "rendition_drop": 0.11,
    "rebuffer": 0.05,
    "short_watch": 0.11,
    "exit_before_start": 0.05,
    "startup_failure": 0.012,
    "midplay_failure": 0.008,
}
_ON_BAD_RENDITION: Final = _ORDINARY | {"normal_play": 0.30, "rebuffer": 0.40}
_ON_FAILING_CDN: Final = _ORDINARY | {
    "normal_play": 0.15,
    "rebuffer": 0.20,
    "startup_failure": 0.40,
    "midplay_failure": 0.30,
}
_MEAN_BEATS: Final = {
    "normal_play": 14.0,
    "pause_and_seek": 10.0,
    "rendition_drop": 9.0,
    "rebuffer": 4.0,
    "midplay_failure": 5.0,
}
"""How much longer than recorded a story goes on, on average. The others are short by nature."""

MOST_BEATS: Final = 180

_USUAL_START_MS: Final = {"wired": 450.0, "wifi": 700.0, "cellular": 1_500.0}
_SPREAD: Final = 0.6
_FASTER: Final = 0.7
"""What the experiment gains; it would be a dull one otherwise."""
LONGEST_START_MS: Final = 9_000
FASTER_START: Final = "faster start"
_HEARD_OF_IT: Final = ("home page", "search", "recommended", "newsletter")


class Viewer(msgspec.Struct, frozen=True):
    """A person on a device in a country."""

    number: int
    viewer_id: str
    user_id: str
    country: Country
    address: str
    device: Device
    player_version: str
    connection: str
    experiment: str
    plan: str


class Casting(msgspec.Struct, frozen=True):
    """One view to be: `story` is the recording it is made from, `beats` how much longer it is.

    `startup_ms` is how much longer than recorded the viewer waits for the first frame.
    """

    viewer: Viewer
    title: Title
    cdn: str
    ladder: Ladder
    story: str
    beats: int
    startup_ms: int
    unloads: bool
    entry: str


def viewer_of(seed: int, number: int, country: Country) -> Viewer:
    """Return the viewer with a number in a country."""
    name = f"{seed}/{country.code}/{number}"
    chance = random.Random(name)  # noqa: S311 - no secret
    device = _one_of(chance, DEVICES, [device.weight for device in DEVICES])
    return Viewer(
        number=number,
        viewer_id=fresh_id(name, "mux_viewer_id", "demo"),
        user_id=f"{country.code.lower()}-{number:05}",
        country=country,
        address=_address(chance, country),
        device=device,
        player_version=chance.choice(device.player.versions),
        connection=chance.choice(device.screen.connections),
        experiment=chance.choice(("control", FASTER_START)),
        plan=chance.choice(("basic", "basic", "plus")),
    )


def cast(
    seed: int,
    chance: random.Random,
    *,
    crowd: int,
    activities: Mapping[str, float],
    failing_cdn: str | None,
) -> Casting:
    """Draw one view: `crowd` is the number of people, `activities` how much each country watches.

    While a CDN fails, most of what it carries fails too.
    """
    country = _one_of(
        chance, COUNTRIES, [country.weight * activities[country.code] for country in COUNTRIES]
    )
    # Some people watch much, most watch a little.
    number = int(max(round(crowd * country.weight), 1) * chance.random() ** 1.7)
    viewer = viewer_of(seed, number, country)
    title = _one_of(chance, TITLES, [title.weight for title in TITLES])
    cdn = _one_of(chance, tuple(CDNS), list(CDNS.values()))
    ladder = LADDERS[chance.choice(viewer.device.screen.ladders)]
    if cdn == failing_cdn:
        stories = _ON_FAILING_CDN
    elif ladder.mid.name == BAD_RENDITION:
        stories = _ON_BAD_RENDITION
    else:
        stories = _ORDINARY
    if title.live:
        # Nobody seeks forward in what has not happened yet.
        stories = stories | {"pause_and_seek": 0.0}
    story = _one_of(chance, tuple(stories), list(stories.values()))
    return Casting(
        viewer=viewer,
        title=title,
        cdn=cdn,
        ladder=ladder,
        story=story,
        beats=_beats(chance, story, title),
        startup_ms=_startup_ms(chance, viewer),
        unloads=chance.random() < 0.7,
        entry=chance.choice(_HEARD_OF_IT),
    )


def facts_of(casting: Casting, beacon_domain: str) -> dict[str, Json]:
    """Return what the view's beacons tell of it, by long names."""
    viewer, title = casting.viewer, casting.title
    host = f"media.{casting.cdn}.example"
    site = "https://watch.example"
    return {
        "beacon_domain": beacon_domain,
        "mux_viewer_id": viewer.viewer_id,
        "viewer_user_id": viewer.user_id,
        "viewer_plan": viewer.plan,
        "viewer_connection_type": viewer.connection,
        "player_name": viewer.device.player.name,
        "player_version": viewer.player_version,
        "player_width": viewer.device.screen.width,
        "player_height": viewer.device.screen.height,
        "experiment_name": viewer.experiment,
        "video_id": title.video_id,
        "video_title": title.title,
        "video_series": title.series or "",
        "video_content_type": title.content_type,
        "video_stream_type": "live" if title.live else "on-demand",
        "video_source_is_live": title.live,
        "video_source_duration": None if title.duration_s is None else title.duration_s * 1000,
        "video_cdn": casting.cdn,
        "video_source_url": f"https://{host}/{title.video_id}/master.m3u8",
        "video_source_hostname": host,
        "video_source_domain": f"{casting.cdn}.example",
        "page_url": f"{site}/{title.video_id}",
        "page_type": "watchpage",
        "custom_1": casting.entry,
        "custom_2": f"release {viewer.player_version}",
    }


def _address(chance: random.Random, country: Country) -> str:
    return f"{chance.choice(country.networks)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"


def _beats(chance: random.Random, story: str, title: Title) -> int:
    mean = _MEAN_BEATS.get(story)
    if mean is None:
        return 0
    if title.live:
        mean *= 2
    beats = min(int(chance.expovariate(1 / mean)), MOST_BEATS)
    if title.duration_s is not None:
        # The recordings reach 25 s on their own.
        beats = min(beats, max(title.duration_s * 1000 // BEAT_MS - 3, 0))
    return beats


def _startup_ms(chance: random.Random, viewer: Viewer) -> int:
    usual = _USUAL_START_MS[viewer.connection]
    if viewer.experiment == FASTER_START:
        usual *= _FASTER
    return min(round(chance.lognormvariate(math.log(usual), _SPREAD)), LONGEST_START_MS)


def _one_of(chance: random.Random, choices: Sequence[_T], weights: Sequence[float]) -> _T:
    return chance.choices(choices, weights)[0]
