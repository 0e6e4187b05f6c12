"""What the API asks: the rooms below it, and the little that the wiring decides for it."""

from collections.abc import Awaitable, Callable

import msgspec

from playhead.api.admission import Admission
from playhead.api.door import Door
from playhead.control import Control
from playhead.control.snapshot import ControlSnapshot
from playhead.model.inspection import Inspect
from playhead.query.run import Query


class Rooms(msgspec.Struct, frozen=True):
    """What the API asks.

    `query` and `control` are called from several threads at once. `snapshot` returns the newest
    at hand and `refresh` has a newer one taken; both on the event loop, the first must not block.
    `admission` keeps the rate limits, on the event loop too; `note_use` is told there of each token
    that is used, and when. `inspect` shows what arrives; it is called from several threads at once.
    """

    query: Query
    control: Control
    snapshot: Callable[[], ControlSnapshot]
    refresh: Callable[[], Awaitable[None]]
    door: Door
    admission: Admission
    note_use: Callable[[str, int], None]
    inspect: Inspect
