"""The endpoint about errors."""

from typing import Final

from playhead.api import error_list
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import SCOPE
from playhead.model.access import Permission

ENDPOINTS: Final = (
    Endpoint(
        "list_errors",
        Tag.ERRORS,
        "/data/v1/errors",
        "The kinds of errors that ended views, most frequent first",
        Permission.DATA_READ,
        SCOPE,
        error_list.list_errors,
    ),
)
