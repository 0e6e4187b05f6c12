"""A small ASGI caller, and the collector's neighbours as a test wants them."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec

from playhead.collect.admission import DEFAULT_CLIENT, DEFAULT_ENVIRONMENT, BeaconAdmission
from playhead.collect.asgi import Message, Scope
from playhead.collect.collector import Collector
from playhead.collect.counts import OutcomeCounts
from playhead.collect.limits import Limits
from playhead.collect.places import Places
from playhead.model.beacon import BeaconRecord, decode_record
from playhead.model.outcome import BeaconOutcome
from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter

NOW_MS = 1_795_430_569_445
KEY = "key1"
ENVIRONMENT = "environment-1"


class ListJournal:
    """Keeps records in a list, or fails as it is told."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.records: list[bytes] = []
        self.failure = failure

    async def append(self, record: bytes) -> None:
        if self.failure is not None:
            raise self.failure
        self.records.append(record)

    def close(self) -> None:
        pass

    def last(self) -> BeaconRecord:
        return decode_record(self.records[-1])


class KeyTable:
    """Env keys in memory; `fresh` is what a refresh finds."""

    def __init__(self, known: dict[str, str], fresh: dict[str, str] | None = None) -> None:
        self.known = known
        self.fresh = fresh or {}
        self.refreshes = 0
        self.failure: Exception | None = None

    def environment_of(self, env_key: str) -> str | None:
        return self.known.get(env_key)

    async def refresh(self) -> None:
        self.refreshes += 1
        await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        self.known.update(self.fresh)


class Heard(msgspec.Struct):
    """What the client heard."""

    status: int
    headers: dict[str, str]
    body: bytes


def admitting(
    environment: Limit = DEFAULT_ENVIRONMENT, client: Limit = DEFAULT_CLIENT
) -> BeaconAdmission:
    """Limits at a clock that stands."""
    return BeaconAdmission(MemoryLimiter(lambda: 0), MemoryLimiter(lambda: 0), environment, client)


class House:
    """A collector with everything around it."""

    def __init__(
        self,
        *,
        journal: ListJournal | None = None,
        keys: KeyTable | None = None,
        places: Places | None = None,
        limits: Limits | None = None,
        admission: BeaconAdmission | None = None,
        **wishes: object,
    ) -> None:
        self.journal = journal or ListJournal()
        self.keys = keys or KeyTable({KEY: ENVIRONMENT})
        self.counts = OutcomeCounts()
        self.collector = Collector(
            self.journal,
            self.keys,
            places or Places([]),
            lambda: NOW_MS,
            limits or Limits(refresh_interval_s=0.0),
            self.counts,
            admission=admission or admitting(),
            **wishes,  # type: ignore[arg-type]
        )

    def ask(self, scope: Scope, chunks: Sequence[bytes | None] = (b"",)) -> Heard | None:
        return asyncio.run(self.asked(scope, chunks))

    def post(self, body: bytes, **parts: object) -> Heard:
        heard = self.ask(request(**parts), [body])  # type: ignore[arg-type]
        assert heard is not None
        return heard

    async def asked(self, scope: Scope, chunks: Sequence[bytes | None] = (b"",)) -> Heard | None:
        """Send the chunks; None among them is a client that hangs up."""
        waiting = list(chunks)
        said: list[Message] = []

        async def receive() -> Message:
            if not waiting:
                await asyncio.Event().wait()
            chunk = waiting.pop(0)
            if chunk is None:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": chunk, "more_body": bool(waiting)}

        async def send(message: Message) -> None:
            said.append(message)

        await self.collector(scope, receive, send)
        if not said:
            return None
        start, *bodies = said
        return Heard(
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            b"".join(message["body"] for message in bodies),
        )

    def outcomes(self) -> dict[BeaconOutcome, int]:
        """The outcomes that were counted at all."""
        return {outcome: n for outcome, n in self.counts.beacons.items() if n}


def request(
    method: str = "POST",
    path: str = "/",
    query: bytes = b"",
    headers: Sequence[tuple[bytes, bytes]] = (),
    client: tuple[str, int] | None = ("127.0.0.1", 50_000),
) -> Scope:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": list(headers),
        "client": client,
    }


def beacon(*events: Mapping[str, object]) -> bytes:
    return msgspec.json.encode({"events": events or ({"e": "hb", "ake": KEY},)})
