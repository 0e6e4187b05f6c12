"""Which view this is, when it was, and how complete our knowledge of it is."""

from typing import Annotated

import msgspec

from playhead.model.column import decimal, flag, integer, label, text, time


class Identity(msgspec.Struct, frozen=True):
    """The view's key, its times and its bookkeeping."""

    environment_id: Annotated[str, label("id of the environment")]
    view_id: Annotated[str, text("id of the view, made by the player")]
    view_start_ms: Annotated[int, time("first play attempt, by the viewer's clock corrected")]
    view_end_ms: Annotated[int, time("end of the view")]
    version: Annotated[int, integer("how often the view was completed; the highest counts")]
    checkpoint_number: Annotated[int, integer("the checkpoint that covers this row")]
    rules_version: Annotated[int, integer("version of the rules that built the view")]
    inserted_at_ms: Annotated[int, time("when the view was first completed, by the server")]
    updated_at_ms: Annotated[int, time("when this version was completed, by the server")]
    viewer_id: Annotated[str, text("who watched: viewer_user_id, else mux_viewer_id")]
    mux_viewer_id: Annotated[str, text("random id made by the player's SDK")]
    viewer_user_id: Annotated[str | None, text("the site's own id of the viewer")] = None
    session_id: Annotated[str | None, text("viewing session, as of the view's start")] = None
    view_session_id: Annotated[str | None, text("ties the view to CDN and origin logs")] = None
    sub_property_id: Annotated[str | None, label("the site's tenant or sub-site", 128)] = None
    view_dropped: Annotated[bool, flag("closed without a clean end")] = False
    long_resume: Annotated[bool, flag("ended by the player after a gap of over an hour")] = False
    long_rebuffering: Annotated[bool, flag("over five minutes of rebuffering")] = False
    program_changed: Annotated[bool, flag("began by a programme change in a stream")] = False
    event_count: Annotated[int, integer("events received, without duplicates")] = 0
    missing_event_count: Annotated[int, integer("gaps in the sequence numbers")] = 0
    clock_skew_ms: Annotated[int | None, integer("server clock minus viewer clock")] = None
    sample_rate: Annotated[float | None, decimal("share of viewers the player reports")] = None
    view_message: Annotated[str | None, text("a note by the SDK on lost events", 512)] = None
