"""A control database with people in it, under a clock that a test moves, hashing at no price."""

import secrets
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, make_url, select

from playhead.control import (
    Control,
    ControlError,
    ControlErrorCode,
    ControlLimits,
    HashingLimits,
    open_control,
)
from playhead.control.people_tables import PersonRow
from playhead.model.audit import Actor, ActorKind
from playhead.model.people import Person, Role, SignInMethod

CHEAP = HashingLimits(memory_kib=8, passes=1)
PASSWORD = "long enough for anybody"
OTHER_PASSWORD = "another one, also long"
BY = Actor(ActorKind.COMMAND_LINE, name="operator")
HOUR_MS = 3_600_000


class Time:
    """A clock that moves one millisecond each time somebody looks, and when it is told."""

    def __init__(self) -> None:
        self.now_ms = 1_700_000_000_000
        self._lock = threading.Lock()

    def __call__(self) -> int:
        with self._lock:
            self.now_ms += 1
            return self.now_ms


class Household:
    """One database, its clock, and its default organization."""

    def __init__(self, dsn: str, limits: ControlLimits | None = None) -> None:
        self.dsn = dsn
        self.time = Time()
        self.limits = limits or ControlLimits(hashing=CHEAP)
        self.control = self.opened()
        self.organization_id = self.control.default_organization.id

    def opened(self, limits: ControlLimits | None = None) -> Control:
        return open_control(
            self.dsn,
            clock=self.time,
            random_bytes=secrets.token_bytes,
            limits=limits or self.limits,
        )

    def person(
        self,
        email: str,
        role: Role = Role.MEMBER,
        *,
        password: str | None = PASSWORD,
        organization_id: str | None = None,
    ) -> Person:
        place = organization_id or self.organization_id
        return self.control.people.create(email, "Somebody", password, place, role, None, by=BY)

    def admin(self, email: str = "admin@example.org") -> Person:
        return self.person(email, Role.ADMIN)

    def signed_in(self, person: Person) -> str:
        """Return what the cookie of a new session holds."""
        return self.control.sessions.begin(
            person.id, SignInMethod.PASSWORD, "192.0.2.0", "Browser", lasts_ms=HOUR_MS, by=BY
        )[1]

    def is_signed_in(self, secret: str) -> bool:
        """Tell whether a cookie is of use."""
        found = self.control.snapshot().verify_session(secret, self.time.now_ms)
        return found is not None

    def stored_hash(self, person: Person) -> str:
        """Return what the database holds of a password."""
        engine = create_engine(make_url(self.dsn))
        with engine.connect() as connection:
            asked = select(PersonRow.password_hash).where(PersonRow.id == person.id)
            found = connection.execute(asked).scalar_one()
        engine.dispose()
        assert found is not None
        return found

    def actions(self) -> list[str]:
        """What the audit log tells, oldest first."""
        return [entry.action for entry in reversed(self.control.audit.listed(None, limit=100).rows)]


def refused(call: Callable[[], object]) -> ControlErrorCode:
    """Return why a call was refused."""
    with pytest.raises(ControlError) as caught:
        call()
    assert PASSWORD not in str(caught.value)
    return caught.value.code


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """Make calls from threads of their own at the same moment; return what each came to."""
    gate = threading.Barrier(len(calls))
    came_to: list[object] = [None] * len(calls)

    def run(at: int) -> None:
        gate.wait(timeout=30)
        try:
            came_to[at] = calls[at]()
        except ControlError as error:
            came_to[at] = error.code

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return came_to
