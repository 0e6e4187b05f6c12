"""What a browser or a proxy may keep of an answer.

Answers about views may lie in the browser's own cache and are asked for anew each time, as at Mux.
All others speak of people, sessions and keys, some of a secret that is told once.

Law: what is not a question about views is kept nowhere.
"""

from typing import Final

from playhead.api.access import Access
from playhead.api.endpoint import Endpoint, Method
from playhead.model.access import Permission

ASKED_ANEW: Final = "max-age=0, private, must-revalidate"
_NOWHERE: Final = "no-store"


def cache_control_of(endpoint: Endpoint) -> str:
    """Return the header `Cache-Control` of an endpoint's answers, its refusals included."""
    need = endpoint.need
    is_about_views = isinstance(need, Permission) or need is Access.ENVIRONMENT
    return ASKED_ANEW if is_about_views and endpoint.method is Method.GET else _NOWHERE
