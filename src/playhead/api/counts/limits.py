"""How much strangers may make the counts do."""

import msgspec

from playhead.api.streaming.limits import StreamLimits
from playhead.throttle.interface import Limit

PER_NETWORK = Limit.per_second(200, 5_000)
"""Wide: behind one address may be a whole company that watches the same stream."""


class CountsLimits(msgspec.Struct, frozen=True):
    """Limits with their defaults.

    A number is told for `fresh_s` before it is asked for anew, a failure for `failed_s`. So many
    numbers and tokens are remembered; a token has at most `token_bytes`. `threads` questions are
    asked at once, `waiting_most` may wait, each for `wait_most_s`.
    """

    network: Limit = PER_NETWORK
    fresh_s: float = 2.0
    failed_s: float = 1.0
    numbers: int = 10_000
    tokens: int = 20_000
    keys: int = 1_000
    token_bytes: int = 4_096
    threads: int = 2
    waiting_most: int = 256
    wait_most_s: float = 5.0
    streams: StreamLimits = StreamLimits(listeners=5_000, listeners_per_caller=500, questions=1_000)
