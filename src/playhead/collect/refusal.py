"""Why a beacon goes no further, as an exception: from wherever it is noticed to the one answer."""

from playhead.model.outcome import BeaconOutcome


class RefusedError(Exception):
    """This beacon ends here, with `outcome`.

    `close`: bytes of it are still on their way, so the connection is of no further use.
    `gone`: nobody is there to be answered.
    """

    def __init__(self, outcome: BeaconOutcome, *, close: bool = False, gone: bool = False) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome
        self.close = close
        self.gone = gone
