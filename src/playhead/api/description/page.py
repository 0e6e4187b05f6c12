"""The API for people: one page without scripts that loads nothing from anywhere.

Its style is in the page, and allowed by its hash alone; a browser is told to load nothing else.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final

import msgspec

from playhead.api.access import described
from playhead.api.arguments import Parameter
from playhead.api.description.openapi import OPENAPI_PATH
from playhead.api.endpoint import Endpoint, Tag

_STYLE: Final = """
:root { color-scheme: light dark; --line: #8884; --quiet: #767676; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
details { border-top: 1px solid var(--line); padding: 0.5rem 0; }
summary { cursor: pointer; } summary > span { display: block; color: var(--quiet); }
.method { display: inline-block; min-width: 4.5em; font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; }
th { font-weight: 600; } tr + tr { border-top: 1px solid var(--line); }
a { color: inherit; } :focus-visible { outline: 2px solid #2a7de1; outline-offset: 2px; }
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
PAGE_HEADERS: Final[Mapping[str, str]] = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    ),
}
_INTRODUCTION: Final = f"""
<p>Views and metrics, in the wire shapes of Mux Data: official clients need nothing but another
host. Authenticate with HTTP Basic, an access token's id as user and its secret as password;
<code>playhead token create</code> makes one, and it decides which environment is seen.</p>
<p>Arrays are repeated <code>name[]</code> parameters. Lists can be had as CSV
(<code>Accept: text/csv</code>) or as one JSON object a line
(<code>Accept: application/x-ndjson</code>).</p>
<p>For machines: <a href="{OPENAPI_PATH}">the OpenAPI document</a>.</p>
"""
_VALUES_SHOWN: Final = 12


def page(endpoints: Sequence[Endpoint]) -> str:
    """Return the page."""
    order = list(Tag)
    by_tag = groupby(
        sorted(endpoints, key=lambda each: order.index(each.tag)), lambda each: each.tag
    )
    chapters = "".join(
        f"<h2>{escape(tag.value)}</h2>{''.join(map(_endpoint, members))}" for tag, members in by_tag
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Playhead: the API</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>Playhead: the API</h1>{_INTRODUCTION}{chapters}</main></body></html>\n"
    )


def _endpoint(endpoint: Endpoint) -> str:
    needs = escape(described(endpoint.need).replace("`", ""))
    deprecated = " Deprecated." if endpoint.deprecated else ""
    return (
        f'<details id="{escape(endpoint.name)}"><summary><span class="method">'
        f"{endpoint.method.value}</span><code>{escape(endpoint.path)}</code>"
        f"<span>{escape(endpoint.summary)}.{deprecated}</span></summary>"
        f"<p>Needs {needs}.</p>{_parameters(endpoint.parameters)}</details>"
    )


def _parameters(parameters: Sequence[Parameter]) -> str:
    if not parameters:
        return "<p>No parameters.</p>"
    rows = "".join(
        f"<tr><td><code>{escape(each.name)}{'[]' if each.many else ''}</code></td>"
        f"<td>{escape(each.meaning)}{_allowed(each.kind)}"
        f"{' Required.' if each.required else ''}</td></tr>"
        for each in parameters
    )
    return f"<table><tr><th>Parameter</th><th>Meaning</th></tr>{rows}</table>"


def _allowed(kind: Any) -> str:
    """Return the values of an enumeration, unless they are many."""
    schema, components = msgspec.json.schema_components([kind])
    name = schema[0].get("$ref", "").rpartition("/")[2]
    values = components.get(name, {}).get("enum", [])
    if not 0 < len(values) <= _VALUES_SHOWN:
        return ""
    return ": " + ", ".join(f"<code>{escape(str(value))}</code>" for value in values)
