"""Who may ask: the shelf's calls on access tokens.

Law: each call is one transaction, and its audit entry is written in the same one.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from playhead.control import audit, credentials, tokens
from playhead.control.limits import ControlLimits
from playhead.control.transactions import Transactions
from playhead.model.access import AccessToken, Environment, Permission
from playhead.model.audit import SYSTEM_ACTOR, Actor


class TokenAccess:
    """The part of `Control` that is about access tokens."""

    def __init__(self, transactions: Transactions, limits: ControlLimits) -> None:
        """Make no more than these limits allow."""
        self._transactions = transactions
        self._limits = limits

    def create_token(
        self,
        environment: Environment,
        name: str,
        permissions: Iterable[str] = (Permission.DATA_READ,),
        *,
        expires_at_ms: int | None = None,
        by: Actor = SYSTEM_ACTOR,
    ) -> tuple[AccessToken, str]:
        """Make a token; return it with its secret, which cannot be read again.

        Raises:
            ControlError: NAME_INVALID, PERMISSION_UNKNOWN, PERMISSIONS_EMPTY,
                TOKEN_EXPIRY_INVALID, ENVIRONMENT_NOT_FOUND, TOKEN_LIMIT.
        """
        wish = tokens.TokenWish(environment, name, permissions, expires_at_ms)
        with self._transactions.writing() as session:
            making = self._transactions.making(self._limits.tokens_per_environment)
            made, secret = tokens.create_token(session, wish, making)
            detail = {"permissions": " ".join(made.permissions)}
            if expires_at_ms is not None:
                detail["expires_at_ms"] = str(expires_at_ms)
            self._record_token(session, by, "access_token.created", made, detail)
            return made, secret

    def rename_token(self, token_id: str, name: str, *, by: Actor = SYSTEM_ACTOR) -> AccessToken:
        """Give a token another name.

        Raises:
            ControlError: NAME_INVALID, TOKEN_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            renamed = tokens.rename_token(session, token_id, name)
            self._record_token(session, by, "access_token.renamed", renamed, {})
            return renamed

    def revoke_token(self, token_id: str, *, by: Actor = SYSTEM_ACTOR) -> AccessToken:
        """Make a token never verify again; to revoke it twice changes nothing.

        Raises:
            ControlError: TOKEN_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            now_ms = self._transactions.clock()
            revoked, is_new = tokens.revoke_token(session, token_id, now_ms=now_ms)
            if is_new:
                self._record_token(session, by, "access_token.revoked", revoked, {})
            return revoked

    def _record_token(
        self,
        session: Session,
        by: Actor,
        action: str,
        token: AccessToken,
        detail: Mapping[str, str],
    ) -> None:
        change = audit.Change(
            action,
            environment_id=token.environment_id,
            target_id=token.id,
            target_name=token.name,
            detail=detail,
        )
        audit.record(session, self._transactions.clock(), by, change)

    def verify_token(self, token_id: str, secret: str) -> AccessToken | None:
        """Return the token in force whose secret this is; compared in constant time."""
        with self._transactions.reading() as session:
            found = tokens.credential(session, token_id, now_ms=self._transactions.clock())
        same = credentials.matches(secret, None if found is None else found.digest)
        return found.token if found is not None and same else None

    def list_tokens(
        self, environment: Environment | None = None, *, include_revoked: bool = False
    ) -> tuple[AccessToken, ...]:
        """Return the tokens of one environment, or of all, oldest first; expired ones too."""
        with self._transactions.reading() as session:
            return tokens.tokens(session, environment, include_revoked=include_revoked)

    def note_token_uses(self, uses: Mapping[str, int]) -> None:
        """Note when tokens were used, by their ids. This is no change: snapshots stay as fresh."""
        with self._transactions.noting() as session:
            tokens.note_uses(session, uses)
