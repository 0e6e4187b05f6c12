"""Organizations: which one is in, and their names."""

import msgspec

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.spelling import iso_milliseconds
from playhead.model.access import Organization


class OrganizationBody(msgspec.Struct, frozen=True):
    """An organization, and what the asker is in it."""

    id: str
    name: str
    role: str
    created_at: str


class OrganizationChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different."""

    name: str


def list_organizations(asked: Asked) -> SystemEnvelope[tuple[OrganizationBody, ...]]:
    """Answer `GET /organizations`."""
    organizations = asked.snapshot.organizations_by_id
    return SystemEnvelope(
        tuple(
            _body(organizations[each.organization_id], each.role.value)
            for each in asked.snapshot.memberships_of(asked.person.id)
        )
    )


def one_organization(asked: Asked) -> SystemEnvelope[OrganizationBody]:
    """Answer `GET /organizations/{ORGANIZATION_ID}`."""
    return SystemEnvelope(_body(asked.organization, asked.role.value))


def rename_organization(asked: Asked) -> SystemEnvelope[OrganizationBody]:
    """Answer `PATCH /organizations/{ORGANIZATION_ID}`."""
    given = asked.read_body(OrganizationChanges)
    renamed = asked.control.rename_organization(asked.organization.id, given.name, by=asked.actor)
    return SystemEnvelope(_body(renamed, asked.role.value))


def _body(organization: Organization, role: str) -> OrganizationBody:
    return OrganizationBody(
        organization.id, organization.name, role, iso_milliseconds(organization.created_at_ms)
    )
