"""Incidents: what alerts found. There are no alerts, so there are no incidents to read.

Law: parameters are read all the same, so that a mistake in one is told and not passed over.
"""

from playhead.api.bodies import Envelope, seconds_of
from playhead.api.choices import read_choice
from playhead.api.endpoint import Asked
from playhead.api.errors import not_found
from playhead.api.incident_body import Incident, IncidentSeverity, IncidentStatus
from playhead.api.scope import last_day
from playhead.query.parameters import read_breakdown_order, read_page

_CHOICES = {"status": IncidentStatus, "severity": IncidentSeverity}


def list_incidents(asked: Asked) -> Envelope[list[Incident]]:
    """Answer `/incidents`."""
    arguments = asked.arguments
    read_page(arguments.last_of("limit"), arguments.last_of("page"))
    read_breakdown_order(arguments.last_of("order_by"), arguments.last_of("order_direction"))
    for name, choices in _CHOICES.items():
        text = arguments.last_of(name)
        if text is not None:
            read_choice(name, text, choices)
    return Envelope(total_row_count=0, timeframe=seconds_of(last_day(asked)), data=[])


def one_incident(_asked: Asked) -> Envelope[Incident]:
    """Answer `/incidents/{INCIDENT_ID}`."""
    raise not_found()


def related_incidents(_asked: Asked) -> Envelope[list[Incident]]:
    """Answer `/incidents/{INCIDENT_ID}/related`: of an incident that there is not, none is."""
    raise not_found()
