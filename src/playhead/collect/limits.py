"""How much of anything the collector takes from a stranger. Every one of them ends in a count.

Law: nothing that a request can make larger is without a number here.
"""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one request may cost.

    Players cut their beacons at 500 KiB and 300 events, so the defaults leave room for batches
    that grew while the collector was away.
    """

    body_bytes: int = 2 * 1024 * 1024
    """As sent."""
    unzipped_bytes: int = 8 * 1024 * 1024
    events: int = 10_000
    repaired_bytes: int = 640 * 1024
    """Bodies up to here are repaired where text was cut in the middle of a surrogate pair."""
    user_agent_characters: int = 1024
    read_timeout_s: float = 30.0
    """From the first byte of a body to its last; up to a quarter more before it is noticed."""
    drain_bytes: int = 8 * 1024 * 1024
    """What is read past `body_bytes` and thrown away, so that a client that writes before it
    reads gets its answer; beyond this the connection is closed."""
    pixel_fields: int = 1000
    """Query parameters of a legacy pixel."""
    refresh_interval_s: float = 0.1
    """Between two looks into the control database for env keys nobody knows."""
