"""Calls methods of the official Python client and writes what came back as one line of JSON.

A script of its own, so that another version than the one of this environment can be put before
it. The wish stands in PLAYHEAD_SDK, as for `node/calls.mjs`; what came back is the client's own
model, written by the client.
"""

import json
import os
import sys
from typing import Any

import mux_python
from mux_python.exceptions import ApiException


def main() -> None:
    """Make the calls in order."""
    wish = json.loads(os.environ["PLAYHEAD_SDK"])
    configuration = mux_python.Configuration(
        host=wish["baseURL"], username=wish["tokenId"], password=wish["tokenSecret"]
    )
    called: dict[str, Any] = {}
    made_id = None
    with mux_python.ApiClient(configuration) as client:
        for method, (given, named) in wish["calls"].items():
            api_name, _, name = method.partition(".")
            api: Any = getattr(mux_python, api_name, None)
            if not hasattr(api, name):
                continue
            call = getattr(api(client), name)
            arguments = [made_id if each == "$made" else each for each in given]
            try:
                value = call(*arguments, **named)
            except ApiException as refused:
                called[method] = {
                    "error": {"kind": type(refused).__name__, "status": refused.status}
                }
                continue
            called[method] = {"value": client.sanitize_for_serialization(value)}
            if name.startswith("create_"):
                made_id = value.data.id
    methods = sorted(f"{api}.{name}" for api in wish["apis"] for name in _methods_of(api))
    sys.stdout.write(
        json.dumps({"methods": methods, "called": called, "version": mux_python.__version__})
    )


def _methods_of(api: str) -> list[str]:
    found = getattr(mux_python, api, None)
    return [
        name
        for name in (vars(found) if found else ())
        if not name.startswith("_") and not name.endswith("_with_http_info")
    ]


main()
