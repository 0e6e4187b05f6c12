"""What was changed, by whom and when: the words of the audit log.

Law: plain words. No secret is ever in an entry, and nothing in one is taken back.
"""

import enum

import msgspec


class ActorKind(enum.StrEnum):
    """What kind of hand made a change."""

    PERSON = "person"
    TOKEN = "token"  # noqa: S105 - a word, not a secret
    COMMAND_LINE = "command_line"
    SYSTEM = "system"
    """The server itself."""


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who made a change. `name` is as it was at that moment; `client_prefix` truncated."""

    kind: ActorKind
    id: str | None = None
    name: str = ""
    client_prefix: str = ""


SYSTEM_ACTOR = Actor(ActorKind.SYSTEM)


class AuditEntry(msgspec.Struct, frozen=True, gc=False):
    """One change. `action` is `thing.verb` in the past tense, such as `access_token.revoked`."""

    id: int
    at_ms: int
    actor: Actor
    action: str
    organization_id: str | None
    environment_id: str | None
    target_id: str | None
    target_name: str
    detail: dict[str, str]
    """What became different, in words: field to new value, without secrets."""
