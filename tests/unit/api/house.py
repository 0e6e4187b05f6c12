"""A house with people in it: two organizations, their environments, and everybody who may ask.

The database is real, the clock is told what time it is, hashing costs nothing.
"""

import asyncio
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from starlette.types import ASGIApp

from playhead.api import ApiSettings, Rooms, create_api
from playhead.api.attempts import AttemptLimits, Attempts
from playhead.api.door import Door, Lasting
from playhead.api.identity import Gate
from playhead.api.single_sign_on.provider import Provider
from playhead.control import ControlLimits, HashingLimits, open_control
from playhead.model.access import AccessToken, Environment, EnvironmentKind, Permission
from playhead.model.audit import SYSTEM_ACTOR
from playhead.model.inspection import Inspected
from playhead.model.people import Person, Role, SignInMethod
from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter
from tests.unit.api import made
from tests.unit.api.asking import LOGGER, Heard, ToldQuery, basic, hear, unlimited

PASSWORD = "a sentence that nobody knows"
HOST = "playhead.example"
ORIGIN = f"https://{HOST}"
DAY_MS = 86_400_000
CHEAP = ControlLimits(hashing=HashingLimits(memory_kib=8, passes=1))
WIDE = Limit.per_second(1_000, 1_000_000)
NO_LIMITS = AttemptLimits(WIDE, WIDE, WIDE, WIDE, WIDE, WIDE)


class House:
    """The application over a database of its own."""

    def __init__(
        self,
        folder: Path,
        *,
        limits: AttemptLimits = NO_LIMITS,
        public_url: str | None = None,
        settings: ApiSettings | None = None,
        provider: Provider | None = None,
        now_ms: int = made.NOW_MS,
    ) -> None:
        self.now_ms = now_ms
        self.control = open_control(
            f"sqlite:///{folder}/control.db",
            clock=lambda: self.now_ms,
            random_bytes=os.urandom,
            limits=CHEAP,
        )
        self.snapshot = self.control.snapshot()
        self.query = ToldQuery()
        numbers = itertools.count(1)
        self.limiter = MemoryLimiter(lambda: self.now_ms * 1_000)
        self.attempts = Attempts(self.limiter, self.control.server_key("attempts"), limits)
        self.app: ASGIApp = create_api(
            Rooms(
                query=self.query,
                control=self.control,
                snapshot=lambda: self.snapshot,
                refresh=self._refresh,
                door=Door(
                    gate=Gate(self.control.server_key("csrf"), public_url),
                    device_key=self.control.server_key("device"),
                    attempts=self.attempts,
                    random_bytes=os.urandom,
                    lasting=Lasting(),
                    version="0",
                    sign_on_key=self.control.server_key("sign_on"),
                    provider=provider,
                ),
                admission=unlimited(),
                note_use=lambda _token_id, _at_ms: None,
                inspect=lambda _environment_id, _after: Inspected((), (), 0, 0),
            ),
            clock=lambda: self.now_ms,
            new_request_id=lambda: f"request-{next(numbers)}",
            logger=LOGGER,
            settings=settings,
        )
        organization = self.control.default_organization
        self.organization_id = organization.id
        own = {
            each.kind: each
            for each in self.control.list_environments()
            if each.organization_id == organization.id
        }
        self.production = own[EnvironmentKind.PRODUCTION]
        self.development = own[EnvironmentKind.DEVELOPMENT]

    async def _refresh(self) -> None:
        self.snapshot = await asyncio.to_thread(self.control.snapshot)

    def look(self) -> None:
        """Take up what a test changed behind the application's back."""
        self.snapshot = self.control.snapshot()

    def person(
        self,
        email: str,
        role: Role = Role.MEMBER,
        sees: tuple[Environment, ...] | None = None,
        *,
        organization_id: str | None = None,
        password: str | None = PASSWORD,
    ) -> Person:
        made_person = self.control.people.create(
            email,
            email.partition("@")[0].title(),
            password,
            organization_id or self.organization_id,
            role,
            None if sees is None else [each.id for each in sees],
            by=SYSTEM_ACTOR,
        )
        self.look()
        return made_person

    def token(
        self, environment: Environment, *permissions: Permission, **wishes: Any
    ) -> tuple[AccessToken, str]:
        """A token, and the header that it goes into."""
        token, secret = self.control.create_token(
            environment, "token", permissions, by=SYSTEM_ACTOR, **wishes
        )
        self.look()
        return token, basic(token.id, secret)

    def browser(self, person: Person | None = None, **wishes: Any) -> "Browser":
        """A browser, with somebody signed in."""
        browser = Browser(self, **wishes)
        if person is not None:
            _, secret = self.control.sessions.begin(
                person.id,
                SignInMethod.PASSWORD,
                "192.0.2.0/24",
                "tests",
                lasts_ms=DAY_MS,
                by=SYSTEM_ACTOR,
            )
            self.look()
            browser.cookies["__Host-playhead"] = secret
            browser.csrf = browser.ask("/api/v1/session").json["data"]["signed_in"]["csrf_token"]
        return browser

    def close(self) -> None:
        self.control.close()


class Browser:
    """Keeps cookies and the CSRF token, and says of each request where it comes from."""

    def __init__(self, house: House, client: str = "192.0.2.7", scheme: str = "https") -> None:
        self.house = house
        self.client = client
        self.scheme = scheme
        self.cookies: dict[str, str] = {}
        self.csrf: str | None = None
        self.set_cookies: list[str] = []

    def headers(self, method: str) -> dict[str, str | None]:
        headers: dict[str, str | None] = {
            "authorization": None,
            "host": HOST,
            "sec-fetch-site": "same-origin",
        }
        if self.cookies:
            headers["cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        if method not in ("GET", "HEAD"):
            headers |= {"origin": f"{self.scheme}://{HOST}", "content-type": "application/json"}
            headers["x-playhead-csrf"] = self.csrf
        return headers

    async def hear(
        self, target: str, method: str = "GET", body: Any = None, **changed: str | None
    ) -> Heard:
        """Ask; `changed` headers stand in place of those that a browser sends, None: not at all."""
        sent = b"" if body is None else msgspec.json.encode(body)
        headers = {**self.headers(method), **_spelled(changed)}
        heard = await hear(
            self.house.app,
            target,
            method,
            sent,
            scheme=self.scheme,
            client=self.client,
            **{name.replace("-", "_"): value for name, value in headers.items()},
        )
        self._keep(heard)
        return heard

    def ask(
        self, target: str, method: str = "GET", body: Any = None, **changed: str | None
    ) -> Heard:
        return asyncio.run(self.hear(target, method, body, **changed))

    def sign_in(self, email: str, password: str = PASSWORD, *, keep: bool = False) -> Heard:
        heard = self.ask(
            "/api/v1/session", "POST", {"email": email, "password": password, "keep": keep}
        )
        if heard.status == 201:
            self.csrf = heard.json["data"]["signed_in"]["csrf_token"]
        return heard

    def _keep(self, heard: Heard) -> None:
        self.set_cookies = heard.cookies
        for cookie in heard.cookies:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
            if "Max-Age=0" in cookie:
                del self.cookies[name]


def _spelled(changed: dict[str, str | None]) -> dict[str, str | None]:
    return {name.replace("_", "-"): value for name, value in changed.items()}


def opened(folder: Path, **wishes: Any) -> Iterator[House]:
    house = House(folder, **wishes)
    yield house
    house.close()
