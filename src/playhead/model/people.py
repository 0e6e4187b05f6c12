"""Who may sign in, and what they may do: people, their roles, sessions, invitations.

A person belongs to one organization or several, in each with a role. An admin sees all of an
organization's environments and changes its settings; a member reads the environments that were
allowed, and writes what readers write: annotations.

Law: no password, no secret and no digest of one is ever a field here; these may be logged.
"""

import enum

import msgspec

from playhead.model.access import Permission


class Role(enum.StrEnum):
    """What a person is in an organization."""

    ADMIN = "admin"
    """Changes settings, people and tokens; sees every environment."""
    MEMBER = "member"
    """Reads the environments that an admin allowed."""

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """What this role may do in an environment that it sees."""
        return _PERMISSIONS[self]


_PERMISSIONS = {
    Role.ADMIN: tuple(Permission),
    Role.MEMBER: (Permission.DATA_READ, Permission.DATA_WRITE),
}


class Person(msgspec.Struct, frozen=True, gc=False):
    """Somebody who may sign in. One with `disabled_at_ms` may not, and has no sessions."""

    id: str
    email: str
    name: str
    created_at_ms: int
    disabled_at_ms: int | None = None
    has_password: bool = True
    """False for those who sign in through an identity provider alone."""


class Membership(msgspec.Struct, frozen=True, gc=False):
    """A person's place in an organization. `environment_ids` None: all of them."""

    person_id: str
    organization_id: str
    role: Role
    environment_ids: tuple[str, ...] | None
    created_at_ms: int

    def sees(self, environment_id: str) -> bool:
        """Tell whether this place lets somebody into one of the organization's environments."""
        everywhere = self.role is Role.ADMIN or self.environment_ids is None
        return everywhere or environment_id in (self.environment_ids or ())


class SignInMethod(enum.StrEnum):
    """How a session began."""

    PASSWORD = "password"  # noqa: S105 - a word, not a password
    OIDC = "oidc"
    LINK = "link"
    """An invitation, a password reset, or the first-run set-up."""


class Session(msgspec.Struct, frozen=True, gc=False):
    """One browser that is signed in. `id` is public, and not what the cookie holds."""

    id: str
    person_id: str
    method: SignInMethod
    created_at_ms: int
    expires_at_ms: int
    client_prefix: str
    """The truncated address that it began from."""
    user_agent: str


class Invitation(msgspec.Struct, frozen=True, gc=False):
    """A link that makes its bearer a member, once. Without `email`: whoever has it (first run)."""

    id: str
    organization_id: str
    email: str | None
    role: Role
    environment_ids: tuple[str, ...] | None
    invited_by: str | None
    """The id of a person; None: the command line, or the server at its first start."""
    created_at_ms: int
    expires_at_ms: int
