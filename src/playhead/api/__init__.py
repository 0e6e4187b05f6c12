"""The HTTP API that reads views and metrics, in the wire shapes of Mux Data.

`create_api` gives the ASGI application; `ENDPOINTS` is everything it serves, as data.
"""

from playhead.api.app import Api, create_api
from playhead.api.endpoints import ENDPOINTS
from playhead.api.rooms import Rooms
from playhead.api.settings import ApiSettings

__all__ = ["ENDPOINTS", "Api", "ApiSettings", "Rooms", "create_api"]
