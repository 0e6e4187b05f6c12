"""Endpoints about organizations, their people, and what was changed in them."""

from typing import Final

from playhead.api.access import Access
from playhead.api.administration import audit_log, invitations, organizations, people
from playhead.api.arguments import Parameter
from playhead.api.endpoint import Endpoint, Method, Tag
from playhead.api.endpoints.parameters import NUMBER
from playhead.model.people import Role

ONE: Final = "/api/v1/organizations/{ORGANIZATION_ID}"
_PEOPLE: Final = f"{ONE}/people"
_PERSON: Final = f"{_PEOPLE}/{{PERSON_ID}}"
_INVITATIONS: Final = f"{ONE}/invitations"

ENDPOINTS: Final = (
    Endpoint(
        "list_organizations",
        Tag.ORGANIZATIONS,
        "/api/v1/organizations",
        "The organizations that one is in",
        Access.SIGNED_IN,
        (),
        organizations.list_organizations,
    ),
    Endpoint(
        "get_organization",
        Tag.ORGANIZATIONS,
        ONE,
        "One organization",
        Role.MEMBER,
        (),
        organizations.one_organization,
    ),
    Endpoint(
        "rename_organization",
        Tag.ORGANIZATIONS,
        ONE,
        "Give an organization another name",
        Role.ADMIN,
        (),
        organizations.rename_organization,
        method=Method.PATCH,
        body=organizations.OrganizationChanges,
        body_example='{"name": "Video team"}',
    ),
    Endpoint(
        "list_audit_entries",
        Tag.ORGANIZATIONS,
        f"{ONE}/audit-log",
        "What was changed, by whom and when, newest first",
        Role.ADMIN,
        (
            Parameter("limit", "entries, 25 unless told, 100 at most", NUMBER),
            Parameter("before_id", "only entries older than the one with this id", NUMBER),
            Parameter("action", "only entries of this action", example="access_token.created"),
            Parameter("actor_id", "only what the person or token with this id did"),
        ),
        audit_log.list_audit_entries,
    ),
    Endpoint(
        "list_people",
        Tag.PEOPLE,
        _PEOPLE,
        "The people of an organization",
        Role.ADMIN,
        (),
        people.list_people,
    ),
    Endpoint(
        "change_membership",
        Tag.PEOPLE,
        _PERSON,
        "Change somebody's role, and the environments that they see",
        Role.ADMIN,
        (),
        people.change_membership,
        method=Method.PATCH,
        body=people.MembershipChanges,
        body_example='{"role": "member", "environment_ids": ["abcd2345"]}',
    ),
    Endpoint(
        "remove_person",
        Tag.PEOPLE,
        _PERSON,
        "Take somebody out of an organization",
        Role.ADMIN,
        (),
        people.remove_member,
        method=Method.DELETE,
        status=204,
    ),
    Endpoint(
        "disable_person",
        Tag.PEOPLE,
        f"{_PERSON}/disable",
        "Sign somebody out everywhere, and let them sign in no more",
        Role.ADMIN,
        (),
        people.disable_person,
        method=Method.POST,
    ),
    Endpoint(
        "enable_person",
        Tag.PEOPLE,
        f"{_PERSON}/enable",
        "Let somebody sign in again",
        Role.ADMIN,
        (),
        people.enable_person,
        method=Method.POST,
    ),
    Endpoint(
        "create_password_reset",
        Tag.PEOPLE,
        f"{_PERSON}/password-resets",
        "Make a link by which somebody sets a new password, to hand over to them",
        Role.ADMIN,
        (),
        people.create_reset,
        method=Method.POST,
        status=201,
    ),
    Endpoint(
        "list_invitations",
        Tag.PEOPLE,
        _INVITATIONS,
        "The invitations that are open",
        Role.ADMIN,
        (),
        invitations.list_invitations,
    ),
    Endpoint(
        "create_invitation",
        Tag.PEOPLE,
        _INVITATIONS,
        "Invite somebody; the link is told once, to hand over to them",
        Role.ADMIN,
        (),
        invitations.create_invitation,
        method=Method.POST,
        status=201,
        body=invitations.NewInvitation,
        body_example=(
            '{"email": "ada@example.com", "role": "member", "environment_ids": ["abcd2345"],'
            ' "lasts_days": 7}'
        ),
    ),
    Endpoint(
        "withdraw_invitation",
        Tag.PEOPLE,
        f"{_INVITATIONS}/{{INVITATION_ID}}",
        "Make an invitation's link worth nothing",
        Role.ADMIN,
        (),
        invitations.withdraw_invitation,
        method=Method.DELETE,
        status=204,
    ),
)
