"""What a scenario is: a story, the steps that act it out, and the marks it must leave on the wire.

Law: a recording whose events do not show `expects` in this order, or not `views` views, is refused.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lab.measured import Measured
from lab.stage import Stage

Steps = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One thing that happens to a viewer."""

    name: str
    story: str
    steps: Steps
    expects: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    views: int = 1
    old_sdk: bool = False


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it: the ids of the views that started, and what the page measured.

    A page without a started view measured one all the same, with no play intent in it.
    """

    view_ids: tuple[str, ...]
    views: tuple[Measured, ...]
    unheard: bool  # beacons were sent, and the server answered none
