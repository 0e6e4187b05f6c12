"""What monitoring remembers of one view, next to what the view itself remembers.

Law: plain state, small: there are as many of these as there are open views. Fields may only be
appended, so that older checkpoints stay readable.
"""

import msgspec

from playhead.sessionize.core.live.states import LiveState


class LiveView(msgspec.Struct, array_like=True, gc=False):
    """Where a viewer stands, and as what it is counted.

    `since_ms` and `beat_ms` are the server's clock: when the state began, and the receipt of the
    last event folded in order. `away`: gone by silence. `failed_ms` is the interval in which
    playback failed last. `latency_…` and `bitrate_bps` are what is accounted for so far.
    `tally`, `timer_s` and `viewer` say where it is entered now; they are found anew at a start.
    """

    state: LiveState = LiveState.IDLE
    started: bool = False
    away: bool = False
    since_ms: int = 0
    beat_ms: int = 0
    failed_ms: int = 0
    latency_samples: int = 0
    latency_sum_ms: int = 0
    bitrate_bps: int | None = None
    tally: int = 0
    timer_s: int = 0
    viewer: str | None = None
