"""Endpoints about exported files, under their current and their deprecated name."""

from typing import Final

from playhead.api import exports
from playhead.api.endpoint import Endpoint, Tag
from playhead.model.access import Permission

ENDPOINTS: Final = (
    Endpoint(
        "list_exports",
        Tag.EXPORTS,
        "/data/v1/exports",
        "The older list of exported files",
        Permission.DATA_READ,
        (),
        exports.list_exports,
        deprecated=True,
    ),
    Endpoint(
        "list_exports_views",
        Tag.EXPORTS,
        "/data/v1/exports/views",
        "The exported files of views, by day",
        Permission.DATA_READ,
        (),
        exports.list_views_exports,
    ),
)
