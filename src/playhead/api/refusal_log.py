"""A line in the log for whoever was not let in: a wrong credential, or a right one that may not.

Law: only what a limit stands before is told, so that no stranger can fill the log; of a client its
network is told, and nothing of what it presented.
"""

import logging
from collections.abc import Mapping

from starlette.types import Scope

from playhead.api.caller import address_of
from playhead.api.errors import ApiError
from playhead.throttle.client import prefix_of

_TOLD = frozenset({401, 403})
_COUNTED = "ratelimit-limit"
_PATH_CHARS_MOST = 200


def tell_refusal(
    logger: logging.Logger,
    error: ApiError,
    scope: Scope,
    told: Mapping[str, str],
    request_id: str,
) -> None:
    """Log a refusal; `told` are the headers so far, which tell whether it was counted.

    A wrong credential always is, by the network it comes from: beyond that limit it is no 401.
    """
    if error.status not in _TOLD or (error.status == 403 and _COUNTED not in told):
        return
    logger.info(
        "request %s was refused with %s: %s %r from %s",
        request_id,
        error.status,
        scope["method"],
        scope["path"][:_PATH_CHARS_MOST],
        prefix_of(address_of(scope)),
        extra={"request_id": request_id},
    )
