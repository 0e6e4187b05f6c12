"""An incident on the wire, with its conditions and whom it was told to.

Times are ISO 8601 in UTC with microseconds. Law: as in `bodies`.
"""

import enum

import msgspec


class IncidentStatus(enum.StrEnum):
    """How far an incident came."""

    OPEN = "open"
    CLOSED = "closed"
    EXPIRED = "expired"


class IncidentSeverity(enum.StrEnum):
    """How bad it is."""

    WARNING = "warning"
    ALERT = "alert"


class IncidentBreakdown(msgspec.Struct, frozen=True):
    """A condition that all views of the incident meet."""

    id: str
    name: str
    value: str


class IncidentNotification(msgspec.Struct, frozen=True):
    """One message that went out."""

    id: int
    queued_at: str
    attempted_at: str


class NotificationRule(msgspec.Struct, frozen=True):
    """A condition under which somebody is told."""

    id: str
    name: str
    value: str


class IncidentNotificationRule(msgspec.Struct, frozen=True):
    """Who is told, and how."""

    id: str
    property_id: str
    status: str
    action: str
    rules: tuple[NotificationRule, ...]


class Incident(msgspec.Struct, frozen=True):
    """A time in which something measured was worse than it may be."""

    id: str
    status: IncidentStatus
    severity: IncidentSeverity
    measurement: str
    measured_value: float | None
    measured_value_on_close: float | None
    threshold: float
    started_at: str
    resolved_at: str | None
    description: str
    impact: str
    error_description: str
    incident_key: str
    sample_size: int
    sample_size_unit: str
    affected_views: int
    affected_views_per_hour: int
    affected_views_per_hour_on_open: int
    breakdowns: tuple[IncidentBreakdown, ...]
    notifications: tuple[IncidentNotification, ...]
    notification_rules: tuple[IncidentNotificationRule, ...]
