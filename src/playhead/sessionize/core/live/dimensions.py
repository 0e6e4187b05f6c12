"""By what a viewer is counted: the monitoring dimensions of a view, equal ones as one object.

They are those of the finished view, by the same functions. Since these cost much and nothing
changes between most beacons, what they would read is compared first; what was read once is known.

A site may make up a title for each view. Beyond a number of sets that are watched at once in an
environment, further ones are counted under a set of nulls, and counted as folded.

Law: pure; everything kept here is bounded.
"""

from typing import Final

from playhead.model.pulse import LiveDimensions
from playhead.sessionize.core.complete.occurred import ads_of, delivery_of, identity_of
from playhead.sessionize.core.complete.stated import playback_id_of, player_of, video_of
from playhead.sessionize.core.complete.surroundings import viewer_of
from playhead.sessionize.core.live.tally import Tally
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.values import Json

MOST_SETS: Final = 50_000
"""Of one environment, watched at once."""
_MOST_KNOWN: Final = 100_000
_LONGEST_KNOWN: Final = 1_024
"""Longer values are read each time anew: keeping them would cost more."""
_UNTOLD: Final = LiveDimensions()


def dimensions_of(view: OpenView) -> LiveDimensions:
    """Return what the finished view would say."""
    place = view.place
    video = video_of(view)
    return LiveDimensions(
        asn=place.asn,
        asn_name=place.asn_name,
        cdn=delivery_of(view).cdn,
        country=place.country,
        operating_system=viewer_of(view).operating_system,
        player_name=player_of(view).player_name,
        region=place.region,
        stream_type=video.stream_type,
        sub_property_id=identity_of(view, now_ms=0, checkpoint_number=0).sub_property_id,
        video_series=video.video_series,
        video_title=video.video_title,
        view_has_ad=ads_of(view).view_has_ad,
        video_id=video.video_id,
        asset_id=video.asset_id,
        live_stream_id=video.live_stream_id,
        playback_id=video.playback_id,
    )


def _read_by(view: OpenView) -> tuple[Json, ...]:
    """Return all that `dimensions_of` looks at, and where the answer is kept."""
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
        known("video_id"),
        known("video_title"),
        known("video_series"),
        known("video_stream_type"),
        known("video_source_is_live"),
        known("video_is_live"),
        known("video_cdn"),
        trace[-1] if trace else None,
        known("player_name"),
        known("viewer_os_family"),
        known("mux_viewer_os_family"),
        known("sub_property_id"),
        known("view_has_ad"),
        view.ads.seen,
        playback_id_of(known("video_source_url")),
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
            tally = self._known.get(read_by)
        except TypeError:
            # A list or an object in the place of a text: nothing that anyone else would send.
            return self.find(view.environment_id, dimensions_of(view), now_ms)
        if tally is not None and self.by_number.get(tally.number) is tally:
            return tally
        tally = self.find(view.environment_id, dimensions_of(view), now_ms)
        if all(len(part) <= _LONGEST_KNOWN for part in read_by if isinstance(part, str)):
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[read_by] = tally
        return tally

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
