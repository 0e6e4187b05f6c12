"""The table of endpoints, from the entries that requests are routed by."""

from docs.generate.markdown import code, codes, table
from playhead.api import ENDPOINTS


def endpoints_block() -> str:
    """Return what the API serves."""
    rows = [
        (
            code(f"{endpoint.method.value} {endpoint.path}"),
            endpoint.summary,
            codes(parameter.name for parameter in endpoint.parameters) or "none",
            code(endpoint.permission) if endpoint.permission else "any token",
        )
        for endpoint in ENDPOINTS
    ]
    return table(("endpoint", "answers", "parameters", "permission"), rows)
