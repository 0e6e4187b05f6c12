"""Views that a checkpoint in the making still has to take, as they were at its moment.

Law: pure. Whoever changes a view says so first; then it is handed over as it is, once.
"""

from collections.abc import Callable

from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.timetable import Key


class Untaken:
    """The views, and who takes them."""

    def __init__(self) -> None:
        """Begin with no checkpoint in the making."""
        self._views: dict[Key, OpenView] = {}
        self._take: Callable[[OpenView], None] = _nobody

    def expect(self, views: dict[Key, OpenView], take: Callable[[OpenView], None]) -> None:
        """From now on give those of `views` that are about to change to `take`.

        Whoever takes others on its own account removes them from `views`.
        """
        self._views, self._take = views, take

    def before_change(self, view: OpenView) -> None:
        """Hand `view` over if it is still to be taken."""
        views = self._views
        if views and (key := (view.environment_id, view.view_id)) in views:
            del views[key]
            self._take(view)


def _nobody(_view: OpenView) -> None:
    """Take nothing."""
