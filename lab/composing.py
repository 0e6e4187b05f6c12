"""Composes beacons of players that cannot run in a browser, from what is published of their SDKs.

A play is a list of moments: when, at which playhead, which event, and what the player does from
then on. The counters that SDKs send follow from that list; how they are spelled is the dialect's.

Law: deterministic, so that a test can hold the files against their maker; composed is never called
recorded.
"""

import base64
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

BEGAN_MS = 1_795_500_000_000
"""When every composed player was made, by its own clock."""
FIRST = dict(
    pair.split(":")
    for pair in "env:a beacon:b custom:c ad:d event:e experiment:f internal:i mux:m player:p "
    "request:q session:s viewer:u video:v page:w view:x sub:y".split()
)
LATER = dict(
    pair.split(":")
    for pair in "ad:ad api:ap application:al asset:as autoplay:au average:av bitrate:bi "
    "business:bz bytes:by cancel:cb category:cg code:cd connection:cx content:ct "
    "context:cz count:co creative:cr cumulative:cv data:da device:dv domain:dm downscale:do "
    "downscaling:dg dropped:dp duration:du embed:em end:en error:er exception:ez family:fm "
    "first:fi format:ft frame:fr fullscreen:fs height:ht hostname:hn id:id init:ii "
    "instance:in is:is key:ke labeled:lb language:la live:li load:lo loaded:ld low:lw "
    "manufacturer:mn max:ma media:md message:me mime:mi min:mm mode:mp model:mo ms:ms mux:mx "
    "name:nm number:no on:on os:os paused:pa percentage:pe playback:pb played:pf playhead:ph "
    "playing:pn plugin:pi position:ps preload:pr preroll:pl range:rg rate:ra rebuffer:re "
    "remote:rm requested:rd request:rq response:rp sample:sa seek:sk sequence:sq series:sr "
    "severity:sy skipped:sd software:sw source:so start:st startup:su stream:sm tag:ta "
    "throughput:th time:ti title:tt to:to total:tl type:ty universal:un upscale:up "
    "upscaling:ug url:ur user:us version:ve video:vi viewer:vr watch:wa width:wd".split()
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One event: milliseconds since the player was made, the playhead, and what goes on after it.

    `doing` is one of idle, startup, ad, content, stall, seek and pause.
    """

    at_ms: int
    playhead_ms: int
    name: str
    doing: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """What had happened up to a moment."""

    spent_ms: Mapping[str, int]
    stalls: int
    seeks: int
    first_frame_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a player spells, what it sends with which event, and how it posts."""

    name: str
    story: str
    moments: tuple[Moment, ...]
    lasting: Mapping[str, Any]
    """What the player says of itself, the viewer and the video, before anything happens."""
    counters: Callable[[Counted], dict[str, Any]]
    spell: Callable[[Any], Any]
    user_agent: str
    full_state: bool = False
    path: str = "/"
    content_type: str = "application/json"
    zipped: bool = False
    metadata: bool = False
    unknown_words: frozenset[str] = frozenset()
    before_view: frozenset[str] = frozenset()
    """Events that carry no view id."""
    posts_at_ms: tuple[int, ...] = ()


ALWAYS = frozenset(
    "env_key view_id view_sequence_number player_sequence_number player_playhead_time viewer_time "
    "mux_api_version event video_id player_instance_id view_playing_time_ms_cumulative "
    "ad_playing_time_ms_cumulative".split()
)


def rows(dialect: Dialect) -> list[dict[str, Any]]:
    """Return the requests of a composed play, as a recording has them."""
    waiting = list(_events(dialect))
    found = []
    for number, at_ms in enumerate(dialect.posts_at_ms):
        sent = [event for when, event in waiting if when <= at_ms]
        waiting = [(when, event) for when, event in waiting if when > at_ms]
        found.append(_row(dialect, number, at_ms, sent))
    if waiting:
        raise ValueError(f"{dialect.name} never posts its event at {waiting[0][0]} ms: add a post.")
    return found


def _row(dialect: Dialect, number: int, at_ms: int, sent: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {"events": sent}
    if dialect.metadata:
        told = {"metadata": {"transmission_timestamp": BEGAN_MS + at_ms}, **told}
    body = json.dumps(told, separators=(",", ":")).encode()
    row: dict[str, Any] = {
        "scenario": dialect.name,
        "composed": True,
        "n": number,
        "t_ms": at_ms,
        "scheme": "https",
        "method": "POST",
        "path": dialect.path,
        "http": "1.1",
        "headers": {
            "host": "beacons.example.com",
            "content-type": dialect.content_type,
            "user-agent": dialect.user_agent,
        },
    }
    if dialect.zipped:
        row["headers"]["content-encoding"] = "gzip"
        row["body_base64"] = base64.b64encode(gzip.compress(body, mtime=0)).decode()
    else:
        row["body"] = body.decode()
    row["response_status"] = 200
    return row


def _events(dialect: Dialect) -> Iterator[tuple[int, dict[str, Any]]]:
    state = dict(dialect.lasting)
    told: dict[str, Any] = {}
    in_view = 0
    for number, (moment, counted) in enumerate(_counted(dialect.moments), 1):
        state.pop("player_startup_time", None)
        own = {"event": moment.name, "viewer_time": BEGAN_MS + moment.at_ms}
        own |= {"player_sequence_number": number, "player_playhead_time": moment.playhead_ms}
        state |= moment.fields
        if moment.name in dialect.before_view:
            now = {name: value for name, value in state.items() if name != "view_id"}
        else:
            in_view += 1
            own["view_sequence_number"] = in_view
            state |= dialect.counters(counted)
            now = state
        whole = dialect.full_state or moment.name in {"viewstart", "viewend"} or not told
        now = now | own
        changed = {
            name: value
            for name, value in now.items()
            if whole or name in ALWAYS or name in moment.fields or told.get(name) != value
        }
        told = now
        yield (
            moment.at_ms,
            {
                short(name, dialect.unknown_words): _spelled(dialect, value)
                for name, value in changed.items()
            },
        )
        for name in moment.fields:
            if name.startswith(("request_", "player_error_", "viewer_device_orientation")):
                del state[name]


def _spelled(dialect: Dialect, value: Any) -> Any:
    return value if isinstance(value, str | list | dict) else dialect.spell(value)


def _counted(moments: Iterable[Moment]) -> Iterator[tuple[Moment, Counted]]:
    spent: Counter[str] = Counter()
    stalls = seeks = 0
    first: int | None = None
    before = Moment(0, 0, "", "idle")
    for moment in moments:
        spent[before.doing] += moment.at_ms - before.at_ms
        stalls += moment.name == "rebufferstart"
        seeks += moment.name == "seeking"
        if first is None and moment.name in {"playing", "adplaying"}:
            first = spent["startup"]
        before = moment
        yield moment, Counted(dict(spent), stalls, seeks, first)


def short(name: str, unknown: frozenset[str]) -> str:
    """Return the key that players send for a long name; words unknown to them are spelled out."""
    first, *rest = name.split("_")
    return FIRST[first] + "".join(_later(word, unknown) for word in rest)


def _later(word: str, unknown: frozenset[str]) -> str:
    if word.isdigit():
        return word
    return f"_{word}_" if word in unknown or word not in LATER else LATER[word]


def as_text(value: Any) -> str:
    """Spell a number or a flag as text."""
    return json.dumps(value)


def web_counters(counted: Counted) -> dict[str, Any]:
    """Return the counters that a player sends once they say something, as the web does."""
    spent = counted.spent_ms
    content, ad = spent.get("content", 0), spent.get("ad", 0)
    waited = sum(spent.get(doing, 0) for doing in ("startup", "stall", "seek"))
    found: dict[str, Any] = {
        "view_watch_time": waited + content + ad,
        "view_playing_time_ms_cumulative": content + ad,
    }
    if ad:
        found["ad_playing_time_ms_cumulative"] = ad
    if counted.stalls:
        found["view_rebuffer_count"] = counted.stalls
        found["view_rebuffer_duration"] = spent.get("stall", 0)
    if counted.seeks:
        found["view_seek_count"] = counted.seeks
        found["view_seek_duration"] = spent.get("seek", 0)
    if counted.first_frame_ms is not None:
        found["view_time_to_first_frame"] = counted.first_frame_ms
    return found
