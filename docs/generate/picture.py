"""The picture of the line, drawn twice: for light pages and for dark ones.

Law: one drawing, two palettes; what stands in it are the names of the folders.
"""

import enum
from collections.abc import Iterator
from html import escape

import msgspec

_STEP = 128
_WIDTH, _HEIGHT = 1040, 320
_TOP, _TALL, _WIDE = 84, 60, 100
_MIDDLE = _TOP + _TALL // 2
_HOUSE_BOTTOM = 302
_CONTROL_TOP = 230
_CONTROL_TALL = 52


class Kind(enum.Enum):
    """What a station is: outside of the process, a hand that works, or a shelf that keeps."""

    OUTSIDE = "outside"
    HAND = "hand"
    SHELF = "shelf"


class Station(msgspec.Struct, frozen=True):
    """One stop on the line, with a caption of short lines."""

    name: str
    kind: Kind
    caption: tuple[str, ...]


class Palette(msgspec.Struct, frozen=True):
    """The colours of one picture."""

    ink: str
    faint: str
    house: str
    hand: str
    shelf: str
    outside: str


_LINE = (
    Station("players", Kind.OUTSIDE, ("mux-embed and", "its relatives")),
    Station("collect", Kind.HAND, ("checks, answers", "when durable")),
    Station("journal", Kind.SHELF, ("raw beacons,", "synced to disk")),
    Station("sessionize", Kind.HAND, ("events become", "views")),
    Station("store", Kind.SHELF, ("views and", "their events")),
    Station("query", Kind.HAND, ("a question", "becomes SQL")),
    Station("api", Kind.HAND, ("Mux Data's", "JSON")),
    Station("clients", Kind.OUTSIDE, ("mux-python,", "mux-node, curl")),
)
_CONTROL = Station("control", Kind.SHELF, ("environments, keys, tokens",))

_LIGHT = Palette("#1f2328", "#59636e", "#f6f8fa", "#ddf4ff", "#fff8c5", "#ffffff")
_DARK = Palette("#e6edf3", "#9198a1", "#161b22", "#12324f", "#3d2f0a", "#0d1117")


def light() -> str:
    """Return the picture for light pages."""
    return _drawn(_LIGHT)


def dark() -> str:
    """Return the picture for dark pages."""
    return _drawn(_DARK)


def _drawn(palette: Palette) -> str:
    parts = [
        _head(palette),
        *_house(palette),
    ]
    for place, station in enumerate(_LINE):
        parts += _station(station, _left(place), palette)
        if place:
            begin, end = _left(place - 1) + _WIDE, _left(place)
            parts.append(_arrow(f"M{begin} {_MIDDLE}H{end - 1}", palette))
    parts += _control(palette)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _head(palette: Palette) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' aria-labelledby="title" font-family="system-ui, sans-serif" font-size="13"'
        f' text-anchor="middle" fill="{palette.ink}" stroke-width="1.5">\n'
        '<title id="title">Players report to collect, which appends to the journal; sessionize'
        " reads it and writes views to the store; query asks the store for the API, which answers"
        " clients. All of it but players and clients is one process.</title>\n"
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
        f' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="{palette.faint}"/>'
        "</marker></defs>"
    )


def _left(place: int) -> int:
    return 22 + place * _STEP


def _house(palette: Palette) -> Iterator[str]:
    left, right = _left(1) - 14, _left(6) + _WIDE + 14
    yield (
        f'<rect x="{left}" y="18" width="{right - left}" height="{_HOUSE_BOTTOM - 18}" rx="12"'
        f' fill="{palette.house}" stroke="{palette.faint}" stroke-dasharray="5 4"/>'
    )
    yield (
        f'<text x="{(left + right) // 2}" y="48" font-weight="600">playhead serve:'
        " one process, one port, one data folder</text>"
    )


def _station(station: Station, left: int, palette: Palette) -> Iterator[str]:
    centre = left + _WIDE // 2
    yield _box(station.kind, left, _TOP, _WIDE, _TALL, palette)
    name = f'<text x="{centre}" y="{_MIDDLE + 5}" font-size="15" font-weight="600">'
    yield f"{name}{escape(station.name)}</text>"
    for line, text in enumerate(station.caption):
        yield (
            f'<text x="{centre}" y="{_TOP + _TALL + 22 + 17 * line}" fill="{palette.faint}">'
            f"{escape(text)}</text>"
        )


def _control(palette: Palette) -> Iterator[str]:
    left, right = _left(1), _left(6) + _WIDE
    yield _box(Kind.SHELF, left, _CONTROL_TOP, right - left, _CONTROL_TALL, palette)
    yield (
        f'<text x="{(left + right) // 2}" y="{_CONTROL_TOP + _CONTROL_TALL // 2 + 8}">'
        f'<tspan font-size="15" font-weight="600">{_CONTROL.name}</tspan>'
        f'<tspan dx="10" fill="{palette.faint}">{_CONTROL.caption[0]}</tspan></text>'
    )
    for place in (1, 6):
        centre = _left(place) + _WIDE // 2
        yield _arrow(f"M{centre} {_CONTROL_TOP}V{_TOP + _TALL + 46}", palette)


def _box(kind: Kind, left: int, top: int, width: int, height: int, palette: Palette) -> str:
    if kind is Kind.SHELF:
        # A cylinder, as databases are drawn: a lid, two walls, a rounded bottom.
        lid, curve = 8, width // 2
        return (
            f'<path d="M{left} {top + lid}v{height - 2 * lid}a{curve} {lid} 0 0 0 {width} 0'
            f'v{2 * lid - height}a{curve} {lid} 0 0 0 {-width} 0a{curve} {lid} 0 0 0 {width} 0"'
            f' fill="{palette.shelf}" stroke="{palette.ink}"/>'
        )
    dashes = ' stroke-dasharray="4 3"' if kind is Kind.OUTSIDE else ""
    fill = palette.outside if kind is Kind.OUTSIDE else palette.hand
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="8" fill="{fill}"'
        f' stroke="{palette.ink}"{dashes}/>'
    )


def _arrow(path: str, palette: Palette) -> str:
    return f'<path d="{path}" fill="none" stroke="{palette.faint}" marker-end="url(#tip)"/>'
