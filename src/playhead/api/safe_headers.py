"""Headers that tell a browser to do nothing with an answer but what it is meant for.

Law: on every answer; a page replaces the policy by one of its own that allows its style by hash.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SAFE_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "content-security-policy": (
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "permissions-policy": (
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
        ),
        "cross-origin-resource-policy": "same-origin",
    }
)
