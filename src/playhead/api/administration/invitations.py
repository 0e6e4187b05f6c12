"""Invitations to an organization.

Law: a link is answered once, when it is made; no server of ours sends it to anybody.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from playhead.api.administration.people import Link, link
from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import not_found
from playhead.api.settings import DAY_MS
from playhead.api.spelling import iso_milliseconds
from playhead.model.people import Invitation, Role

_LASTS_DAYS_MOST = 30


class InvitationBody(msgspec.Struct, frozen=True):
    """An invitation that is open; `environment_ids` null: all of them."""

    id: str
    email: str | None
    role: str
    environment_ids: tuple[str, ...] | None
    invited_by: str | None
    created_at: str
    expires_at: str


class NewInvitation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is invited, and to what; ids null: to all environments."""

    email: str
    role: Role = Role.MEMBER
    environment_ids: tuple[str, ...] | None = None
    lasts_days: Annotated[int, Meta(ge=1, le=_LASTS_DAYS_MOST)] = 7


class MadeInvitation(msgspec.Struct, frozen=True):
    """An invitation with its link."""

    invitation: InvitationBody
    link: Link


def list_invitations(asked: Asked) -> SystemEnvelope[tuple[InvitationBody, ...]]:
    """Answer `GET …/invitations`."""
    found = asked.control.people.invitations(asked.organization.id)
    return SystemEnvelope(tuple(_body(each) for each in found))


def create_invitation(asked: Asked) -> SystemEnvelope[MadeInvitation]:
    """Answer `POST …/invitations`."""
    given = asked.read_body(NewInvitation)
    made, secret = asked.control.people.invite(
        asked.organization.id,
        given.email,
        given.role,
        given.environment_ids,
        lasts_ms=given.lasts_days * DAY_MS,
        by=asked.actor,
    )
    return SystemEnvelope(
        MadeInvitation(_body(made), link(asked, "invitation", secret, made.expires_at_ms))
    )


def withdraw_invitation(asked: Asked) -> None:
    """Answer `DELETE …/invitations/{INVITATION_ID}`."""
    invitation_id = asked.path["INVITATION_ID"]
    open_ids = {each.id for each in asked.control.people.invitations(asked.organization.id)}
    if invitation_id not in open_ids:
        raise not_found()
    asked.control.people.withdraw_invitation(asked.organization.id, invitation_id, by=asked.actor)


def _body(invitation: Invitation) -> InvitationBody:
    return InvitationBody(
        id=invitation.id,
        email=invitation.email,
        role=invitation.role.value,
        environment_ids=invitation.environment_ids,
        invited_by=invitation.invited_by,
        created_at=iso_milliseconds(invitation.created_at_ms),
        expires_at=iso_milliseconds(invitation.expires_at_ms),
    )
