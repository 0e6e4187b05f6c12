"""Endpoints at the door: open to everybody, since nobody is signed in yet."""

from typing import Final

from playhead.api.access import Access
from playhead.api.arguments import Parameter
from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Endpoint, Method, Tag
from playhead.api.signing_in import links, password
from playhead.api.signing_in.session_body import SessionBody
from playhead.api.single_sign_on import flow

_SESSION: Final = "/api/v1/session"
_SECRET: Final = "bG9uZyByYW5kb20gdGV4dCBmcm9tIGEgbGluaw"  # noqa: S105 - an example
_PASSWORD: Final = "a long sentence to remember"  # noqa: S105 - an example
_NEWCOMER: Final = (
    f'{{"secret": "{_SECRET}", "email": "ada@example.com", "name": "Ada",'
    f' "password": "{_PASSWORD}"}}'
)

ENDPOINTS: Final = (
    Endpoint(
        "read_session",
        Tag.SIGN_IN,
        _SESSION,
        "Who is signed in, with their organizations; or how to sign in",
        Access.OPEN,
        (),
        password.read_session,
    ),
    Endpoint(
        "sign_in",
        Tag.SIGN_IN,
        _SESSION,
        "Sign in with an email address and a password",
        Access.OPEN,
        (),
        password.sign_in,
        method=Method.POST,
        status=201,
        answers=SystemEnvelope[SessionBody],
        body=password.Credentials,
        body_example=f'{{"email": "ada@example.com", "password": "{_PASSWORD}", "keep": false}}',
    ),
    Endpoint(
        "sign_out",
        Tag.SIGN_IN,
        _SESSION,
        "Sign out",
        Access.SIGNED_IN,
        (),
        password.sign_out,
        method=Method.DELETE,
        status=204,
        answers=type(None),
    ),
    Endpoint(
        "set_up",
        Tag.SIGN_IN,
        "/api/v1/setup",
        "Become the first admin, by the link that the server told where it was started",
        Access.OPEN,
        (),
        links.set_up,
        method=Method.POST,
        status=201,
        answers=SystemEnvelope[SessionBody],
        body=links.Newcomer,
        body_example=_NEWCOMER,
    ),
    Endpoint(
        "read_invitation",
        Tag.SIGN_IN,
        "/api/v1/invitations/read",
        "What an invitation's link offers",
        Access.OPEN,
        (),
        links.read_invitation,
        method=Method.POST,
        body=links.Secret,
        body_example=f'{{"secret": "{_SECRET}"}}',
    ),
    Endpoint(
        "accept_invitation",
        Tag.SIGN_IN,
        "/api/v1/invitations/accept",
        "Join an organization by an invitation's link",
        Access.OPEN,
        (),
        links.accept_invitation,
        method=Method.POST,
        status=201,
        answers=SystemEnvelope[SessionBody],
        body=links.Newcomer,
        body_example=_NEWCOMER,
    ),
    Endpoint(
        "redeem_password_reset",
        Tag.SIGN_IN,
        "/api/v1/password-resets/redeem",
        "Set a password by an admin's link; all sessions end",
        Access.OPEN,
        (),
        links.redeem_reset,
        method=Method.POST,
        status=204,
        body=links.ResetPassword,
        body_example=f'{{"secret": "{_SECRET}", "password": "{_PASSWORD}"}}',
    ),
    Endpoint(
        "start_single_sign_on",
        Tag.SIGN_IN,
        "/api/v1/sign-in/oidc",
        "Send the browser to the organization's own provider",
        Access.OPEN,
        (),
        flow.start,
        status=303,
        answers=type(None),
    ),
    Endpoint(
        "finish_single_sign_on",
        Tag.SIGN_IN,
        "/api/v1/sign-in/oidc/callback",
        "Where the provider sends the browser back to",
        Access.OPEN,
        (
            Parameter("code", "what the provider is shown for an ID token"),
            Parameter("state", "which sign-in this is the end of"),
            Parameter("iss", "who answers"),
            Parameter("error", "why the provider let nobody in"),
        ),
        flow.come_back,
        status=303,
        answers=type(None),
    ),
)
