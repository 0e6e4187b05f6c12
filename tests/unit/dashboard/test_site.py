"""The dashboard's files are handed out whole, safely, and nothing else is."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest

from playhead.dashboard.site import NotBuiltError, Site, load_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Playhead</title>")
    (tmp_path / "assets" / "app-1a2b.js").write_text("export const word = 'play';\n" * 100)
    (tmp_path.parent / "secret.txt").write_text("no")
    return load_site(tmp_path)


def ask(site: Site, path: str, *, method: str = "GET", encoding: str = "") -> dict[str, Any]:
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(b"accept-encoding", encoding.encode())] if encoding else [],
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(site(scope, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return {"status": sent[0]["status"], "headers": headers, "body": sent[1]["body"]}


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/setup", "/organizations/a/environments/b/metrics"]
)
def test_every_address_of_a_page_leads_to_the_one_page_which_is_never_kept(
    site: Site, path: str
) -> None:
    answer = ask(site, path)
    assert answer["body"].startswith(b"<!doctype html>")
    assert answer["headers"]["cache-control"] == "no-cache"


def test_a_file_is_kept_for_ever_since_its_name_changes_with_it(site: Site) -> None:
    answer = ask(site, "/assets/app-1a2b.js")
    assert answer["headers"]["cache-control"] == "public, max-age=31536000, immutable"
    assert answer["headers"]["content-type"] == "text/javascript; charset=utf-8"


def test_a_large_text_is_compressed_for_those_who_can_read_it(site: Site) -> None:
    plain = ask(site, "/assets/app-1a2b.js")
    packed = ask(site, "/assets/app-1a2b.js", encoding="br, gzip")
    assert packed["headers"]["content-encoding"] == "gzip"
    assert gzip.decompress(packed["body"]) == plain["body"]
    assert "content-encoding" not in plain["headers"]


def test_head_tells_the_length_and_sends_nothing(site: Site) -> None:
    answer = ask(site, "/assets/app-1a2b.js", method="HEAD")
    assert answer["body"] == b""
    assert int(answer["headers"]["content-length"]) > 0


@pytest.mark.parametrize(
    "path", ["/secret.txt", "/../secret.txt", "/assets/", "/data/v1/metrics", "/assets/x.js"]
)
def test_nothing_but_its_own_files_and_pages_is_the_dashboards(site: Site, path: str) -> None:
    assert not site.has({"type": "http", "method": "GET", "path": path})


def test_a_change_is_never_the_dashboards(site: Site) -> None:
    assert not site.has({"type": "http", "method": "POST", "path": "/"})


def test_the_policy_lets_no_script_or_style_in_from_elsewhere(site: Site) -> None:
    policy = ask(site, "/")["headers"]["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_package_without_its_dashboard_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="make dashboard"):
        load_site(tmp_path)
