"""Plays a video, or a whole scenario, against a running server.

Why: people try their server with it, and the end-to-end test compares what the page measured with
what the server says of the same views.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lab import steps
from lab.browser import chromium, perform
from lab.errors import LabError
from lab.scenario import Played, Scenario


def play(
    *,
    beacons: str,
    env_key: str,
    source: str = "hls",
    seconds: float = 10.0,
    metadata: Mapping[str, Any] | None = None,
) -> Played:
    """Play so many seconds of an HLS or MP4 video; its beacons go to HOST:PORT."""
    scenario = Scenario(
        name="play",
        story="A viewer plays a video.",
        options={"source": source, "meta": dict(metadata or {})},
        steps=steps.watch_until(seconds),
        expects=(),
    )
    return act(scenario, beacons=beacons, env_key=env_key)


def act(scenario: Scenario, *, beacons: str, env_key: str) -> Played:
    """Act a scenario out; its beacons go to HOST:PORT."""

    async def run() -> Played:
        async with chromium() as browser:
            return await perform(browser, scenario, beacons=beacons, env_key=env_key)

    # On a thread of its own, so that a caller with an event loop can call it too.
    with ThreadPoolExecutor(max_workers=1) as thread:
        played = thread.submit(lambda: asyncio.run(run())).result()
    if played.unheard:
        raise LabError(f"No beacon reached {beacons}: start the server there, or name another.")
    return played
