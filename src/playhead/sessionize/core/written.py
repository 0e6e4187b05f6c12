"""What comes out of the sessions and has to go to the store."""

import msgspec

from playhead.model.pulse import Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View


class Written(msgspec.Struct, frozen=True):
    """Views in their newest version, timeline events, and ticks."""

    views: list[View]
    events: list[TimelineEvent]
    ticks: list[Tick] = []
