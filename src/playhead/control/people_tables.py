"""The tables of people: who may sign in, where, and from which browsers they did.

Law: as in `tables`. Of a secret (a cookie's, a link's) only the SHA-256 is kept, of a password only
what argon2id makes of it.
"""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from playhead.control.tables import Table


class PersonRow(Table):
    """Somebody who may sign in. `email_folded` is what makes two addresses the same."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("email_folded"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_folded: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(128))
    password_hash: Mapped[str | None] = mapped_column(Text)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    disabled_at_ms: Mapped[int | None] = mapped_column(BigInteger)


class MembershipRow(Table):
    """A place in an organization. `environment_ids` are separated by spaces; NULL: all."""

    __tablename__ = "memberships"

    person_id: Mapped[str] = mapped_column(String(36), ForeignKey("people.id"), primary_key=True)
    organization_id: Mapped[str] = mapped_column(
        String(16), ForeignKey("organizations.id"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(16))
    environment_ids: Mapped[str | None] = mapped_column(Text)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)


class IdentityRow(Table):
    """Who an identity provider says somebody is: `subject` is the provider's name for them."""

    __tablename__ = "identities"

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36), ForeignKey("people.id"), index=True)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)


class SessionRow(Table):
    """One browser that is signed in: `secret_sha256` is of what its cookie holds."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("secret_sha256"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_id: Mapped[str] = mapped_column(String(36), ForeignKey("people.id"), index=True)
    method: Mapped[str] = mapped_column(String(16))
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    expires_at_ms: Mapped[int] = mapped_column(BigInteger)
    client_prefix: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str] = mapped_column(String(256))


class InvitationRow(Table):
    """A link that makes its bearer a member, once. A used or withdrawn one is deleted."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("secret_sha256"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    organization_id: Mapped[str] = mapped_column(
        String(16), ForeignKey("organizations.id"), index=True
    )
    email: Mapped[str | None] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(16))
    environment_ids: Mapped[str | None] = mapped_column(Text)
    invited_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("people.id"))
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    expires_at_ms: Mapped[int] = mapped_column(BigInteger)


class PasswordResetRow(Table):
    """A link that lets its bearer set a person's password, once. A used one is deleted."""

    __tablename__ = "password_resets"

    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36), ForeignKey("people.id"), index=True)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    expires_at_ms: Mapped[int] = mapped_column(BigInteger)


class ServerKeyRow(Table):
    """A random key that all processes share, such as the one that signs short-lived cookies."""

    __tablename__ = "server_keys"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
