"""All of control that a request needs, as it was at one change number.

The server answers every request from one of these and asks the database only whether the change
number has moved, or `stale_at_ms` has come.

Law: pure and frozen; a newer state is a new snapshot. Revoked tokens are not in it; those that
expire are refused from that moment on by whoever asks with the time, as are sessions.
"""

from collections.abc import Mapping

import msgspec

from playhead.control import credentials
from playhead.model.access import AccessToken, Environment, Organization, SigningKey
from playhead.model.intent import CustomDimension, ErrorCategory, Recomputation
from playhead.model.people import Membership, Person, Role, Session


class Credential(msgspec.Struct, frozen=True):
    """A token in force, with the SHA-256 of its secret."""

    token: AccessToken
    digest: bytes


class ControlSnapshot(msgspec.Struct, frozen=True):
    """Control at `change_number`. Every token's environment is in it, and every organization."""

    change_number: int
    organizations_by_id: Mapping[str, Organization]
    environments_by_key: Mapping[str, Environment]
    """By their keys and, while these are accepted, their former ones."""
    environments_by_id: Mapping[str, Environment]
    credentials_by_token_id: Mapping[str, Credential]
    error_categories: Mapping[tuple[str, str], ErrorCategory] = {}
    """By environment id and error code."""
    custom_dimensions: Mapping[tuple[str, str], CustomDimension] = {}
    """By environment id and slot; a slot that nobody has set is not in it."""
    recomputation: Recomputation | None = None
    """The one that has not ended."""
    signing_keys_by_id: Mapping[str, SigningKey] = {}
    people_by_id: Mapping[str, Person] = {}
    """All of them, also who is disabled."""
    memberships_by_person_id: Mapping[str, tuple[Membership, ...]] = {}
    """The oldest first; who has none is not in it."""
    sessions_by_digest: Mapping[bytes, Session] = {}
    """By the SHA-256 of the cookie's secret."""
    stale_at_ms: int | None = None
    """When the first of the former keys ends, so that this has to be taken anew."""

    def category_of(self, environment_id: str, code: str) -> ErrorCategory | None:
        """Return what an environment decided on an error code."""
        return self.error_categories.get((environment_id, code))

    def verify(self, token_id: str, secret: str, now_ms: int) -> AccessToken | None:
        """Return the token whose secret this is, in a time that does not tell which ids exist."""
        credential = self.credentials_by_token_id.get(token_id)
        same = credentials.matches(secret, None if credential is None else credential.digest)
        if credential is None or not same or credential.token.has_expired(now_ms):
            return None
        return credential.token

    def verify_session(self, secret: str, now_ms: int) -> Session | None:
        """Return the session whose cookie holds this, of somebody who may sign in.

        What is looked up is a digest, so the time that it takes tells nothing of a secret.
        """
        session = self.sessions_by_digest.get(credentials.digest_of(secret))
        if session is None or now_ms >= session.expires_at_ms:
            return None
        person = self.people_by_id.get(session.person_id)
        return session if person is not None and person.disabled_at_ms is None else None

    def memberships_of(self, person_id: str) -> tuple[Membership, ...]:
        """Return a person's places in organizations, the oldest first."""
        return self.memberships_by_person_id.get(person_id, ())

    def membership(self, person_id: str, organization_id: str) -> Membership | None:
        """Return a person's place in one organization."""
        for place in self.memberships_of(person_id):
            if place.organization_id == organization_id:
                return place
        return None

    def governs(self, admin_id: str, person_id: str) -> bool:
        """Tell whether somebody may decide on a person, and not just on their place somewhere.

        A person may be in several organizations: to disable them, to change their address or to
        reset their password takes an admin of each of these, or one of them could take over others.
        """
        places = self.memberships_of(person_id)
        return bool(places) and all(
            own is not None and own.role is Role.ADMIN
            for own in (self.membership(admin_id, each.organization_id) for each in places)
        )
