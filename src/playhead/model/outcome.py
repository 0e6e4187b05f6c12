"""How beacons and events end. Every one of them ends in exactly one of these, and is counted there.

A beacon ends at the collector. The events of an accepted beacon end at the sessionizer. A refused
beacon's events are not read, so they are not counted on their own.
"""

import enum


class BeaconOutcome(enum.StrEnum):
    """What became of one HTTP request to the collector."""

    ACCEPTED = "accepted"
    """Durable in the journal, and acknowledged."""
    UNKNOWN_ENV_KEY = "unknown_env_key"
    """No environment has this key."""
    MALFORMED_JSON = "malformed_json"
    """The body is not JSON."""
    MALFORMED_ENCODING = "malformed_encoding"
    """The body is not what its Content-Encoding says, or uses an encoding nobody speaks."""
    WRONG_TYPES = "wrong_types"
    """JSON, but not an object with a list of event objects."""
    NO_EVENTS = "no_events"
    """A beacon without a single event."""
    TOO_LARGE = "too_large"
    """More bytes than a body may have, as sent."""
    DECOMPRESSION_BOMB = "decompression_bomb"
    """More bytes than a body may have, once unzipped."""
    TOO_MANY_EVENTS = "too_many_events"
    """More events than one body may hold."""
    INCOMPLETE = "incomplete"
    """The client went away or took too long before its body was whole, or the server stopped."""
    RATE_LIMITED = "rate_limited"
    """Its environment or its network sent more than it may: answered 429."""
    OVERLOADED = "overloaded"
    """The journal's queue was full: answered 503, so that the player keeps it and comes again."""
    JOURNAL_FAILED = "journal_failed"
    """The journal could not make it durable: answered 503."""
    FAULT = "fault"
    """A mistake in the collector itself: logged with its traceback, and dropped."""


class EventOutcome(enum.StrEnum):
    """What became of one event of an accepted beacon."""

    APPLIED = "applied"
    """Folded into its view, in order."""
    APPLIED_LATE = "applied_late"
    """Came after events with a higher sequence number: filled only what those had not set."""
    DUPLICATE = "duplicate"
    """Seen before, by view and sequence number."""
    MALFORMED = "malformed"
    """Not an object, without a name, or with a view id that is longer than any can be."""
    NO_VIEW = "no_view"
    """Carries no view id (players send such events between views)."""
    OTHER_ENVIRONMENT = "other_environment"
    """Carries another env key than its beacon."""
    UNREADABLE = "unreadable"
    """Its beacon's body could not be decoded although the collector had accepted it."""
    OVER_VIEW_LIMIT = "over_view_limit"
    """Its view had already brought as many events as a view may have."""
    OVER_OPEN_VIEWS = "over_open_views"
    """It would have begun a view, and as many were open as may be."""
    FAULT = "fault"
    """A mistake of ours kept it from being folded; the log says where."""
