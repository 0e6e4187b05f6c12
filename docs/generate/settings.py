"""The reference of settings, from the one table of them."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from docs.generate.markdown import code, codes, page, table
from playhead.app.settings import FILE_NAME, PREFIX, Settings

_INTRO = f"""\
A setting comes from, the later winning: its default, the file `{FILE_NAME}` in the data folder, the
environment (`{PREFIX}` and the name in capitals; lists separated by commas), the command line of
`playhead serve` (`--host`, `--port`, `--tls-cert`, `--tls-key`). `playhead config` shows what is in
force. All mistakes, in whichever place, are reported at once, and the server does not start.

The data folder itself is no setting: every command takes it as `--data DIR` or from `{PREFIX}DATA`.

"""

_EXAMPLE = f"""\
## An example

`{FILE_NAME}` of a server behind a proxy on the same machine, with the operator's own geography:

```toml
trusted_proxies = ["127.0.0.0/8", "::1/128"]
geo_databases = ["/var/lib/GeoIP/GeoLite2-City.mmdb", "/var/lib/GeoIP/GeoLite2-ASN.mmdb"]
journal_retention_days = 3
log_format = "json"
```
"""

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}


def settings_page() -> str:
    """Return the reference of settings."""
    schema = msgspec.json.schema(Settings)["$defs"]["Settings"]["properties"]
    defaults = msgspec.to_builtins(Settings())
    rows = [
        (
            code(name),
            described["description"],
            _type(described),
            code(json.dumps(defaults[name])) if defaults[name] is not None else "none",
            code(PREFIX + name.upper()),
        )
        for name, described in schema.items()
    ]
    heads = ("setting", "meaning", "type", "default", "environment")
    return page("Settings", "src/playhead/app/settings.py", _INTRO + table(heads, rows), _EXAMPLE)


def _type(described: Mapping[str, Any]) -> str:
    if "enum" in described:
        return codes(described["enum"])
    if "anyOf" in described:
        return " or ".join(_type(one) for one in described["anyOf"] if one.get("type") != "null")
    if described["type"] == "array":
        return f"list of {_type(described['items'])}s"
    words = _TYPES[described["type"]]
    low, high = described.get("minimum"), described.get("maximum")
    if low is None:
        return words
    return f"{words}, {low} to {high}" if high is not None else f"{words}, {low} or more"
