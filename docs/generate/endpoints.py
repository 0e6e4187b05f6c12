"""The table of endpoints, from the entries that requests are routed by."""

from docs.generate.markdown import code, codes, table
from playhead.api import ENDPOINTS
from playhead.api.access import described


def endpoints_block() -> str:
    """Return what the API serves."""
    rows = [
        (
            code(f"{endpoint.method.value} {endpoint.path}"),
            endpoint.summary,
            codes(parameter.name for parameter in endpoint.parameters) or "none",
            described(endpoint.need),
        )
        for endpoint in ENDPOINTS
    ]
    return table(("endpoint", "answers", "parameters", "asks for"), rows)
