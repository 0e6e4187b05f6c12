"""The counts' door without a store, and a handler that does nothing but give the same answer.

    python -m bench.counts_server empty|counts PORT_FILE --control FILE --tokens FILE

Both run on the server's own settings of uvicorn. The door has the real control shelf and verifies
every token once; the store that it asks answers at once.

Law: the tokens stand in their file before the port does in its own.
"""

import argparse
import logging
import os
import time
from pathlib import Path
from typing import Any

import jwt
import uvicorn
import uvloop
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bench.handlers import now_ms
from playhead.api.counts.app import CountsDoor
from playhead.api.counts.limits import CountsLimits
from playhead.app.limiting import now_us
from playhead.app.listening import BACKLOG, listen
from playhead.control import open_control
from playhead.query.answer_live import AudienceAnswer
from playhead.query.question_live import LiveAudience
from playhead.query.run import Query
from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter

VIDEOS = 20
TOKENS = 1_000
HOUR_S = 3_600
BODY = b'{"data":[{"views":120,"viewers":117,"updated_at":"2026-02-02T18:30:05Z"}]}'
WIDE = Limit.per_second(100_000, 10_000_000)


class NoStore(Query):
    """Says the same of every video."""

    def __init__(self) -> None:
        """Open nothing."""

    def audience(self, question: LiveAudience) -> AudienceAnswer:
        """Answer at once."""
        del question
        return AudienceAnswer(1_770_057_000_000, 120, 117)


def tokens(key_id: str, pem: str) -> str:
    """Return JWTs of many viewers of a few videos, one a line."""
    exp = int(time.time()) + HOUR_S
    # Read once: checking an RSA key takes much longer than signing with it.
    private = load_pem_private_key(pem.encode(), None)
    if not isinstance(private, RSAPrivateKey):
        raise TypeError("the signing key is no RSA key")
    return "\n".join(
        jwt.encode(
            {"kid": key_id, "sub": f"video {n % VIDEOS}", "aud": "video_id", "exp": exp + n},
            private,
            algorithm="RS256",
        )
        for n in range(TOKENS)
    )


async def empty(scope: Any, receive: Any, send: Any) -> None:
    """Answer."""
    del scope, receive
    headers = [
        (b"access-control-allow-origin", b"*"),
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(BODY)).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["empty", "counts"])
    parser.add_argument("port_file", type=Path)
    parser.add_argument("--control", type=Path, required=True)
    parser.add_argument("--tokens", type=Path, required=True)
    told = parser.parse_args()
    dsn = f"sqlite:///{told.control}"
    with open_control(dsn, clock=now_ms, random_bytes=os.urandom) as control:
        key, pem = control.signing_keys.create(control.create_environment("bench").id)
        told.tokens.write_text(tokens(key.id, pem))
        snapshot = control.snapshot()
        door = CountsDoor(
            NoStore(),
            lambda: snapshot,
            clock=now_ms,
            monotonic=time.monotonic,
            limiter=MemoryLimiter(now_us),
            logger=logging.getLogger("bench"),
            limits=CountsLimits(network=WIDE),
        )
        config = uvicorn.Config(
            empty if told.kind == "empty" else door,
            loop="none",
            http="httptools",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=BACKLOG,
        )
        listener = listen("127.0.0.1", 0)
        written = told.port_file.with_suffix(".new")
        written.write_text(str(listener.getsockname()[1]))
        written.replace(told.port_file)
        uvloop.run(uvicorn.Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main()
