"""Whom a provider's word makes somebody here.

Law: issuer and subject are who somebody is. An address counts only where the provider verified it,
and then for an invitation, or for what the operator allowed.
"""

from playhead.api.endpoint import Asked
from playhead.api.single_sign_on.agreement import Agreement, UnknownPeople
from playhead.api.single_sign_on.provider import Claims
from playhead.control.names import folded
from playhead.model.audit import Actor, ActorKind
from playhead.model.people import Invitation, Person, Role

_NAME_CHARS_MOST = 128
_BY = Actor(ActorKind.SYSTEM, name="single sign-on")


def person_of(asked: Asked, agreement: Agreement, claims: Claims) -> Person | None:
    """Return whom these claims sign in; None: nobody here.

    Raises:
        ControlError: the person cannot be made, or linked.
    """
    people = asked.control.people
    linked = people.by_identity(agreement.issuer, claims.subject)
    if linked is not None:
        return linked
    if claims.email is None or not claims.email_verified:
        return None
    known = people.find(claims.email)
    if known is not None:
        if not agreement.link_by_email or known.disabled_at_ms is not None:
            return None
        person = known
    else:
        newcomer = _newcomer(asked, agreement, claims, claims.email)
        if newcomer is None:
            return None
        person = newcomer
    people.link_identity(agreement.issuer, claims.subject, person.id, by=_BY)
    return person


def _newcomer(asked: Asked, agreement: Agreement, claims: Claims, email: str) -> Person | None:
    invitation = _invitation_of(asked, email)
    people = asked.control.people
    name = _name(claims, email)
    if invitation is not None:
        people.withdraw_invitation(invitation.organization_id, invitation.id, by=_BY)
        return people.create(
            email,
            name,
            None,
            invitation.organization_id,
            invitation.role,
            invitation.environment_ids,
            by=_BY,
        )
    if agreement.unknown_people is UnknownPeople.MEMBER:
        default = asked.control.default_organization.id
        return people.create(email, name, None, default, Role.MEMBER, None, by=_BY)
    return None


def _invitation_of(asked: Asked, email: str) -> Invitation | None:
    for organization in asked.control.list_organizations():
        for each in asked.control.people.invitations(organization.id):
            if each.email is not None and folded(each.email) == folded(email):
                return each
    return None


def _name(claims: Claims, email: str) -> str:
    """Return what the provider calls somebody, if that can be a name here."""
    printable = "".join(each for each in claims.name or "" if each.isprintable())
    return printable[:_NAME_CHARS_MOST].strip() or email.partition("@")[0][:_NAME_CHARS_MOST]
