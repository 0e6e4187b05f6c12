"""The cookies that a browser keeps for us: how they are read, set and taken back.

Over HTTPS their names begin with `__Host-`, by which a browser promises that no other host and no
plain page of ours can have set them (RFC 6265bis, 4.1.3.2). Scripts cannot read them, and other
sites' requests do not carry them unless somebody follows a link.

Law: a cookie has no domain, so that no other host gets it.
"""

import re
from typing import Final

SESSION: Final = "playhead"
DEVICE: Final = "playhead-device"
SIGN_ON: Final = "playhead-sign-on"
_HEADER_CHARS_MOST: Final = 16_384
_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]{1,4096}", re.ASCII)


def name_of(cookie: str, *, secure: bool) -> str:
    """Return the name under which a browser keeps one of our cookies."""
    return f"__Host-{cookie}" if secure else cookie


def read_cookie(header: str | None, cookie: str, *, secure: bool) -> str | None:
    """Return the value of one of our cookies, if a request carries it exactly once.

    Twice means that somebody else put one beside ours, and which is ours nobody knows.
    """
    if not header or len(header) > _HEADER_CHARS_MOST:
        return None
    wanted = name_of(cookie, secure=secure)
    found = [
        value.strip()
        for name, equals, value in (part.partition("=") for part in header.split(";"))
        if equals and name.strip() == wanted
    ]
    return found[0] if len(found) == 1 and _VALUE.fullmatch(found[0]) else None


def set_cookie(
    cookie: str, value: str, *, secure: bool, lasts_s: int | None, path: str = "/"
) -> str:
    """Return a `Set-Cookie` header; without `lasts_s`, until the browser is closed.

    Raises:
        ValueError: the value cannot stand in a cookie.
    """
    if not _VALUE.fullmatch(value):
        raise ValueError(f"the value of the cookie {cookie} cannot stand in a header")
    parts = [f"{name_of(cookie, secure=secure)}={value}", f"Path={path}", "HttpOnly"]
    parts += ["SameSite=Lax"] + ["Secure"] * secure
    if lasts_s is not None:
        parts.append(f"Max-Age={lasts_s}")
    return "; ".join(parts)


def take_back(cookie: str, *, secure: bool) -> str:
    """Return the `Set-Cookie` header after which a browser has the cookie no more."""
    kept = [f"{name_of(cookie, secure=secure)}=", "Path=/", "HttpOnly", "SameSite=Lax"]
    return "; ".join([*kept, *["Secure"] * secure, "Max-Age=0"])
