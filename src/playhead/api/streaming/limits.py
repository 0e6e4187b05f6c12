"""How much may be pushed, to how many, and how long somebody may take to read it."""

import msgspec


class StreamLimits(msgspec.Struct, frozen=True):
    """Limits with their defaults.

    `listeners` at once, of whom `listeners_per_caller` are one caller's, share `questions`
    different questions, of which `threads` are asked at once, each given up after `wait_most_s`.
    The newest tick is looked for every `poll_s`, and whether a listener may still listen every
    `recheck_s`; a comment goes out after `heartbeat_s` of silence; who has not taken what was sent
    within `send_most_s` is hung up on.
    """

    listeners: int = 2_000
    listeners_per_caller: int = 50
    questions: int = 200
    threads: int = 2
    wait_most_s: float = 4.0
    poll_s: float = 0.5
    recheck_s: float = 1.0
    heartbeat_s: float = 15.0
    send_most_s: float = 15.0
