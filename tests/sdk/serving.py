"""Serve the API from a process of its own: `python -m tests.sdk.serving FOLDER`.

A process of its own, since the engine may be opened once in each. It writes one line of JSON when
it can be asked, and serves until it is ended.
"""

import itertools
import logging
import os
import socket
import sys
import time

import msgspec
import structlog
import uvicorn
from starlette.types import Receive, Scope, Send

from playhead.api import Rooms, create_api
from playhead.api.admission import Admission
from playhead.api.attempts import AttemptLimits, Attempts
from playhead.api.counts.app import CountsDoor
from playhead.api.door import Door, Lasting
from playhead.api.identity import Gate
from playhead.api.limit_class import LimitClass
from playhead.app.kept_control import KeptControl
from playhead.control import Control, ControlLimits, HashingLimits, open_control
from playhead.model.access import Permission
from playhead.model.audit import SYSTEM_ACTOR
from playhead.model.people import Role
from playhead.query.run import Query
from playhead.sessionize.inspection import Inspection
from playhead.store.clickhouse import open_store
from playhead.throttle.interface import Limit, Limiter
from playhead.throttle.memory import MemoryLimiter
from tests.sdk import live_seeds, seeds

EMAIL = "ada@example.com"
PASSWORD = "a sentence that nobody knows"


class Served(msgspec.Struct, frozen=True):
    """Where to ask, and as whom."""

    base_url: str
    token_id: str
    secret: str
    organization_id: str
    environment_id: str
    property_id: int
    control_dsn: str


def main(folder: str) -> None:
    """Fill a store in `folder` and serve it at a clock that stands."""
    with (
        open_control(
            f"sqlite:///{folder}/control.db",
            clock=lambda: seeds.NOW_MS,
            random_bytes=os.urandom,
            limits=ControlLimits(hashing=HashingLimits(memory_kib=8, passes=1)),
        ) as control,
        socket.socket() as listening,
    ):
        environment = control.create_environment("Site")
        other = control.create_environment("Other site")
        token, secret = control.create_token(environment, "client", tuple(Permission))
        control.people.create(
            EMAIL, "Ada", PASSWORD, environment.organization_id, Role.ADMIN, None, by=SYSTEM_ACTOR
        )
        writer, reader = open_store(f"chdb://{folder}/store")
        writer.write(
            views=seeds.views(environment.id, other.id),
            events=seeds.events(environment.id),
            ticks=live_seeds.ticks(environment.id, time.time_ns() // 1_000_000),
        )
        numbers = itertools.count(1)
        limiter = MemoryLimiter(lambda: time.monotonic_ns() // 1_000)
        wide = Limit.per_second(1_000, 1_000_000)
        kept = KeptControl(control, structlog.get_logger())
        query = Query(reader)
        counts = CountsDoor(
            query,
            lambda: kept.snapshot,
            clock=lambda: seeds.NOW_MS,
            monotonic=time.monotonic,
            limiter=limiter,
            logger=logging.getLogger("playhead.counts"),
        )
        api = create_api(
            Rooms(
                query=query,
                control=control,
                snapshot=lambda: kept.snapshot,
                refresh=kept.refresh,
                door=_door(control, limiter, wide),
                # The limits are those of a server that is asked all day, not of a test.
                admission=Admission(limiter, limiter, dict.fromkeys(LimitClass, wide), wide),
                note_use=lambda _token_id, _at_ms: None,
                inspect=Inspection(lambda: seeds.NOW_MS).look,
            ),
            clock=lambda: seeds.NOW_MS,
            new_request_id=lambda: f"request-{next(numbers)}",
            logger=logging.getLogger("playhead.api"),
        )

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await (counts if counts.has(scope) else api)(scope, receive, send)

        listening.bind(("127.0.0.1", 0))
        listening.listen()
        served = Served(
            base_url=f"http://127.0.0.1:{listening.getsockname()[1]}",
            token_id=token.id,
            secret=secret,
            organization_id=environment.organization_id,
            environment_id=environment.id,
            property_id=environment.property_id,
            control_dsn=f"sqlite:///{folder}/control.db",
        )
        sys.stdout.write(msgspec.json.encode(served).decode() + "\n")
        sys.stdout.flush()
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning"))
        server.run(sockets=[listening])
        writer.close()
        reader.close()


def _door(control: Control, limiter: Limiter, wide: Limit) -> Door:
    limits = AttemptLimits(wide, wide, wide, wide, wide, wide)
    return Door(
        gate=Gate(control.server_key("csrf"), None),
        device_key=control.server_key("device"),
        attempts=Attempts(limiter, control.server_key("attempts"), limits),
        random_bytes=os.urandom,
        lasting=Lasting(),
        version="0",
    )


if __name__ == "__main__":
    main(sys.argv[1])
