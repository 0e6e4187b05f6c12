"""When access tokens were last used: noted in memory, and written down about once a minute.

Law: a request never waits for it. What cannot be written is kept for the next time; there is one
entry a token, so that it cannot grow.
"""

import asyncio

from playhead.control import Control, ControlError
from playhead.sessionize.placing import Log

WRITE_S = 60.0


class TokenUses:
    """The uses that are not written down yet."""

    def __init__(self, control: Control, log: Log) -> None:
        """Begin with none."""
        self._control = control
        self._log = log
        self._uses: dict[str, int] = {}

    def note(self, token_id: str, at_ms: int) -> None:
        """Note that a token that is known was used; on the event loop."""
        self._uses[token_id] = max(at_ms, self._uses.get(token_id, 0))

    async def write(self) -> None:
        """Write down what was noted."""
        if not self._uses:
            return
        taken, self._uses = self._uses, {}
        try:
            await asyncio.to_thread(self._control.note_token_uses, taken)
        except ControlError as error:
            self._log.error("uses of tokens cannot be written", error=str(error))
            for token_id, at_ms in taken.items():
                self.note(token_id, at_ms)

    async def keep_written(self) -> None:
        """Write for ever, now and then."""
        while True:
            await asyncio.sleep(WRITE_S)
            await self.write()
