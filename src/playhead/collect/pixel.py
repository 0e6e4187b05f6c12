"""The legacy pixel: very old browsers send one event as the query of an image's address.

Law: only a query that names an event and whose it is counts as a pixel, so that no page's own
address is mistaken for one.
"""

import re
from urllib.parse import parse_qsl

import msgspec

from playhead.collect.refusal import RefusedError
from playhead.model.outcome import BeaconOutcome

_EVENT_NAME = re.compile(rb"(?:^|&)e=[^&]")
_WHOSE = re.compile(rb"(?:^|&)(?:ake|xid|pinid)=[^&]")

# How often the image was asked for: about the request, not about the event.
_RETRY_COUNT = "rc"


def is_pixel(query: bytes) -> bool:
    """Whether a query is one event: it has a name, and an env key, a view or a player."""
    return (
        b"e=" in query
        and _EVENT_NAME.search(query) is not None
        and _WHOSE.search(query) is not None
    )


def pixel_body(query: bytes, *, most_fields: int) -> bytes:
    """Return the body that a player of today would have sent for this query.

    Raises:
        RefusedError: more parameters than an event may have.
    """
    try:
        pairs = parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, max_num_fields=most_fields
        )
    except ValueError:
        raise RefusedError(BeaconOutcome.TOO_LARGE) from None
    event = dict(pairs)
    event.pop(_RETRY_COUNT, None)
    return msgspec.json.encode({"events": [event]})
