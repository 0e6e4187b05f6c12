import asyncio
from collections.abc import Mapping, MutableMapping
from typing import Any

import pytest

from playhead.app.pages import Pages

Answer = tuple[int, dict[str, str], bytes]


def _pages(problems: Mapping[str, str] | None = None, *, for_all: bool = False) -> Pages:
    return Pages(
        metrics=lambda: b"playhead_open_views 0\n",
        metrics_type="text/plain",
        problems=lambda: problems or {},
        metrics_for_all=for_all,
    )


def _scope(path: str, *, method: str = "GET", client: str = "127.0.0.1", **headers: str) -> Any:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "client": (client, 1),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }


def _get(pages: Pages, scope: Any) -> Answer:
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    assert pages.has(scope)
    asyncio.run(pages(scope, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"]


def test_the_front_page_runs_nothing_and_loads_nothing() -> None:
    status, headers, body = _get(_pages(), _scope("/"))
    assert status == 200
    assert "unsafe" not in headers["content-security-policy"]
    assert b"<script" not in body
    assert b"/api/docs" in body


def test_a_server_is_ready_while_it_has_no_problem() -> None:
    assert _get(_pages(), _scope("/readyz"))[0] == 200
    status, _, body = _get(_pages({"store": "refuses"}), _scope("/readyz"))
    assert (status, b"refuses" in body) == (503, True)
    assert _get(_pages({"store": "refuses"}), _scope("/healthz"))[0] == 200


@pytest.mark.parametrize(
    ("scope", "for_all", "status"),
    [
        (_scope("/metrics"), False, 200),
        (_scope("/metrics", client="::1"), False, 200),
        (_scope("/metrics", client="192.0.2.7"), False, 403),
        (_scope("/metrics", client="192.0.2.7"), True, 200),
        # A proxy on this machine hides who asked it.
        ({**_scope("/metrics"), "client": None}, False, 403),
    ],
)
def test_metrics_are_shown_to_this_machine_alone(scope: Any, *, for_all: bool, status: int) -> None:
    assert _get(_pages(for_all=for_all), scope)[0] == status


def test_head_has_the_headers_of_get_and_no_body() -> None:
    status, headers, body = _get(_pages(), _scope("/healthz", method="HEAD"))
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


@pytest.mark.parametrize("path", ["/other", "/metrics/", "/data/v1/metrics"])
def test_other_paths_are_for_other_rooms(path: str) -> None:
    assert not _pages().has(_scope(path))


def test_a_query_makes_it_a_beacon_or_nothing() -> None:
    scope = _scope("/")
    scope["query_string"] = b"e=hb"
    assert not _pages().has(scope)
