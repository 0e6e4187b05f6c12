"""Sessions: browsers that are signed in.

Law: the cookie's secret leaves this module once, from `begin`, and only its SHA-256 is written.
Nobody who is disabled has one. A person has so many at most; the oldest goes.
"""

from typing import Any

import msgspec
from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session as Transaction

from playhead.control.credentials import digest_of, draw_secret, draw_token_id
from playhead.control.ids import looked_up
from playhead.control.lasting import SESSION_LASTS_MS_MOST, expiry_ms
from playhead.control.people_rows import check_can_sign_in, end_sessions, record_about, row_of
from playhead.control.people_tables import SessionRow
from playhead.control.reading_back import written
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.people import Session, SignInMethod

USER_AGENT_CHARS_MOST = 256
PREFIX_CHARS_MOST = 64


class SessionCredential(msgspec.Struct, frozen=True, gc=False):
    """A session with the SHA-256 of its secret."""

    session: Session
    digest: bytes


class Sessions:
    """`Control.sessions`."""

    def __init__(self, transactions: Transactions, *, most: int) -> None:
        """Let each person have up to `most`."""
        self._transactions = transactions
        self._most = most

    def begin(
        self,
        person_id: str,
        method: SignInMethod,
        client_prefix: str,
        user_agent: str,
        *,
        lasts_ms: int,
        by: Actor = SYSTEM_ACTOR,
    ) -> tuple[Session, str]:
        """Sign a browser in; return the session with the secret for its cookie.

        Raises:
            ControlError: PERSON_NOT_FOUND, PERSON_DISABLED, RANGE_INVALID.
        """
        with self._transactions.writing() as session:
            person = row_of(session, person_id)
            check_can_sign_in(person)
            making = self._transactions.making(self._most)
            expires_at_ms = expiry_ms("session", making.now_ms, lasts_ms, SESSION_LASTS_MS_MOST)
            session.execute(delete(SessionRow).where(SessionRow.expires_at_ms <= making.now_ms))
            for surplus in _rows(session, person_id)[self._most - 1 :]:
                session.delete(surplus)
            secret = draw_secret(making.random_bytes)
            row = SessionRow(
                id=draw_token_id(making.random_bytes),
                secret_sha256=digest_of(secret),
                person_id=person_id,
                method=method.value,
                created_at_ms=making.now_ms,
                expires_at_ms=expires_at_ms,
                client_prefix=_printable(client_prefix, PREFIX_CHARS_MOST),
                user_agent=_printable(user_agent, USER_AGENT_CHARS_MOST),
            )
            session.add(row)
            detail = {"method": method.value, "session": row.id}
            record_about(session, making.now_ms, by, person, "session.began", detail)
            return _session(row), secret

    def end(self, session_id: str, *, by: Actor = SYSTEM_ACTOR) -> bool:
        """Sign a browser out; tell whether there was such a session."""
        with self._transactions.writing() as session:
            row = session.get(SessionRow, looked_up(session_id))
            if row is None:
                return False
            session.delete(row)
            person = row_of(session, row.person_id)
            now_ms = self._transactions.clock()
            record_about(session, now_ms, by, person, "session.ended", {"session": row.id})
            return True

    def end_all(
        self, person_id: str, *, keep_session_id: str | None = None, by: Actor = SYSTEM_ACTOR
    ) -> int:
        """Sign somebody out everywhere but in the session to keep; return of how many.

        Raises:
            ControlError: PERSON_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            person = row_of(session, person_id)
            ended = end_sessions(session, person_id, keep_session_id=keep_session_id)
            now_ms = self._transactions.clock()
            if ended:
                detail = {"sessions_ended": str(ended)}
                record_about(session, now_ms, by, person, "session.ended_all", detail)
            return ended

    def listed(self, person_id: str) -> tuple[Session, ...]:
        """Return a person's sessions that have not expired, newest first."""
        with self._transactions.reading() as session:
            now_ms = self._transactions.clock()
            rows = _rows(session, looked_up(person_id))
            return tuple(_session(row) for row in rows if row.expires_at_ms > now_ms)


def session_credentials(transaction: Transaction) -> tuple[SessionCredential, ...]:
    """Return every session, with the digest of its secret."""
    # Every snapshot reads all of them: plain rows cost a third less than mapped ones.
    rows = transaction.execute(select(SessionRow.__table__))
    return tuple(SessionCredential(_session(row), row.secret_sha256) for row in rows)


def _rows(transaction: Transaction, person_id: str) -> list[SessionRow]:
    asked = select(SessionRow).where(SessionRow.person_id == person_id)
    newest_first = (SessionRow.created_at_ms.desc(), SessionRow.id)
    return list(transaction.scalars(asked.order_by(*newest_first)))


def _session(row: SessionRow | Row[Any]) -> Session:
    return Session(
        id=row.id,
        person_id=row.person_id,
        method=written(SignInMethod, row.method, f"session {row.id}"),
        created_at_ms=row.created_at_ms,
        expires_at_ms=row.expires_at_ms,
        client_prefix=row.client_prefix,
        user_agent=row.user_agent,
    )


def _printable(text: str, most: int) -> str:
    """Return what can be kept and shown of what a client said of itself."""
    return "".join(each if each.isprintable() else " " for each in text[:most])
