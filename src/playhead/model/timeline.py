"""One line of a view's event timeline, as the store keeps it."""

import msgspec


class TimelineEvent(msgspec.Struct, frozen=True, gc=False):
    """What a player said at one moment of a view.

    Times are epoch milliseconds: `viewer_time_ms` by the player's clock, `event_time_ms` by the
    server's at receipt. `details_json` is a JSON object as text. `checkpoint_number` is that
    of the sessionizer's checkpoint that covers the row.
    """

    environment_id: str
    view_id: str
    sequence_number: int
    name: str
    viewer_time_ms: int
    event_time_ms: int
    playhead_ms: int
    details_json: str
    checkpoint_number: int
