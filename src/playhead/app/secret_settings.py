"""Settings that may hold a password, and what may be shown of them.

Law: whatever shows a setting, in print, in a log or in an error, shows these through `hidden`.
"""

SECRET_SETTINGS = frozenset({"control_dsn", "oidc_client_secret", "redis_url"})


def hidden(url: str) -> str:
    """Return a URL without what may be a password: before the host, or in the query."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "…"
    credential, at, place = rest.partition("?")[0].rpartition("@")
    return f"{scheme}://{'…@' if credential or at else ''}{place}"
