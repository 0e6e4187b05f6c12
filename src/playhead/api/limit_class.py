"""The rate limits that there are, as endpoints and requests are assigned to them."""

import enum


class LimitClass(enum.StrEnum):
    """Under which rate limit a request falls."""

    STANDARD = "standard"
    """By token: everything that is not `REALTIME`."""
    REALTIME = "realtime"
    """By token: what is asked of this very moment."""
    PERSON = "person"
    """By somebody who is signed in, at any endpoint."""
