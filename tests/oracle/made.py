"""Random views, the same ones each time: every column of every kind, often null, often equal."""

import random
import typing
from collections.abc import Callable

import msgspec

from playhead.model.column import FieldOfView, Kind, fields_of
from playhead.model.timeline import TimelineEvent
from playhead.model.view import Engagement, Failure, Identity, Source, Startup, View

START_MS = 1_767_225_600_000  # 2026-01-01 00:00 UTC
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
END_MS = START_MS + 3 * DAY_MS
ENVIRONMENT = "watched"

_NULL_SHARE = 0.25
_MODES = ["inline", "fullscreen", "pip", "", "it's"]
_RENDITIONS = [
    "800000\t640\t360\t30\tavc1\tlow/1",
    "800000\t640\t360\t29.97\tavc1\t",
    "3000000\t1920\t1080\t\t\tbest",
    "\t1920\t1080\t\t\t",
]
_AWKWARD = ["", "it's", "a\\b\n", "b:c", "[x,y]", "{p:String}", "Å 😀", "%(s)s"]


def random_views(count: int, seed: int = 1) -> list[View]:
    """Return views, most within three days and one environment, some beside."""
    chance = random.Random(seed)  # noqa: S311 - the same views each time
    return [_view(nth, chance) for nth in range(count)]


def crowd(count: int) -> list[View]:
    """Return views that differ in their startup time alone, with a long tail of it."""
    chance = random.Random(2)  # noqa: S311 - the same views each time
    return [
        View(
            identity=Identity(
                environment_id="crowd",
                view_id=f"view-{nth:06}",
                view_start_ms=START_MS,
                view_end_ms=START_MS + 1000,
                version=1,
                checkpoint_number=1,
                rules_version=1,
                inserted_at_ms=START_MS,
                updated_at_ms=START_MS,
                viewer_id="viewer",
                mux_viewer_id="viewer",
            ),
            startup=Startup(
                video_startup_time_ms=0 if nth % 50 == 0 else int(chance.lognormvariate(6.5, 1.2))
            ),
        )
        for nth in range(count)
    ]


def events_of(view: View, count: int) -> list[TimelineEvent]:
    """Return a timeline."""
    return [
        TimelineEvent(
            environment_id=view.identity.environment_id,
            view_id=view.identity.view_id,
            sequence_number=nth,
            name="playing" if nth else "viewstart",
            viewer_time_ms=view.identity.view_start_ms + nth * 10,
            event_time_ms=view.identity.view_start_ms + nth * 10 + 5,
            playhead_ms=nth * 10,
            details_json="{}",
            checkpoint_number=1,
        )
        for nth in range(count)
    ]


def _view(nth: int, chance: random.Random) -> View:
    families = {
        name: kind(**{field.name: _value(field, chance) for field in fields_of(kind, name)})
        for name, kind in typing.get_type_hints(View).items()
    }
    start = START_MS + chance.randrange(-6 * HOUR_MS, 3 * DAY_MS + 6 * HOUR_MS)
    identity = msgspec.structs.replace(
        typing.cast("Identity", families["identity"]),
        environment_id=ENVIRONMENT if chance.random() < 0.9 else "other",
        view_id=f"view-{nth:06}",
        view_start_ms=start,
        view_end_ms=start + chance.randrange(5 * HOUR_MS),
        version=1,
        checkpoint_number=1,
    )
    failure = msgspec.structs.replace(
        typing.cast("Failure", families["failure"]),
        player_error_severity=chance.choice(["fatal", "fatal", "warning", None]),
        player_error_code=chance.choice(["4", "-7", "E4", "", None]),
    )
    engagement = msgspec.structs.replace(
        typing.cast("Engagement", families["engagement"]), playback_range=_played(chance)
    )
    source = msgspec.structs.replace(
        typing.cast("Source", families["source"]),
        player_source_duration_ms=chance.choice([None, 30_500, 30_500, 31_000]),
    )
    made = {
        "identity": identity,
        "failure": failure,
        "engagement": engagement,
        "source": source,
    }
    return View(**(families | made))


def _played(chance: random.Random) -> str | None:
    """Return what a player says that it played: in and out of order, over the end, and worse."""
    told = [
        f'"{start}:{start + chance.randrange(-2000, 12_000)}"'
        for start in (chance.randrange(32_000) for _ in range(chance.randrange(5)))
    ]
    return chance.choice(
        [
            None,
            "[]",
            "no list",
            '["0:4000","9000:12',
            '["0:99999999999999999999"]',
            *[f"[{','.join(told)}]"] * 9,
        ]
    )


def _value(field: FieldOfView, chance: random.Random) -> object:
    if field.nullable and chance.random() < _NULL_SHARE:
        return None
    return _VALUES[field.column.kind](field.name, chance)


_VALUES: dict[Kind, Callable[[str, random.Random], object]] = {
    Kind.LABEL: lambda name, chance: chance.choice(
        [*_AWKWARD[:2], *(f"{name} {n}" for n in range(4))]
    ),
    Kind.TEXT: lambda name, chance: chance.choice(
        [*_AWKWARD, *(f"{name} {n}" for n in range(200))]
    ),
    Kind.TIME: lambda _, chance: START_MS + chance.randrange(DAY_MS),
    Kind.INTEGER: lambda _, chance: chance.choice(
        [0, chance.randrange(4), chance.randrange(50) * 1999]
    ),
    Kind.DECIMAL: lambda _, chance: chance.choice(
        [0.0, 29.97, 30.0, chance.randrange(50) / 7, chance.randrange(50) * 99.9]
    ),
    Kind.FLAG: lambda _, chance: chance.random() < 0.3,
    Kind.TEXT_LIST: lambda _, chance: tuple(
        chance.choice(["a", "b", "c d"]) for _ in range(chance.randrange(4))
    ),
    Kind.TEXT_MAP: lambda _, chance: {"plan": chance.choice(_AWKWARD)},
    Kind.TOTALS: lambda name, chance: {
        key: chance.randrange(1000)
        for key in chance.sample(
            _RENDITIONS if name == "rendition_totals_ms" else _MODES, chance.randrange(4)
        )
    },
}
