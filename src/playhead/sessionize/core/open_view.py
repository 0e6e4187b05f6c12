"""A view that is still being told: what is known so far, small enough to keep many in memory.

The event timeline is not kept here; it goes to the store as it comes. What stays is the last
value of each sticky field, the sequence numbers seen, and running totals.

Law: plain state. How it changes is in the rules (`playback`, `ads`, `errors`, `delivery`), how it
becomes a `View` in `complete`. Nothing in it refers back to what holds it, so the collector of
cycles need not look at millions of these (`gc=False`).
"""

import msgspec

from playhead.model.beacon import Place
from playhead.model.timeline import TimelineEvent
from playhead.sessionize.core.lifecycle import State
from playhead.sessionize.core.live.live_view import LiveView
from playhead.sessionize.core.sequence import SeenNumbers
from playhead.sessionize.core.values import Json


class PlayerEvent(msgspec.Struct, array_like=True, gc=False):
    """One event as it came: `fields` still has the short names.

    `viewer_ms` is the player's clock, `received_ms` the server's; `playhead_ms` the position.
    """

    view_id: str
    name: str
    sequence_number: int
    viewer_ms: int
    playhead_ms: int
    received_ms: int
    fields: dict[str, Json]


class Rendition(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What the player decodes: pixels, bits per second, frames per second, codec."""

    width: int | None = None
    height: int | None = None
    bitrate: int | None = None
    fps: float | None = None
    codec: str | None = None


class Playback(msgspec.Struct, array_like=True, gc=False):
    """Running totals of playing, by the player's own counters where it sends them."""

    playing: bool = False
    first_frame_ms: int | None = None
    first_content_frame_ms: int | None = None
    paused_since_ms: int | None = None
    paused_before_content_ms: int = 0
    last_viewer_ms: int = 0
    last_playhead_ms: int = 0
    progress_ms: int = 0
    counted_ms: int = 0
    ad_counted_ms: int = 0
    bitrate_bps: int | None = None
    bitrate_known_ms: int = 0
    bitrate_bits: float = 0.0
    mode: str | None = None
    mode_totals_ms: dict[str, int] = {}
    ad_totals_ms: dict[str, int] = {}
    fullscreen: bool = False
    pip: bool = False
    captions: bool = False
    rendition: Rendition | None = None
    first_rendition: Rendition | None = None
    changes: int = 0
    upshifts: int = 0
    downshifts: int = 0
    latency_sum_ms: int = 0
    latency_samples: int = 0
    rendition_text: str | None = None
    rendition_totals_ms: dict[str, int] = {}


class Advertising(msgspec.Struct, array_like=True, gc=False):
    """Breaks, attempts, errors; `attempt_open`: an ad was asked to play and has not ended."""

    seen: bool = False
    in_break: bool = False
    break_started_ms: int = 0
    break_ms_before_content: int = 0
    break_has_error: bool = False
    attempt_open: bool = False
    attempt_shown: bool = False
    attempt_started_ms: int = 0
    breaks: int = 0
    attempts: int = 0
    impressions: int = 0
    errors: int = 0
    break_errors: int = 0
    startup_errors: int = 0
    preroll_startup_ms: int | None = None


class Problem(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """An error as the player told it."""

    code: str | None
    message: str | None
    context: str | None
    fatal: bool
    business: bool


class Problems(msgspec.Struct, array_like=True, gc=False):
    """The view's errors: the last fatal one, the last warning, and what the fatal ones were."""

    count: int = 0
    last_fatal: Problem | None = None
    last_warning: Problem | None = None
    failure: bool = False
    startup_failure: bool = False
    ad_failure: bool = False
    content_failure: bool = False
    exception: bool = False
    startup_exception: bool = False


class Requests(msgspec.Struct, array_like=True, gc=False):
    """Media requests as they passed by, for SDKs that send no totals, and the CDNs used."""

    cdn_trace: list[str] = []
    measured: int = 0
    latency_sum_ms: int = 0
    latency_max_ms: int = 0
    bits: int = 0
    transfer_ms: int = 0


class Counting(msgspec.Struct, array_like=True, gc=False):
    """Totals of a player that sends none of its own; see `counting`."""

    watching: bool = False
    watch_ms: int = 0
    max_playhead_ms: int = 0
    seeks: int = 0
    seek_ms: int = 0
    max_seek_ms: int = 0
    seeking_since_ms: int | None = None
    stalls: int = 0
    stalled_ms: int = 0
    stalled_since_ms: int | None = None
    scaled_ms: int = 0
    upscaling_ms: float = 0.0
    downscaling_ms: float = 0.0
    max_upscale: float = 0.0
    max_downscale: float = 0.0


class OpenView(msgspec.Struct, array_like=True, gc=False):
    """All that is known of a view that is not final."""

    environment_id: str
    view_id: str
    place: Place
    user_agent: str
    first_received_ms: int
    last_received_ms: int
    state: State = State.WAITING
    sticky: dict[str, Json] = {}
    seen: SeenNumbers = msgspec.field(default_factory=SeenNumbers)
    last_applied: int = 0
    event_count: int = 0
    version: int = 0
    inserted_ms: int = 0
    timer_s: int = 0
    skew_ms: int | None = None
    session_id: str | None = None
    start_viewer_ms: int = 0
    last_viewer_ms: int = 0
    end_viewer_ms: int | None = None
    long_resume: bool = False
    page_load_ms: int | None = None
    player_startup_ms: int | None = None
    playback: Playback = msgspec.field(default_factory=Playback)
    ads: Advertising = msgspec.field(default_factory=Advertising)
    problems: Problems = msgspec.field(default_factory=Problems)
    requests: Requests = msgspec.field(default_factory=Requests)
    held: list[PlayerEvent] = []
    waiting_rows: list[TimelineEvent] = []
    counting: Counting = msgspec.field(default_factory=Counting)
    generation: int = 0
    live: LiveView | None = None

    @property
    def stored_id(self) -> str:
        """Return the id under which the view is stored: the player's, unless that was taken."""
        return stored_id_of(self.view_id, self.generation)


def stored_id_of(view_id: str, generation: int) -> str:
    """Return the id under which a view is stored that had so many before it under its own."""
    return f"{view_id}~{generation + 1}" if generation else view_id
