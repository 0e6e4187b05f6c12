"""The code in the documents is code: it compiles, and settings are settings."""

import inspect
import json
import re
import subprocess
from pathlib import Path

import mux_python
import pytest

from playhead.app.server import IDLE_S
from playhead.app.settings import FILE_NAME, load_settings
from playhead.collect.limits import Limits
from tests.unit.docs.documents import ROOT, Block, blocks

CHECKED = {
    "sh",
    "python",
    "js",
    "json",
    "html",
    "toml",
    "nginx",
    "caddyfile",
    "mermaid",
    "console",
    "",
}
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_MEBIBYTE = 1024 * 1024


def _named(*languages: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", blocks(*languages), ids=lambda block: block.name)


def test_no_block_is_in_a_language_that_nobody_checks() -> None:
    languages = {block.language for block in blocks(*CHECKED, "yaml", "json", "bash", "dockerfile")}
    assert languages <= CHECKED


@_named("python")
def test_python_compiles(block: Block) -> None:
    compile(block.text, block.name, "exec")


@_named("json")
def test_json_is_json(block: Block) -> None:
    json.loads(block.text)


def test_the_client_has_what_the_example_calls() -> None:
    (block,) = blocks("python")
    called = re.findall(r"mux_python\.(\w+)\(client\)\.(\w+)\(", block.text.replace("\n", " "))
    assert len(called) == 2
    for api, method in called:
        assert inspect.isfunction(getattr(getattr(mux_python, api), method))


@_named("js")
def test_javascript_parses(block: Block) -> None:
    _parse(block.text, "module")


@_named("html")
def test_scripts_of_pages_parse(block: Block) -> None:
    scripts = _SCRIPT.findall(block.text)
    assert scripts
    for script in scripts:
        _parse(script, "commonjs")


def _parse(script: str, kind: str) -> None:
    result = subprocess.run(
        ["node", f"--input-type={kind}", "--check", "-"],
        input=script,
        text=True,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 0, result.stderr


@_named("toml")
def test_settings_are_settings(block: Block, tmp_path: Path) -> None:
    text = block.text
    for number, name in enumerate(re.findall(r'"(/[^"]+\.mmdb)"', text)):
        there = tmp_path / f"{number}.mmdb"
        there.touch()
        text = text.replace(name, str(there))
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    assert load_settings(tmp_path, {}, {}).trusted_proxies


@_named("nginx", "caddyfile")
def test_proxies_let_pass_what_the_collector_reads(block: Block) -> None:
    limits = Limits()
    reads = (limits.body_bytes + limits.drain_bytes) // _MEBIBYTE
    assert re.search(rf"(client_max_body_size {reads}m;|max_size {reads}MB)", block.text)
    assert "127.0.0.1:8000" in block.text
    assert block.text.count("{") == block.text.count("}") > 2


@_named("nginx", "caddyfile")
def test_proxies_leave_an_idle_connection_first(block: Block) -> None:
    found = re.search(r"keepalive(?:_timeout)? (\d+)s", block.text)
    assert found is not None
    assert int(found[1]) < IDLE_S
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"idle for {IDLE_S} s" in text


def test_the_readme_says_how_much_that_is() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    limits = Limits()
    taken, read = limits.body_bytes // _MEBIBYTE, limits.drain_bytes // _MEBIBYTE
    assert f"takes up to {taken} MiB, reads {read} MiB more" in " ".join(text.split())
