"""The table of the official clients' methods and their tests is what the tests call.

PLAYHEAD_REWRITE_GOLDEN=1 writes it anew.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from tests.sdk import test_mux_node, test_mux_python_methods

FILE = Path(__file__).parents[2] / "docs" / "compatibility-sdk.md"
INTRODUCTION = """# Methods of the official clients

Every method of the Data and System APIs in the official clients, with only their host replaced, is
called against a running server with real data by the tests below. The tests fail where a client has
a method that is in neither table.

`PLAYHEAD_REWRITE_GOLDEN=1 python -m pytest tests/golden/test_sdk_table.py` writes this page.
"""
NODE = "tests/sdk/test_mux_node.py"
PYTHON = "tests/sdk/test_mux_python_methods.py"
RETURNS = "test_a_method_returns_what_is_there"
REFUSES = "test_what_is_not_there_is_the_clients_own_error"


def rows(methods: Iterable[str], file: str, checked: Iterable[str]) -> list[str]:
    known = set(checked)
    return [
        f"| `{method}` | `{file}::{RETURNS if method in known else REFUSES}` |"
        for method in methods
    ]


def page() -> str:
    node, python = test_mux_node, test_mux_python_methods
    head = ["| method | test |", "| --- | --- |"]
    lines = [
        INTRODUCTION,
        "## `@mux/mux-node` 15 and 14\n",
        (
            "`engagement`, `subviewMetrics`, `usageExports` are in 15 alone, `filters` in 14 alone."
            f" The pages of `videoViews.list` are walked to their end by `{NODE}::"
            "test_walking_all_pages_ends_and_shows_each_view_once`.\n"
        ),
        *head,
        *rows(node.CALLS, NODE, node.CHECKS),
        "",
        "## `mux-python` 5 and 4\n",
        (
            "Annotations are in 5 alone. `DimensionsApi.list_dimension_elements` asks the official"
            " host whatever the client's configuration says, so that it cannot be pointed at any"
            " other; its endpoint is tested through the Node client. More of `mux-python` 5, member"
            " by member, is in `tests/sdk/test_mux_python.py`.\n"
        ),
        *head,
        *rows(python.CALLS, PYTHON, python.CHECKS),
        "",
        "## Not served\n",
        "Webhooks, which are about other products: "
        + ", ".join(f"`{name}*`" for name in node.NOT_SERVED)
        + ".",
    ]
    return "\n".join(lines) + "\n"


def test_the_table_is_not_stale() -> None:
    if os.environ.get("PLAYHEAD_REWRITE_GOLDEN"):
        FILE.write_text(page(), encoding="utf-8")
    stale = f"{FILE.name} is stale: PLAYHEAD_REWRITE_GOLDEN=1 writes it anew"
    assert FILE.is_file(), stale
    assert FILE.read_text(encoding="utf-8") == page(), stale
