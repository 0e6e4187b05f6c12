"""Who may ask and who may send: organizations, their environments, and access tokens.

An environment is the wall between two sets of data. Players name it by its public `env_key`;
answers name it by `id` and, for older clients, by the number `property_id`.

Law: no secret, and no digest of one, is ever a field here; these structs may be logged.
"""

import enum

import msgspec


class Permission(enum.StrEnum):
    """What a token may do, per product and verb. Closed: nothing else can be granted."""

    DATA_READ = "data:read"
    """Read views and metrics."""
    DATA_WRITE = "data:write"
    """Write annotations."""
    SYSTEM_READ = "system:read"
    """Read signing keys and webhooks."""
    SYSTEM_WRITE = "system:write"
    """Create and delete signing keys and webhooks."""


class EnvironmentKind(enum.StrEnum):
    """What an environment is for. It changes nothing but what clients are told."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"


class Organization(msgspec.Struct, frozen=True, gc=False):
    """The owner of environments."""

    id: str
    name: str
    created_at_ms: int


class Environment(msgspec.Struct, frozen=True, gc=False):
    """One wall around data.

    `id` is short and public; `property_id` is greater than 0 and never given to another
    environment; `env_key` is public, matches `^[a-z0-9]+$`, and is what players send.
    """

    id: str
    property_id: int
    organization_id: str
    name: str
    env_key: str
    created_at_ms: int
    kind: EnvironmentKind = EnvironmentKind.PRODUCTION
    view_retention_days: int | None = None
    """Days back that a question may reach; None: as the server is set."""


class SigningKey(msgspec.Struct, frozen=True, gc=False):
    """The public half of a key pair with which an environment's site signs its JWTs.

    `id` is their `kid`; `public_key` is PEM. The private half is kept by nobody but its owner.
    """

    id: str
    environment_id: str
    public_key: str
    created_at_ms: int


class RetiredKey(msgspec.Struct, frozen=True, gc=False):
    """An environment's former `env_key`, under which players may still send for a while."""

    env_key: str
    environment_id: str
    accepted_until_ms: int


class AccessToken(msgspec.Struct, frozen=True, gc=False):
    """The public half of a credential, bound to one environment.

    `permissions` are distinct and in the order of `Permission`. A token with `revoked_at_ms`
    never verifies again, nor does one at or after `expires_at_ms`.
    """

    id: str
    environment_id: str
    name: str
    permissions: tuple[Permission, ...]
    created_at_ms: int
    revoked_at_ms: int | None = None
    expires_at_ms: int | None = None
    last_used_at_ms: int | None = None
    """To the minute or so; None: never, as far as is known."""

    def allows(self, permission: Permission) -> bool:
        """Tell whether this token was granted `permission`."""
        return permission in self.permissions

    def has_expired(self, now_ms: int) -> bool:
        """Tell whether its end has come, where it has one."""
        return self.expires_at_ms is not None and now_ms >= self.expires_at_ms
