"""How the sessionizer is doing, in numbers that any thread may ask for. Law: plain words."""

import msgspec


class SessionizerStatus(msgspec.Struct, frozen=True):
    """How the sessionizer is doing, for `/metrics` and `playhead status`."""

    next_record: int
    lag_records: int
    open_views: int
    checkpoint_number: int
    views_written: int
    events_written: int
    store_failures: int
    rows_unstorable: int
    outcomes: dict[str, int]
    ticks_written: int = 0
    live_sets: int = 0
    live_sets_folded: int = 0
