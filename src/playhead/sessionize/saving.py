"""A checkpoint in the making: views as they are at one moment, saved while folding goes on.

Saving hundreds of thousands of views takes seconds, and beacons must not wait for that. So a
checkpoint takes a slice at a time; whoever is about to change a view that has not had its turn
hands it over first, as it is.

Law: what is saved is the state of one moment, to the last view. Until all of it stands in the
file, a crash comes back to the checkpoint before.
"""

from itertools import islice

from playhead.sessionize.checkpoint import Checkpoints, Progress, Row, row_of
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.sessions import Sessions


class Saving:
    """From its moment to its end."""

    def __init__(self, checkpoints: Checkpoints, sessions: Sessions, progress: Progress) -> None:
        """Take the moment: what `sessions` changes from here on belongs to the next checkpoint."""
        self.progress = progress
        self._checkpoints = checkpoints
        self._rows: list[Row] = []
        # In the order of the file's keys, which makes half of the writing unnecessary.
        self._untaken = {key: sessions.views[key] for key in sorted(sessions.changed)}
        checkpoints.begin(
            progress,
            changed=self._untaken.values(),
            forgotten=sessions.forgotten,
            finished=sessions.finished,
        )
        sessions.changed.clear()
        sessions.forgotten.clear()
        sessions.finished.clear()
        sessions.checkpoint_number += 1
        sessions.untaken.expect(self._untaken, self._take)

    def _take(self, view: OpenView) -> None:
        self._rows.append(row_of(view))

    def go_on(self, most_views: int | None) -> bool:
        """Save at most so many views, all that are left where untold; return whether it stands."""
        untaken = self._untaken
        keys = list(islice(untaken, most_views))
        self._rows += [row_of(untaken.pop(key)) for key in keys]
        self._checkpoints.put(self._rows)
        self._rows.clear()
        if untaken:
            return False
        self._checkpoints.commit()
        return True
