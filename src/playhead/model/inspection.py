"""What an integration looks like while it is being built: beacons decoded, and the view they make.

Law: plain words. Values are the player's own, so whoever shows them must take them for hostile.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec


class InspectedEvent(msgspec.Struct, frozen=True):
    """An event under the long names of its fields. `viewer_time_ms` is the player's clock."""

    view_id: str
    name: str
    sequence_number: int
    viewer_time_ms: int
    playhead_ms: int
    fields: dict[str, Any]


class Remark(msgspec.Struct, frozen=True):
    """Something that should be mended: `code` for programs, `text` says what and how."""

    code: str
    text: str


class InspectedBeacon(msgspec.Struct, frozen=True):
    """One beacon. `outcomes`: how many of its events ended how; `number` rises."""

    number: int
    received_at_ms: int
    size_bytes: int
    country: str | None
    user_agent: str
    events: tuple[InspectedEvent, ...]
    outcomes: dict[str, int]
    remarks: tuple[Remark, ...]


class InspectedView(msgspec.Struct, frozen=True):
    """A view as it would be stored now. `fields` holds the columns that are known."""

    view_id: str
    state: str
    event_count: int
    last_received_at_ms: int
    fields: dict[str, Any]
    remarks: tuple[Remark, ...]


class Inspected(msgspec.Struct, frozen=True):
    """Beacons after a number, oldest first, and the newest views. `missed`: dropped unread."""

    beacons: tuple[InspectedBeacon, ...]
    views: tuple[InspectedView, ...]
    missed: int
    next_number: int


Inspect: TypeAlias = Callable[[str, int], Inspected]
"""Returns what came for an environment (by id) after a number; the first call begins watching."""
