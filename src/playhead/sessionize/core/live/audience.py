"""How many watch one video: views, and distinct viewers, kept as they come and go.

Law: pure. Who has left takes nothing with it but itself: a viewer with two views leaves with the
second. A video that nobody watches is not here.
"""

from collections.abc import Iterable

from playhead.model.pulse import Audience

Video = tuple[str, str, str]
"""Environment, kind of id, id."""


class Audiences:
    """Videos to their views by viewer."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._views_by_viewer: dict[Video, dict[str, int]] = {}

    def join(self, videos: Iterable[Video], viewer: str) -> None:
        """Count a view of `viewer`."""
        for video in videos:
            views = self._views_by_viewer.setdefault(video, {})
            views[viewer] = views.get(viewer, 0) + 1

    def leave(self, videos: Iterable[Video], viewer: str) -> None:
        """Count a view of `viewer` no longer."""
        for video in videos:
            views = self._views_by_viewer[video]
            left = views[viewer] - 1
            if left:
                views[viewer] = left
                continue
            del views[viewer]
            if not views:
                del self._views_by_viewer[video]

    def rows(self, tick_ms: int, checkpoint_number: int) -> list[Audience]:
        """Return who watches what."""
        return [
            Audience(
                environment_id=environment_id,
                tick_ms=tick_ms,
                kind=kind,
                id=video_id,
                views=sum(views.values()),
                viewers=len(views),
                checkpoint_number=checkpoint_number,
            )
            for (environment_id, kind, video_id), views in self._views_by_viewer.items()
        ]
