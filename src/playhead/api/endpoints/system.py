"""Endpoints about the asking token."""

from typing import Final

from playhead.api import whoami
from playhead.api.access import Access
from playhead.api.endpoint import Endpoint, Tag

ENDPOINTS: Final = (
    Endpoint(
        "whoami",
        Tag.SYSTEM,
        "/system/v1/whoami",
        "The asking token and its environment",
        Access.ENVIRONMENT,
        (),
        whoami.whoami,
    ),
)
