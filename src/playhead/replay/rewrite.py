"""Changes a recorded body: the environment it reports to, its clocks, its ids, what it tells.

All that is not changed stays as it was sent, to the last digit: values that are not touched are
never decoded. A fresh id is a digest of the old one and a seed, so equal ids stay equal in every
request of a copy, in whatever order the requests are rewritten.

Law: pure. A body that is no beacon is returned as it is: recordings of broken ones exist.
"""

import hashlib
import re
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import msgspec

from playhead.model.field_names import short_name
from playhead.replay.fields import CLOCKS, IDS, SNAPSHOTS, name_of

Json = str | int | float | bool | None
_Fields = dict[str, msgspec.Raw]

EARLIEST_CLOCK_MS: Final = 10**12
LATEST_CLOCK_MS: Final = 10**14
"""A clock outside of these is no clock: an unset one, seconds, garbage. It is left alone."""

_NUMBER: Final = re.compile(r"\d{1,20}(\.\d{1,20})?([eE]\+?\d{1,2})?")
_NOT_IDS: Final = frozenset({"", "-1"})
"""What players send for "no id yet"."""


class Change(msgspec.Struct, frozen=True):
    """What to change. Without anything set, bodies stay byte for byte what they are.

    `id_seed` makes fresh ids; None keeps the recorded ones. `facts` are fields by their long names:
    an event that carries one gets the new value, and a snapshot gets it in any case. `texts` are
    replaced wherever they occur in a value, in their order.
    """

    env_key: str | None = None
    shift_ms: int = 0
    id_seed: str | None = None
    facts: Mapping[str, Json] = {}
    texts: tuple[tuple[str, str], ...] = ()


class Rewritten(msgspec.Struct, frozen=True):
    """A body as it is to be sent, and what is in it."""

    body: bytes
    event_count: int
    view_ids: frozenset[str]


def rewrite(body: bytes, change: Change) -> Rewritten:
    """Return `body` changed."""
    envelope = _envelope(body)
    if envelope is None:
        return Rewritten(body, 0, frozenset())
    top, events = envelope
    rewriting = _Rewriting(change)
    new_events = [rewriting.event(event) for event in events]
    if "metadata" in top:
        top["metadata"] = rewriting.metadata(top["metadata"])
    top["events"] = msgspec.Raw(msgspec.json.encode(new_events))
    untouched = change == Change()
    return Rewritten(
        body if untouched else msgspec.json.encode(top),
        len(events),
        frozenset(rewriting.view_ids),
    )


def sent_at_ms(body: bytes) -> int | None:
    """Return when `body` was sent by its own client's clock, or None where it does not tell."""
    envelope = _envelope(body)
    if envelope is None:
        return None
    top, events = envelope
    metadata = _fields(top.get("metadata"))
    clocks = [metadata.get("transmission_timestamp")] if metadata else []
    for event in reversed(events):
        clocks += [raw for key, raw in (_fields(event) or {}).items() if _is_viewer_time(key)]
    found = (_clock(raw) for raw in clocks if raw is not None)
    return next((int(clock) for clock in found if clock is not None), None)


def player_of(body: bytes) -> str | None:
    """Return the id of the player that sent `body`, or None where it does not tell."""
    envelope = _envelope(body)
    if envelope is None:
        return None
    for event in envelope[1]:
        for key, raw in (_fields(event) or {}).items():
            if name_of(key) == "player_instance_id":
                return _text(raw)
    return None


class _Rewriting:
    """One body's way through a change; remembers the views it met."""

    def __init__(self, change: Change) -> None:
        self.view_ids: set[str] = set()
        self._shift_ms = change.shift_ms
        self._id_seed = change.id_seed
        self._facts = {name: _raw(value) for name, value in change.facts.items()}
        if change.env_key is not None:
            self._facts["env_key"] = _raw(change.env_key)
        self._texts = [(_inner(old), _inner(new)) for old, new in change.texts if old]

    def event(self, raw: msgspec.Raw) -> msgspec.Raw:
        fields = _fields(raw)
        if fields is None:
            return raw
        missing = dict(self._facts)
        event_name = None
        changed: _Fields = {}
        for key, value in fields.items():
            name = name_of(key)
            if name == "event":
                event_name = _text(value)
            changed[key] = self._value(name, value)
            missing.pop(name, None)
        if event_name in SNAPSHOTS:
            changed |= {short_name(name): value for name, value in missing.items()}
        elif "env_key" in missing:
            # Unlike all else, the key has to be in every event: no event refers to another's.
            changed["ake"] = missing["env_key"]
        return msgspec.Raw(msgspec.json.encode(changed))

    def metadata(self, raw: msgspec.Raw) -> msgspec.Raw:
        fields = _fields(raw)
        if fields is None:
            return raw
        changed = {key: self._value(key, value) for key, value in fields.items()}
        return msgspec.Raw(msgspec.json.encode(changed))

    def _value(self, name: str, raw: msgspec.Raw) -> msgspec.Raw:
        if name in CLOCKS:
            return _moved(raw, self._shift_ms)
        if name in self._facts:
            return self._facts[name]
        if name in IDS:
            return self._id(name, raw)
        for old, new in self._texts:
            if old in bytes(raw):
                raw = msgspec.Raw(bytes(raw).replace(old, new))
        return raw

    def _id(self, name: str, raw: msgspec.Raw) -> msgspec.Raw:
        text = _text(raw)
        if text is None or text in _NOT_IDS:
            return raw
        if self._id_seed is not None:
            text = fresh_id(self._id_seed, name, text)
            raw = _raw(text)
        if name == "view_id":
            self.view_ids.add(text)
        return raw


def fresh_id(seed: str, name: str, old: str) -> str:
    """Return the id that stands for `old` wherever `seed` rules."""
    told = f"{seed}\x00{name}\x00{old}".encode("utf-8", "surrogatepass")
    return str(uuid.UUID(bytes=hashlib.blake2b(told, digest_size=16).digest(), version=4))


def _envelope(body: bytes) -> tuple[_Fields, list[msgspec.Raw]] | None:
    try:
        top = msgspec.json.decode(body, type=_Fields)
        return top, msgspec.json.decode(top["events"], type=list[msgspec.Raw])
    except (msgspec.DecodeError, KeyError, RecursionError):
        return None


def _fields(raw: msgspec.Raw | None) -> _Fields | None:
    try:
        return None if raw is None else msgspec.json.decode(raw, type=_Fields)
    except (msgspec.DecodeError, RecursionError):
        return None


def _text(raw: msgspec.Raw) -> str | None:
    try:
        return msgspec.json.decode(raw, type=str)
    except msgspec.DecodeError:
        return None


def _raw(value: Json) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


def _inner(text: str) -> bytes:
    """Return how `text` stands inside a JSON string."""
    return msgspec.json.encode(text)[1:-1]


def _is_viewer_time(key: str) -> bool:
    return name_of(key) == "viewer_time"


def _clock(raw: msgspec.Raw) -> Decimal | None:
    text = bytes(raw).decode("utf-8", "replace").strip('"')
    if not _NUMBER.fullmatch(text):
        return None
    clock = Decimal(text)
    return clock if EARLIEST_CLOCK_MS <= clock < LATEST_CLOCK_MS else None


def _moved(raw: msgspec.Raw, shift_ms: int) -> msgspec.Raw:
    """Return a clock moved, in the type and with the fraction that it had."""
    clock = _clock(raw)
    if clock is None or shift_ms == 0:
        return raw
    text = bytes(raw).decode()
    moved = format(clock + shift_ms, "f")
    if "." not in moved and not text.strip('"').isdigit():
        moved += ".0"
    return msgspec.Raw((f'"{moved}"' if text.startswith('"') else moved).encode())
