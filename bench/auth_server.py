"""The API as the server joins it, without a store: who asks is all that it finds out.

    python -m bench.auth_server bare|memory|redis PORT_FILE --control FILE [--redis-url URL]

`bare` is the same application with two things taken out: nobody's credential is looked at but that
of the first request, and nothing is counted. The other two keep their limits where they say.

Law: the file tells port and credential once the server can be asked.
"""

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
import uvicorn
import uvloop

import playhead.api.app as api_app
from bench.handlers import now_ms
from playhead.api.admission import Admission, Bucket
from playhead.app.joined_api import join_api
from playhead.app.kept_control import KeptControl
from playhead.app.limiting import RateLimits
from playhead.app.listening import BACKLOG, listen
from playhead.app.settings import Settings
from playhead.app.token_uses import TokenUses
from playhead.control import open_control
from playhead.query.run import Query
from playhead.sessionize.inspection import Inspection

TOKENS = 500
KINDS = ("bare", "memory", "redis")


class NoStore(Query):
    """Is never asked: the question is who asks."""

    def __init__(self) -> None:
        """Open nothing."""


class NoAdmission(Admission):
    """Counts nothing."""

    async def admit(self, bucket: Bucket) -> Mapping[str, str]:
        """Let everybody pass."""
        del bucket
        return {}


def _take_out(limits: RateLimits) -> None:
    """Leave authentication and limits out of the application that is joined next."""
    limits.admission.__class__ = NoAdmission
    names: dict[str, Any] = vars(api_app)
    recognize = names["recognize"]
    known: list[Any] = []

    def recognized(*shown: Any) -> Any:
        if not known:
            known.append(recognize(*shown))
        return known[0]

    names["recognize"] = recognized


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("port_file", type=Path)
    parser.add_argument("--control", type=Path, required=True)
    parser.add_argument("--redis-url")
    told = parser.parse_args()
    log = structlog.get_logger()
    settings = Settings(api_rate=100_000.0, api_burst=10_000_000, redis_url=told.redis_url)
    limits = RateLimits(settings, log)
    if told.kind == "bare":
        _take_out(limits)
    with open_control(
        f"sqlite:///{told.control}", clock=now_ms, random_bytes=os.urandom
    ) as control:
        environment = control.create_environment("bench")
        pairs = [control.create_token(environment, f"token {n}") for n in range(TOKENS)]
        token, secret = pairs[TOKENS // 2]
        app = join_api(
            query=NoStore(),
            control=control,
            kept=KeptControl(control, log),
            uses=TokenUses(control, log),
            limits=limits,
            settings=settings,
            inspect=Inspection(now_ms).look,
        )
        listener = listen("127.0.0.1", 0)
        written = told.port_file.with_suffix(".new")
        written.write_text(
            json.dumps({"port": listener.getsockname()[1], "id": token.id, "secret": secret})
        )
        written.replace(told.port_file)
        config = uvicorn.Config(
            app,
            loop="none",
            http="httptools",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=BACKLOG,
        )
        uvloop.run(uvicorn.Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main()
