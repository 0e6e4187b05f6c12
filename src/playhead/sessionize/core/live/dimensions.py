"""By what a viewer is counted: the monitoring dimensions of a view, equal ones as one object.

They are those of the finished view, by the same functions. Since these cost much and nothing
changes between most beacons, what they would read is compared first; what was read once is known.

A site may make up a title for each view. Beyond a number of sets that are watched at once in an
environment, further ones are counted under a set of nulls, and counted as folded.

Law: pure; everything kept here is bounded.
"""

from typing import Final

from playhead.model.pulse import LiveDimensions
from playhead.sessionize.core.complete.occurred import cdn_of, has_ad, sub_property_of
from playhead.sessionize.core.complete.stated import playback_id_of, player_name_of, video_of
from playhead.sessionize.core.complete.surroundings import operating_system_of
from playhead.sessionize.core.live.tally import Tally
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.values import Fields, Json

MOST_SETS: Final = 50_000
"""Of one environment, watched at once."""
_MOST_KNOWN: Final = 100_000
_LONGEST_KNOWN: Final = 1_024
"""Longer values are read each time anew: keeping them would cost more."""
_UNTOLD: Final = LiveDimensions()
_TEXT: Final = frozenset({str, type(None)})
_TRUTH: Final = frozenset({bool, str, type(None)})


def dimensions_of(view: OpenView) -> LiveDimensions:
    """Return what the finished view would say."""
    place = view.place
    video = video_of(view)
    return LiveDimensions(
        asn=place.asn,
        asn_name=place.asn_name,
        cdn=cdn_of(view),
        country=place.country,
        operating_system=operating_system_of(view),
        player_name=player_name_of(view),
        region=place.region,
        stream_type=video.stream_type,
        sub_property_id=sub_property_of(view),
        video_series=video.video_series,
        video_title=video.video_title,
        view_has_ad=has_ad(view),
        video_id=video.video_id,
        asset_id=video.asset_id,
        live_stream_id=video.live_stream_id,
        playback_id=video.playback_id,
    )


_TEXTS: Final = (
    "video_id video_title video_series video_stream_type video_cdn player_name viewer_os_family "
    "mux_viewer_os_family sub_property_id"
).split()
_TRUTHS: Final = "video_source_is_live video_is_live view_has_ad".split()
_FIELDS: Final = (*_TEXTS, *_TRUTHS)
"""The remembered fields that `dimensions_of` looks at, but for the address of the video."""
_ADDRESS: Final = "video_source_url"


def _read_by(view: OpenView) -> tuple[Json, ...]:
    """Return all that `dimensions_of` looks at, and whose it is."""
    known = view.sticky.get
    place = view.place
    trace = view.requests.cdn_trace
    return (
        view.environment_id,
        place.asn,
        place.country,
        place.region,
        place.asn_name,
        view.user_agent,
        trace[-1] if trace else None,
        view.ads.seen,
        playback_id_of(known(_ADDRESS)),
        *map(known, _FIELDS),
    )


def _can_be_kept(read_by: tuple[Json, ...], sticky: Fields) -> bool:
    """Return whether equal ones mean the same: to Python 1 is True, as a title it is not."""
    return (
        all(len(part) <= _LONGEST_KNOWN for part in read_by if isinstance(part, str))
        and all(type(sticky.get(name)) in _TEXT for name in _TEXTS)
        and all(type(sticky.get(name)) in _TRUTH for name in _TRUTHS)
    )


class Sets:
    """The sets of dimensions with viewers, each with its tally."""

    def __init__(self, most: int = MOST_SETS) -> None:
        """Begin with none; `most` is for one environment."""
        self.folded = 0
        self.by_number: dict[int, Tally] = {}
        self._most = most
        self._last_number = 0
        self._known: dict[tuple[Json, ...], Tally] = {}
        self._of: dict[str, dict[LiveDimensions, Tally]] = {}

    def of(self, view: OpenView, now_ms: int) -> Tally:
        """Return where `view` is to be counted."""
        read_by = _read_by(view)
        try:
            known = self._known.get(read_by)
        except TypeError:
            # A list or an object in the place of a text: nothing that anyone else would send.
            return self.find(view.environment_id, dimensions_of(view), now_ms)
        if known is not None:
            if self.by_number.get(known.number) is known:
                return known
            if known.dimensions is not _UNTOLD:
                # Everyone had left this set: what it was derived to be still holds.
                found = self.find(view.environment_id, known.dimensions, now_ms)
                self._known[read_by] = found
                return found
        found = self.find(view.environment_id, dimensions_of(view), now_ms)
        if known is not None or _can_be_kept(read_by, view.sticky):
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[read_by] = found
        return found

    def find(self, environment_id: str, dimensions: LiveDimensions, now_ms: int) -> Tally:
        """Return the tally of these dimensions, or the one for all that are too many."""
        sets = self._of.setdefault(environment_id, {})
        found = sets.get(dimensions)
        if found is None and len(sets) >= self._most:
            self.folded += 1
            dimensions = _UNTOLD
            found = sets.get(dimensions)
        if found is None:
            self._last_number += 1
            found = Tally(self._last_number, environment_id, dimensions, now_ms)
            sets[dimensions] = found
            self.by_number[found.number] = found
        return found

    def drop(self, tally: Tally) -> None:
        """Forget a set that nobody watches."""
        sets = self._of[tally.environment_id]
        del sets[tally.dimensions]
        if not sets:
            del self._of[tally.environment_id]
        del self.by_number[tally.number]
