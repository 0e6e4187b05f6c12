"""The people of an organization: their role, what they see, whether they may sign in.

Law: what reaches beyond the organization (whether somebody may sign in at all, and with which
password) takes an admin of every organization that the person is in.
"""

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import conflict, forbidden, not_found
from playhead.api.signing_in.session_body import PersonBody, person_body
from playhead.api.spelling import iso_milliseconds
from playhead.model.people import Membership, Person, Role


class MemberBody(msgspec.Struct, frozen=True):
    """A person in an organization; `environment_ids` null: all of its environments."""

    person: PersonBody
    role: str
    environment_ids: tuple[str, ...] | None
    member_since: str


class MembershipChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different; members that are left out stay. Ids null: all environments."""

    role: Role | UnsetType = UNSET
    environment_ids: tuple[str, ...] | UnsetType | None = UNSET


class Link(msgspec.Struct, frozen=True):
    """A link to hand over; it is told once. `url` is null where `public_url` is not set."""

    secret: str
    url: str | None
    expires_at: str


def list_people(asked: Asked) -> SystemEnvelope[tuple[MemberBody, ...]]:
    """Answer `GET …/people`."""
    found = asked.control.people.listed(asked.organization.id)
    return SystemEnvelope(tuple(_body(person, place) for person, place in found))


def change_membership(asked: Asked) -> SystemEnvelope[MemberBody]:
    """Answer `PATCH …/people/{PERSON_ID}`."""
    given = asked.read_body(MembershipChanges)
    person, place = _member(asked)
    role = place.role if given.role is UNSET else given.role
    seen = place.environment_ids if given.environment_ids is UNSET else given.environment_ids
    changed = asked.control.people.set_membership(
        person.id, asked.organization.id, role, seen, by=asked.actor
    )
    return SystemEnvelope(_body(person, changed))


def remove_member(asked: Asked) -> None:
    """Answer `DELETE …/people/{PERSON_ID}`."""
    person, _ = _member(asked)
    asked.control.people.remove_membership(person.id, asked.organization.id, by=asked.actor)


def disable_person(asked: Asked) -> SystemEnvelope[MemberBody]:
    """Answer `POST …/people/{PERSON_ID}/disable`."""
    person, place = _member_of_ours_alone(asked)
    if person.id == asked.person.id:
        raise conflict("You cannot disable yourself: ask another admin")
    return SystemEnvelope(_body(asked.control.people.disable(person.id, by=asked.actor), place))


def enable_person(asked: Asked) -> SystemEnvelope[MemberBody]:
    """Answer `POST …/people/{PERSON_ID}/enable`."""
    person, place = _member_of_ours_alone(asked)
    return SystemEnvelope(_body(asked.control.people.enable(person.id, by=asked.actor), place))


def create_reset(asked: Asked) -> SystemEnvelope[Link]:
    """Answer `POST …/people/{PERSON_ID}/password-resets`."""
    person, _ = _member_of_ours_alone(asked)
    lasts_ms = asked.door.lasting.reset_s * 1000
    secret = asked.control.people.reset_link_secret(person.id, lasts_ms=lasts_ms, by=asked.actor)
    return SystemEnvelope(link(asked, "reset", secret, asked.now_ms + lasts_ms))


def link(asked: Asked, page: str, secret: str, expires_at_ms: int) -> Link:
    """Return a link to a page of the dashboard; what follows `#` is sent to nobody."""
    public = asked.door.public_url
    url = None if public is None else f"{public}/{page}#{secret}"
    return Link(secret, url, iso_milliseconds(expires_at_ms))


def _member(asked: Asked) -> tuple[Person, Membership]:
    for person, place in asked.control.people.listed(asked.organization.id):
        if person.id == asked.path["PERSON_ID"]:
            return person, place
    raise not_found()


def _member_of_ours_alone(asked: Asked) -> tuple[Person, Membership]:
    person, place = _member(asked)
    for other in asked.snapshot.memberships_of(person.id):
        own = asked.snapshot.membership(asked.person.id, other.organization_id)
        if own is None or own.role is not Role.ADMIN:
            raise forbidden(
                "This person is in another organization too, of which you are no admin: whoever"
                " keeps the server can do this from its command line"
            )
    return person, place


def _body(person: Person, place: Membership) -> MemberBody:
    return MemberBody(
        person=person_body(person),
        role=place.role.value,
        environment_ids=place.environment_ids,
        member_since=iso_milliseconds(place.created_at_ms),
    )
