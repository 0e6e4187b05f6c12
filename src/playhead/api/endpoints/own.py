"""Endpoints about what is one's own."""

from typing import Final

from playhead.api.access import Access
from playhead.api.administration import server
from playhead.api.endpoint import Endpoint, Method, Tag
from playhead.api.signing_in import own

_SESSIONS: Final = "/api/v1/me/sessions"

ENDPOINTS: Final = (
    Endpoint(
        "change_me",
        Tag.OWN,
        "/api/v1/me",
        "Change one's own name",
        Access.SIGNED_IN,
        (),
        own.change_me,
        method=Method.PATCH,
        body=own.OwnChanges,
        body_example='{"name": "Ada Byron"}',
    ),
    Endpoint(
        "change_password",
        Tag.OWN,
        "/api/v1/me/password",
        "Set another password; all other sessions end",
        Access.SIGNED_IN,
        (),
        own.change_password,
        method=Method.POST,
        status=204,
        body=own.NewPassword,
        body_example=(
            '{"old_password": "a long sentence to remember",'
            ' "new_password": "another one, as long"}'
        ),
    ),
    Endpoint(
        "list_sessions",
        Tag.OWN,
        _SESSIONS,
        "The browsers that one is signed in with",
        Access.SIGNED_IN,
        (),
        own.list_sessions,
    ),
    Endpoint(
        "end_other_sessions",
        Tag.OWN,
        _SESSIONS,
        "Sign all other browsers out",
        Access.SIGNED_IN,
        (),
        own.end_other_sessions,
        method=Method.DELETE,
        status=204,
    ),
    Endpoint(
        "end_session",
        Tag.OWN,
        "/api/v1/me/sessions/{SESSION_ID}",
        "Sign one browser out",
        Access.SIGNED_IN,
        (),
        own.end_session,
        method=Method.DELETE,
        status=204,
    ),
    Endpoint(
        "read_server",
        Tag.OWN,
        "/api/v1/server",
        "What people need to know of this server",
        Access.SIGNED_IN,
        (),
        server.read_server,
    ),
)
