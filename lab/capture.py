"""The capture server: takes beacons as Playhead would and writes down every request as it came.

Why: a recording is evidence only if nothing touched it, so bodies are kept exactly as sent and
parsed nowhere on the way.

Law: always 200 with `Access-Control-Allow-Origin: *`, or the SDK would send everything again.
"""

import base64
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.serving import Message, Receive, Send

HEADERS = (
    "host", "content-type", "content-length", "content-encoding", "origin", "referer",
    "user-agent", "accept", "accept-language", "accept-encoding", "sec-fetch-mode",
    "sec-fetch-site", "sec-fetch-dest", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform",
    "access-control-request-method", "access-control-request-headers",
)  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """As much of one recorded event as the lab itself looks at."""

    name: str
    view_id: str
    sequence_number: int


class Capture:
    """The ASGI application; `rows` are the requests so far, in the order of their arrival."""

    def __init__(self, scenario: str) -> None:
        self.scenario = scenario
        self.rows: list[Row] = []
        self._began = time.monotonic()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Write one request down and say thanks."""
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.rows.append(self._row(scope, body))
        headers = [
            (b"access-control-allow-origin", b"*"),
            (b"access-control-allow-methods", b"POST, GET, OPTIONS"),
            (b"access-control-allow-headers", b"content-type, content-encoding"),
            (b"cache-control", b"no-store"),
            (b"content-length", b"0"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _row(self, scope: Message, body: bytes) -> Row:
        sent = {name.decode(): value.decode() for name, value in scope["headers"]}
        row: Row = {
            "scenario": self.scenario,
            "n": len(self.rows),
            "t_ms": round((time.monotonic() - self._began) * 1000),
            "scheme": scope["scheme"],
            "method": scope["method"],
            "path": scope["raw_path"].decode(),
            "http": scope["http_version"],
            "headers": {name: sent[name] for name in HEADERS if name in sent},
        }
        try:
            row["body"] = body.decode()
        except UnicodeDecodeError:
            row["body_base64"] = base64.b64encode(body).decode()
        row["response_status"] = 200
        return row


def write(rows: list[Row], file: Path) -> None:
    """Write the recording: one request a line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def events(rows: list[Row]) -> list[Event]:
    """Read the events of a recording, in the order in which they came, duplicates and all."""
    found = []
    for row in rows:
        if row["method"] != "POST" or not row.get("body"):
            continue
        found += [
            Event(event["e"], event.get("xid", ""), int(event.get("xsqno", 0)))
            for event in json.loads(row["body"])["events"]
        ]
    return found
