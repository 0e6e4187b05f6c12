"""The collector's door: an ASGI application that takes beacons and acknowledges durable ones.

Law: it answers 200 to whatever it takes or drops, 503 only if the journal cannot take it, and 429
only to who sends more than their share; a beacon that was answered 200 is durable or counted as
dropped; every beacon ends in exactly one outcome; nothing raises. It reads of a body only what
routes it.

Bare ASGI, because a framework costs as much as all of the work done here.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from playhead.collect.admission import BeaconAdmission
from playhead.collect.answers import (
    COME_AGAIN,
    NOT_A_BEACON,
    PIXEL,
    PREFLIGHT,
    SLOW_DOWN,
    TAKEN,
    TAKEN_AND_CLOSED,
    Answer,
)
from playhead.collect.asgi import Receive, Scope, Send
from playhead.collect.body import BodyReader
from playhead.collect.counts import OutcomeCounts
from playhead.collect.envelope import EnvelopeReader
from playhead.collect.environments import EnvironmentFinder, EnvironmentKeys, key_from_host
from playhead.collect.limits import Limits
from playhead.collect.pixel import is_pixel, pixel_body
from playhead.collect.places import Places
from playhead.collect.refusal import RefusedError
from playhead.collect.unzip import unzip
from playhead.journal.interface import JournalFailedError, JournalFullError, JournalWriter
from playhead.model.beacon import BeaconRecord, encode_record
from playhead.model.outcome import BeaconOutcome

_log = logging.getLogger(__name__)

_KEPT_FOR: Final[Mapping[BeaconOutcome, Answer]] = MappingProxyType(
    {
        BeaconOutcome.OVERLOADED: COME_AGAIN,
        BeaconOutcome.JOURNAL_FAILED: COME_AGAIN,
        BeaconOutcome.RATE_LIMITED: SLOW_DOWN,
    }
)
"""What a player keeps and sends again; everything else it may forget."""


class Collector:
    """Takes beacons over HTTP.

    `clock` returns epoch milliseconds. `default_environment` is the id for beacons that bring no
    env key, neither in an event nor in the host name; without it they are dropped. The address in
    a request's scope is taken for the client's: what proxies say of it was judged before.
    """

    def __init__(  # noqa: PLR0913 - what the wiring decides is told here and nowhere else
        self,
        journal: JournalWriter,
        environments: EnvironmentKeys,
        places: Places,
        clock: Callable[[], int],
        limits: Limits,
        counts: OutcomeCounts,
        *,
        admission: BeaconAdmission,
        default_environment: str | None = None,
        reserved_prefixes: Sequence[str] = (),
    ) -> None:
        self._append = journal.append
        self._environment_of = environments.environment_of
        self._finder = EnvironmentFinder(environments, interval_s=limits.refresh_interval_s)
        self._place_of = places.place_of
        self._clock = clock
        self._limits = limits
        self._user_agent_characters = limits.user_agent_characters
        self._counts = counts
        self._default_environment = default_environment
        self._admit_client = admission.admit_client
        self._admit_environment = admission.admit_environment
        self._reserved_paths = frozenset(prefix.rstrip("/") for prefix in reserved_prefixes)
        self._reserved_folders = tuple(f"{path}/" for path in self._reserved_paths)
        self._read_body = BodyReader(limits).read
        self._read_envelope = EnvelopeReader(limits).read

    def is_beacon(self, scope: Scope) -> bool:
        """Whether a request is the collector's: for a server that has more behind its port.

        A POST or a preflight to any path but the reserved ones, since a collection domain may
        carry any path; and a GET whose query is an event, wherever an image was asked for.
        """
        if scope["type"] != "http":
            return False
        path = scope["path"]
        if path in self._reserved_paths or path.startswith(self._reserved_folders):
            return False
        method = scope["method"]
        return method in {"POST", "OPTIONS"} or (
            method == "GET" and is_pixel(scope["query_string"])
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"the collector speaks HTTP alone; it was handed {scope['type']!r}")
        method = scope["method"]
        if method == "POST":
            taken, take = TAKEN, self._take_posted(scope, receive)
        elif method == "OPTIONS":
            self._counts.preflights += 1
            await PREFLIGHT.to(send)
            return
        elif method == "GET" and is_pixel(scope["query_string"]):
            taken, take = PIXEL, self._take_pixel(scope)
        else:
            self._counts.not_beacons += 1
            await NOT_A_BEACON.to(send)
            return
        try:
            await take
        except RefusedError as refused:
            self._counts.refused(refused.outcome)
            if not refused.gone:
                await _answer_to(refused, taken).to(send)
            return
        except asyncio.CancelledError:
            self._counts.refused(BeaconOutcome.INCOMPLETE)
            raise
        except Exception:  # noqa: BLE001 - nothing may escape to the player
            # A beacon that finds a mistake of ours would find it again: it is not asked for twice.
            _log.exception("a beacon was dropped by a mistake in the collector")
            self._counts.refused(BeaconOutcome.FAULT)
        await taken.to(send)

    async def _take_pixel(self, scope: Scope) -> None:
        body = pixel_body(scope["query_string"], most_fields=self._limits.pixel_fields)
        await self._take(scope, dict(scope["headers"]), body)

    async def _take_posted(self, scope: Scope, receive: Receive) -> None:
        body = await self._read_body(receive)
        headers = dict(scope["headers"])
        if b"content-encoding" in headers:
            encoding = headers[b"content-encoding"]
            body = unzip(body, encoding, most_bytes=self._limits.unzipped_bytes)
        await self._take(scope, headers, body)

    async def _take(self, scope: Scope, headers: dict[bytes, bytes], sent: bytes) -> None:
        """Make a beacon durable and count it, or raise why not."""
        received_at_ms = self._clock()
        client = scope.get("client")
        place = self._place_of(client[0] if client else None)
        self._admit_client(place.address_prefix)
        body, event_count, env_key = self._read_envelope(sent)
        # The finder looks here first too; a key that is known is spared the await.
        environment_id = self._environment_of(env_key) if env_key else None
        if environment_id is None:
            environment_id = await self._find_environment(env_key, headers)
        self._admit_environment(environment_id)
        user_agent = headers.get(b"user-agent", b"")[: self._user_agent_characters]
        record = encode_record(
            BeaconRecord(
                received_at_ms,
                environment_id,
                event_count,
                place,
                user_agent.decode("latin-1"),
                body,
            )
        )
        try:
            await self._append(record)
        except JournalFullError:
            raise RefusedError(BeaconOutcome.OVERLOADED) from None
        except JournalFailedError:
            raise RefusedError(BeaconOutcome.JOURNAL_FAILED) from None
        except Exception:  # noqa: BLE001 - an engine may fail in its own way
            # Not durable, whatever the reason: the player had better keep it.
            _log.exception("the journal failed in a way it does not know itself")
            raise RefusedError(BeaconOutcome.JOURNAL_FAILED) from None
        self._counts.accepted(environment_id, len(body), event_count)

    async def _find_environment(self, env_key: str | None, headers: dict[bytes, bytes]) -> str:
        """Return the environment of a key that is new, or of a beacon without one."""
        if env_key:
            found = await self._finder.find(env_key)
        else:
            label = key_from_host(headers.get(b"host", b""))
            found = await self._finder.find(label) if label else None
            found = found or self._default_environment
        if found is None:
            raise RefusedError(BeaconOutcome.UNKNOWN_ENV_KEY)
        return found


def _answer_to(refused: RefusedError, taken: Answer) -> Answer:
    kept = _KEPT_FOR.get(refused.outcome)
    if kept is not None:
        return kept
    return TAKEN_AND_CLOSED if refused.close else taken
