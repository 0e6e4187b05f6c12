"""The links that people are given: where in the dashboard each of them leads.

A secret stands behind the `#`, which browsers send to no server: no log and no proxy sees it.

Law: pure. A link is shown once, to whoever asked for it; nothing else spells one.
"""


def setup_link(url: str, secret: str) -> str:
    """Return where whoever has `secret` becomes an admin."""
    return _link(url, "setup", secret)


def invitation_link(url: str, secret: str) -> str:
    """Return where whoever has `secret` becomes a member."""
    return _link(url, "invitation", secret)


def reset_link(url: str, secret: str) -> str:
    """Return where whoever has `secret` sets a password."""
    return _link(url, "reset", secret)


def _link(url: str, page: str, secret: str) -> str:
    return f"{url.rstrip('/')}/{page}#{secret}"
