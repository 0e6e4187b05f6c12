"""What there is to watch in the demo, and over which renditions and CDNs it travels.

Law: data only, all of it invented.
"""

from typing import Final

import msgspec


class Title(msgspec.Struct, frozen=True):
    """A video. `weight` is how much it is wanted; a live one has no duration."""

    video_id: str
    title: str
    series: str | None
    content_type: str
    duration_s: int | None
    weight: float

    @property
    def live(self) -> bool:
        """Whether it is live."""
        return self.duration_s is None


class Rung(msgspec.Struct, frozen=True):
    """A rendition."""

    name: str
    width: int
    height: int
    bitrate: int


class Ladder(msgspec.Struct, frozen=True):
    """The three renditions that a viewer's connection allows, as the recordings had three."""

    low: Rung
    mid: Rung
    high: Rung


def _series(name: str, slug: str, weight: float, duration_s: int, *titles: str) -> list[Title]:
    return [
        Title(f"{slug}-{n}", title, name, "episode", duration_s + 37 * n, weight / n)
        for n, title in enumerate(titles, start=1)
    ]


TITLES: Final = (
    *_series("Small Machines", "small-machines", 9.0, 1_500, "Springs", "Levers", "The clock"),
    *_series("Kitchen by the Canal", "kitchen", 7.0, 1_260, "Bread", "Onions", "Plums", "Salt"),
    *_series("Night Bus Stories", "night-bus", 6.0, 2_640, "Line four", "The depot", "First snow"),
    *_series("Weather Without Words", "weather", 3.0, 900, "Fog", "Hail"),
    Title("paper-orchard", "The Paper Orchard", None, "movie", 6_120, 4.0),
    Title("eleven-rooms", "Eleven Quiet Rooms", None, "movie", 5_460, 3.0),
    Title("orchard-trailer", "The Paper Orchard (trailer)", None, "trailer", 140, 3.0),
    Title("evening-round", "Evening round table", "Round table", "event", None, 2.5),
    Title("harbour-camera", "Camera over the harbour", None, "event", None, 1.0),
)

_P240 = Rung("240p", 426, 240, 400_000)
_P360 = Rung("360p", 640, 360, 800_000)
_P540 = Rung("540p", 960, 540, 1_600_000)
_P720 = Rung("720p", 1280, 720, 2_800_000)
_P1080 = Rung("1080p", 1920, 1080, 5_000_000)
_P2160 = Rung("2160p", 3840, 2160, 14_000_000)

LADDERS: Final = {
    "narrow": Ladder(_P240, _P360, _P540),
    "middle": Ladder(_P360, _P720, _P1080),
    "wide": Ladder(_P720, _P1080, _P2160),
}
BAD_RENDITION: Final = "1080p"
"""Somebody encoded it badly: it stalls far more often than the others."""

CDNS: Final = {"alder": 0.5, "birch": 0.3, "cedar": 0.2}
