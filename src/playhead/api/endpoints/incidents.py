"""Endpoints about incidents."""

from typing import Final

from playhead.api import incidents
from playhead.api.arguments import Parameter
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import DIRECTION, ORDER_BY, PAGE
from playhead.api.incident_body import IncidentSeverity, IncidentStatus
from playhead.model.access import Permission

ENDPOINTS: Final = (
    Endpoint(
        "list_incidents",
        Tag.INCIDENTS,
        "/data/v1/incidents",
        "Times in which something measured was worse than it may be",
        Permission.DATA_READ,
        (
            Parameter("status", "only incidents that came so far", IncidentStatus),
            Parameter("severity", "only incidents as bad as this", IncidentSeverity),
            ORDER_BY,
            DIRECTION,
            *PAGE,
        ),
        incidents.list_incidents,
    ),
    Endpoint(
        "get_incident",
        Tag.INCIDENTS,
        "/data/v1/incidents/{INCIDENT_ID}",
        "One incident",
        Permission.DATA_READ,
        (),
        incidents.one_incident,
    ),
    Endpoint(
        "list_related_incidents",
        Tag.INCIDENTS,
        "/data/v1/incidents/{INCIDENT_ID}/related",
        "Incidents that have to do with one",
        Permission.DATA_READ,
        (ORDER_BY, DIRECTION, *PAGE),
        incidents.related_incidents,
    ),
)
