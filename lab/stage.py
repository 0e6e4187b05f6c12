"""The stage: one page in one browser, and the few things that a scenario does on it.

Law: a stage acts as a viewer or a site would, through the page; it looks at the wire only to learn
the ids of the views.
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page, Request, Response

from lab.measured import Measured
from lab.site import Faults

WAIT_MS = 40_000
UNLOAD_SECONDS = 1.5


@dataclass
class Stage:
    """What the steps of a scenario get to work with."""

    page: Page
    faults: Faults
    view_ids: list[str] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    beacons_answered: int = 0
    beacons_failed: int = 0
    left: bool = False

    def listen(self) -> None:
        """Note the id of every view that starts, and what became of the beacons."""
        self.page.on("request", self._note)
        self.page.on("response", self._answered)
        self.page.on("requestfailed", self._failed)

    def _answered(self, response: Response) -> None:
        self.beacons_answered += response.request.method == "POST"

    def _failed(self, request: Request) -> None:
        self.beacons_failed += request.method == "POST"

    def _note(self, request: Request) -> None:
        if request.method != "POST" or not request.post_data:
            return
        for event in json.loads(request.post_data).get("events", []):
            if event["e"] == "viewstart" and event["xid"] not in self.view_ids:
                self.view_ids.append(event["xid"])

    async def do(self, script: str) -> Any:
        """Run a script in the page, where `p` is its first player."""
        return await self.page.evaluate(f"() => {{ const p = lab.player(1); {script} }}")

    async def play(self) -> None:
        """Press play."""
        await self.do("p.play()")

    async def until(self, condition: str) -> None:
        """Wait until the condition on player `p` and its video `v` holds."""
        await self.page.wait_for_function(
            f"() => {{ const p = lab.player(1), v = p?.video; return {condition} }}",
            timeout=WAIT_MS,
            polling=50,
        )

    async def until_playhead(self, seconds: float) -> None:
        """Wait until the video has come this far."""
        await self.until(f"v.currentTime >= {seconds} || v.ended")

    async def watch(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)

    async def emit(self, kind: str, data: dict[str, Any] | None = None) -> None:
        """Emit an event by the SDK's public call, as a site does."""
        await self.do(f"p.emit({json.dumps(kind)}, {json.dumps(data or {})})")

    async def leave(self) -> None:
        """Close the page as a viewer closes a tab, after reading what the page measured."""
        if self.left:
            return
        self.left = True
        self.measured = [
            Measured(**row | {"source_heights": tuple(row["source_heights"])})
            for row in await self.page.evaluate("() => window.measured")
        ]
        await self.page.close(run_before_unload=True)
        await asyncio.sleep(UNLOAD_SECONDS)
