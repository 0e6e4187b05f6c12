"""Records scenarios: acts each out in the browser, checks what came over the wire, writes it down.

Law: nothing is written for a scenario whose wire does not show its story.
"""

import dataclasses
import json
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from playwright.async_api import Browser

from lab import capture, certificate, demo, places
from lab.browser import chromium, perform
from lab.capture import Capture, Event
from lab.errors import LabError
from lab.scenario import Played, Scenario
from lab.serving import Served

ENV_KEY = "labkey"


async def record_tests(scenarios: Iterable[Scenario]) -> None:
    """Record each scenario into its folder below `tests/scenario`."""
    async with chromium() as browser:
        for scenario in scenarios:
            played, rows = await _record(browser, scenario)
            folder = places.SCENARIOS / scenario.name
            capture.write(rows, folder / "beacons.jsonl")
            (folder / "story.md").write_text(f"# {scenario.name}\n\n{scenario.story}\n")
            views = [dataclasses.asdict(view) for view in played.views]
            measured = {"view_ids": played.view_ids, "views": views}
            (folder / "measured.json").write_text(json.dumps(measured, indent=1) + "\n")
            _say(scenario, rows)


async def record_demo(scenarios: Iterable[Scenario]) -> None:
    """Record each of the demo's plays into the product."""
    async with chromium() as browser:
        for scenario in scenarios:
            _, rows = await _record(browser, scenario)
            size = sum(len(json.dumps(row)) for row in rows)
            if size > demo.BYTES_MAX:
                raise LabError(f"Demo {scenario.name} has {size} bytes: let it play for less long.")
            capture.write(rows, places.DEMO / f"{scenario.name}.jsonl")
            _say(scenario, rows)


async def _record(browser: Browser, scenario: Scenario) -> tuple[Played, list[capture.Row]]:
    receiver = Capture(scenario.name)
    with tempfile.TemporaryDirectory() as folder:
        pair = certificate.make(Path(folder)) if scenario.old_sdk else None
        with Served(receiver, certificate=pair) as served:
            played = await perform(
                browser, scenario, beacons=f"localhost:{served.port}", env_key=ENV_KEY
            )
    _check(scenario, capture.events(receiver.rows))
    return played, receiver.rows


def _check(scenario: Scenario, events: list[Event]) -> None:
    started = list(dict.fromkeys(event.view_id for event in events if event.name == "viewstart"))
    if len(started) != scenario.views:
        raise LabError(
            f"Scenario {scenario.name} shows {len(started)} views on the wire, "
            f"not {scenario.views}: mend its steps."
        )
    first = started[0] if started else events[0].view_id
    names = iter(_names(events, first))
    for name in scenario.expects:
        if name not in names:
            raise LabError(
                f"Scenario {scenario.name} lacks {name!r} at its place on the wire, which shows "
                f"{' '.join(_names(events, first))}: mend its steps or record it again."
            )
    if scenario.views and max(Counter(events).values()) < 2:
        raise LabError(
            f"Scenario {scenario.name} was left, but no beacon came twice: record again."
        )


def _names(events: list[Event], view_id: str) -> list[str]:
    of_view = {event for event in events if event.view_id == view_id}
    return [event.name for event in sorted(of_view, key=lambda event: event.sequence_number)]


def _say(scenario: Scenario, rows: list[capture.Row]) -> None:
    events = capture.events(rows)
    print(f"{scenario.name}: {len(rows)} requests, {len(events)} events")  # noqa: T201
    for view_id in dict.fromkeys(event.view_id for event in events):
        print(f"  {view_id}: {' '.join(_names(events, view_id))}")  # noqa: T201
