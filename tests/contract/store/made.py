"""Views and events made for tests: plain ones by hand, and any that the types allow."""

import typing

import hypothesis.strategies as st
import msgspec

from playhead.model.column import FieldOfView, Kind, fields_of
from playhead.model.pulse import (
    TICK_MS,
    Audience,
    LiveDimensions,
    LiveSums,
    LiveViewers,
    Pulse,
    PulseIdentity,
    Tick,
)
from playhead.model.timeline import TimelineEvent
from playhead.model.view import Identity, View

NOON_MS = 1_767_268_800_000  # 2026-01-01 12:00 UTC
DAY_MS = 86_400_000
LATER_MS = 4_070_908_800_000
"""2099-01-01: the engine drops ticks that its clock finds old."""

_WHOLE = st.integers(-(2**63), 2**63 - 1)
_TEXT = st.text(max_size=12) | st.sampled_from(
    [
        "",
        "\0",
        "a\0b",
        "'; DROP TABLE views; --",
        "\\N",
        "NULL",
        "\t\n\r",
        "😀 ẞ e\u0301",
        "`{x:String}`",
        "%s",
    ]
)
_VALUES: dict[Kind, st.SearchStrategy[object]] = {
    Kind.LABEL: _TEXT,
    Kind.TEXT: _TEXT,
    Kind.TIME: st.integers(0, 4_102_444_800_000),
    Kind.INTEGER: _WHOLE,
    Kind.DECIMAL: st.floats(allow_nan=False, allow_infinity=False),
    Kind.FLAG: st.booleans(),
    Kind.TEXT_LIST: st.lists(_TEXT, max_size=3).map(tuple),
    Kind.TEXT_MAP: st.dictionaries(_TEXT, _TEXT, max_size=3),
    Kind.TOTALS: st.dictionaries(_TEXT, _WHOLE, max_size=3),
}


def a_view(
    view_id: str = "view",
    *,
    environment_id: str = "env",
    version: int = 1,
    checkpoint_number: int = 1,
    end_ms: int = NOON_MS,
) -> View:
    return View(
        identity=Identity(
            environment_id=environment_id,
            view_id=view_id,
            view_start_ms=end_ms - 60_000,
            view_end_ms=end_ms,
            version=version,
            checkpoint_number=checkpoint_number,
            rules_version=1,
            inserted_at_ms=end_ms + 60_000,
            updated_at_ms=end_ms + 60_000,
            viewer_id="viewer",
            mux_viewer_id="viewer",
        )
    )


def an_event(
    sequence_number: int,
    *,
    view_id: str = "view",
    checkpoint_number: int = 1,
    time_ms: int = NOON_MS,
) -> TimelineEvent:
    return TimelineEvent(
        environment_id="env",
        view_id=view_id,
        sequence_number=sequence_number,
        name="playing",
        viewer_time_ms=time_ms - 20,
        event_time_ms=time_ms,
        playhead_ms=1500,
        details_json='{"note":"😀\\u0000"}',
        checkpoint_number=checkpoint_number,
    )


def a_pulse(
    tick_ms: int = LATER_MS,
    *,
    environment_id: str = "env",
    checkpoint_number: int = 1,
    video_title: str | None = "Title",
    playing: int = 3,
    samples: tuple[int, ...] = (812, 90),
) -> Pulse:
    return Pulse(
        PulseIdentity(environment_id, tick_ms, checkpoint_number),
        LiveDimensions(
            asn=64500,
            asn_name="EXAMPLE-NET",
            country="NO",
            video_title=video_title,
            view_has_ad=True,
        ),
        LiveViewers(playing=playing, failed=1),
        LiveSums(
            playing_ms=playing * TICK_MS,
            bitrate_ms=4_000,
            bitrate_bits=12_000.5,
            starts=2,
            startup_samples_ms=samples,
        ),
    )


def a_tick(tick_ms: int = LATER_MS, *, checkpoint_number: int = 1) -> Tick:
    titles = ["'; DROP TABLE pulses; --", "\\N", "a\0b", "😀"]
    return Tick(
        tick_ms,
        checkpoint_number,
        [
            a_pulse(
                tick_ms,
                checkpoint_number=checkpoint_number,
                environment_id=environment,
                video_title=title,
                playing=number + 1,
            )
            for environment in ("env", "other")
            for number, title in enumerate(titles)
        ],
        [
            Audience("env", tick_ms, "video_id", "v{x:String}", 5, 4, checkpoint_number),
            Audience("other", tick_ms, "asset_id", "a", 2, 2, checkpoint_number),
        ],
    )


def _value(field: FieldOfView) -> st.SearchStrategy[object]:
    some = _VALUES[field.column.kind]
    return st.none() | some if field.nullable else some


def any_view() -> st.SearchStrategy[View]:
    """Return views whose every field holds anything that its column allows."""
    families = typing.get_type_hints(View)
    return st.builds(View, **{name: _family(kind, name) for name, kind in families.items()})


def _family(kind: type[msgspec.Struct], name: str) -> st.SearchStrategy[msgspec.Struct]:
    return st.builds(kind, **{field.name: _value(field) for field in fields_of(kind, name)})
