"""Everything that the API serves: one entry per method and path, from which requests are routed.

Law: an endpoint exists by standing in one of these modules; its description follows from its entry.
"""

from typing import Final

from playhead.api.endpoint import Endpoint
from playhead.api.endpoints import (
    annotations,
    beyond,
    dimensions,
    engagement,
    environments,
    errors,
    exports,
    incidents,
    keys,
    metrics,
    monitoring,
    organizations,
    own,
    saved,
    sign_in,
    subviews,
    system,
    views,
)

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *metrics.ENDPOINTS,
    *dimensions.ENDPOINTS,
    *views.ENDPOINTS,
    *engagement.ENDPOINTS,
    *subviews.ENDPOINTS,
    *errors.ENDPOINTS,
    *exports.ENDPOINTS,
    *incidents.ENDPOINTS,
    *annotations.ENDPOINTS,
    *monitoring.ENDPOINTS,
    *beyond.ENDPOINTS,
    *system.ENDPOINTS,
    *keys.ENDPOINTS,
    *sign_in.ENDPOINTS,
    *own.ENDPOINTS,
    *organizations.ENDPOINTS,
    *environments.ENDPOINTS,
    *saved.ENDPOINTS,
)
