"""Every cell: endpoint by endpoint, who gets in, from the list that requests are routed by.

What each endpoint is to ask of its caller is written out here a second time, as a rule; an
endpoint that no rule knows fails, so that a new one cannot escape. The handlers are replaced by
one that tells where it was let in: what is tested is the way there, for each of

- nobody, and whoever has a wrong credential;
- tokens of either environment, with each set of permissions;
- people: the admin, members who see either environment or all, members of none, another
  organization's admin, somebody disabled.
"""

import asyncio
import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest

from playhead.api import ENDPOINTS
from playhead.api.endpoint import Asked, Endpoint, Method
from playhead.model.access import Environment, Permission
from playhead.model.people import Role
from tests.unit.api.asking import hear
from tests.unit.api.house import Browser, House, opened

OPEN = {
    "read_session",
    "sign_in",
    "set_up",
    "read_invitation",
    "accept_invitation",
    "redeem_password_reset",
    "start_single_sign_on",
    "finish_single_sign_on",
}
OWN = {
    "sign_out",
    "change_me",
    "change_password",
    "list_sessions",
    "end_session",
    "end_other_sessions",
    "read_server",
    "list_organizations",
}
MEMBERS = {
    "inspect",
    "get_organization",
    "list_environments",
    "get_environment",
    "list_custom_dimensions",
    "list_error_categories",
    "change_error_note",
    "list_filter_sets",
    "create_filter_set",
    "change_filter_set",
    "delete_filter_set",
    "list_dashboards",
    "create_dashboard",
    "get_dashboard",
    "change_dashboard",
    "delete_dashboard",
    "duplicate_dashboard",
    "mark_dashboard",
    "unmark_dashboard",
}
BEYOND = {
    "get_catalog",
    "get_course",
    "get_metric_groups",
    "get_percentiles",
    "get_table",
    "get_comparison",
    "get_distribution",
    "search_breakdown",
    "get_live_table",
    "stream_monitoring",
}
"""What reads views and is ours alone."""
IDS = [each.name for each in ENDPOINTS]


def expected_need(endpoint: Endpoint) -> str:
    """Who an endpoint is for, by what it is called and where it stands."""
    reads = endpoint.method is Method.GET
    if endpoint.path.startswith("/api/v1/"):
        if endpoint.name in OPEN:
            return "anybody"
        if endpoint.name in OWN:
            return "person"
        if endpoint.name in BEYOND and reads:
            return "data:read"
        return "member" if endpoint.name in MEMBERS else "admin"
    if endpoint.path == "/system/v1/whoami":
        return "any environment"
    if endpoint.path.startswith("/data/v1/"):
        return "data:read" if reads else "data:write"
    if endpoint.path.startswith(("/system/v1/", "/video/v1/")):
        return "system:read" if reads else "system:write"
    raise AssertionError(f"{endpoint.path}: say in this test who may ask")


def let_in(endpoint: Endpoint, role: Role | None, is_seen: bool) -> int:  # noqa: FBT001
    """What somebody is answered who has this role in the organization that is asked about."""
    need = expected_need(endpoint)
    if need in {"anybody", "person"}:
        return 200
    if need in {"member", "admin"}:
        if role is None:
            return 404
        if need == "admin" and role is not Role.ADMIN:
            return 403
        return 200 if "{ENVIRONMENT_ID}" not in endpoint.path or is_seen else 404
    if not is_seen:
        return 404
    is_admins = need in {"system:read", "system:write"}
    return 403 if is_admins and role is not Role.ADMIN else 200


class Reached(msgspec.Struct, frozen=True):
    """Where a handler was let in."""

    environment_id: str | None
    organization_id: str | None


def reached(asked: Asked) -> Reached:
    where = asked.identity
    return Reached(
        None if where.environment is None else where.environment.id,
        None if where.organization is None else where.organization.id,
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator["World"]:
    for house in opened(tmp_path_factory.mktemp("house")):
        yield World(house)


class World:
    """Everybody who may ask."""

    def __init__(self, house: House) -> None:
        self.house = house
        elsewhere = house.control.create_organization("Elsewhere")
        self.elsewhere_id = elsewhere.id
        self.elsewhere = next(
            each
            for each in house.control.list_environments()
            if each.organization_id == elsewhere.id
        )
        production, development = house.production, house.development
        self.tokens = [
            (environment, granted, house.token(environment, *granted)[1])
            for environment in (production, development, self.elsewhere)
            for size in range(1, 1 + len(Permission))
            for granted in itertools.combinations(Permission, size)
        ]
        self.people: dict[str, tuple[Browser, Role | None, set[str]]] = {}
        both = {production.id, development.id}
        for name, role, sees, ids in (
            ("admin", Role.ADMIN, None, both),
            ("all", Role.MEMBER, None, both),
            ("production", Role.MEMBER, (production,), {production.id}),
            ("development", Role.MEMBER, (development,), {development.id}),
        ):
            person = house.person(f"{name}@example.com", role, sees)
            self.people[name] = (house.browser(person), role, ids)
        for name, role in (("stranger", Role.ADMIN), ("visitor", Role.MEMBER)):
            person = house.person(
                f"{name}@elsewhere.example", role, organization_id=self.elsewhere_id
            )
            self.people[name] = (house.browser(person), None, set())
        gone = house.person("gone@example.com", Role.ADMIN)
        self.gone = house.browser(gone)
        house.control.people.disable(gone.id)
        house.look()

    def target(self, endpoint: Endpoint, environment: Environment) -> str:
        values = {
            "ORGANIZATION_ID": self.house.organization_id,
            "ENVIRONMENT_ID": environment.id,
            "METRIC_ID": "views",
        }
        return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], "1"), endpoint.path)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the telling handler in place of all others."""
    monkeypatch.setattr(
        "playhead.api.app.ENDPOINTS",
        tuple(
            msgspec.structs.replace(
                each, handler=reached, answers=Reached, status=200, pushes=False
            )
            for each in ENDPOINTS
        ),
    )


def test_each_endpoint_says_whom_it_is_for() -> None:
    """As the rules of this test have it; they are what a reviewer reads."""
    words = {"open": "anybody", "signed in": "person", "environment": "any environment"}
    assert {each.name: words.get(each.need.value, each.need.value) for each in ENDPOINTS} == {
        each.name: expected_need(each) for each in ENDPOINTS
    }
    named = {each.name for each in ENDPOINTS}
    assert named >= OPEN | OWN | MEMBERS | BEYOND, "a rule for an endpoint that is no more"
    assert len(ENDPOINTS) == len(named)


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=IDS)
def test_nobody_and_wrong_credentials_reach_what_is_open_alone(
    world: World, endpoint: Endpoint
) -> None:
    browser = world.house.browser()
    wrong = {
        "nobody": {},
        "wrong token": {"authorization": "Basic eDp5"},
        "no token at all": {"authorization": ""},
        "wrong cookie": {"cookie": "__Host-playhead=abc"},
        "disabled": {"cookie": f"__Host-playhead={world.gone.cookies['__Host-playhead']}"},
    }

    async def cells() -> None:
        for environment in (world.house.production, world.house.development):
            for name, headers in wrong.items():
                heard = await _ask(browser, endpoint, world, environment, headers)
                expected = 200 if expected_need(endpoint) == "anybody" else 401
                assert heard.status == expected, (name, environment.name)

    asyncio.run(cells())


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=IDS)
def test_a_token_reaches_its_own_environment_with_its_own_permissions(
    world: World, endpoint: Endpoint
) -> None:
    browser = world.house.browser()
    need = expected_need(endpoint)

    async def cells() -> None:
        for own, granted, authorization in world.tokens:
            # Whichever environment the request names, by header, query or path.
            for named in (world.house.production, world.house.development):
                heard = await _ask(
                    browser,
                    endpoint,
                    world,
                    named,
                    {"authorization": authorization, "x-playhead-environment": named.id},
                    query=f"?environment_id={named.id}",
                )
                cell = (own.name, [each.value for each in granted], named.name)
                if need == "anybody":
                    assert heard.json == {"environment_id": None, "organization_id": None}, cell
                elif need in {"person", "member", "admin"}:
                    assert heard.status == 403, cell
                elif need == "any environment" or Permission(need) in granted:
                    assert heard.json == {
                        "environment_id": own.id,
                        "organization_id": own.organization_id,
                    }, cell
                else:
                    assert heard.status == 401, cell
                    assert need in heard.error[1][1]

    asyncio.run(cells())


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=IDS)
def test_a_person_reaches_what_their_role_and_their_environments_allow(
    world: World, endpoint: Endpoint
) -> None:
    async def cells() -> None:
        for name, (browser, role, seen) in world.people.items():
            for environment in (world.house.production, world.house.development, world.elsewhere):
                if environment is world.elsewhere and name in {"stranger", "visitor"}:
                    continue  # There they are at home.
                heard = await _ask(
                    browser,
                    endpoint,
                    world,
                    environment,
                    {"x-playhead-environment": environment.id},
                )
                assert heard.status == let_in(endpoint, role, environment.id in seen), (
                    name,
                    environment.name,
                )
                if heard.status == 200 and heard.json["environment_id"] is not None:
                    assert heard.json["environment_id"] == environment.id

    asyncio.run(cells())


@pytest.mark.usefixtures("marked")
def test_a_person_names_the_environment_and_only_with_the_cookie(world: World) -> None:
    browser, _, _ = world.people["all"]
    for headers, status in (
        ({}, 400),
        ({"x-playhead-environment": ""}, 400),
        ({"x-playhead-environment": "unknown1"}, 404),
        ({"x-playhead-environment": world.house.production.id.upper()}, 404),
        ({"x-playhead-environment": world.elsewhere.id}, 404),
        ({"x-playhead-environment": world.house.production.id}, 200),
    ):
        assert browser.ask("/data/v1/errors", **headers).status == status, headers


@pytest.mark.usefixtures("marked")
def test_a_token_in_the_header_wins_over_the_cookie(world: World) -> None:
    browser, _, _ = world.people["admin"]
    own, granted, authorization = world.tokens[0]
    assert granted == (Permission.DATA_READ,)
    asked: Mapping[str, Any] = {"x-playhead-environment": world.house.development.id}
    heard = browser.ask("/data/v1/errors", authorization=authorization, **asked)
    assert heard.json["environment_id"] == own.id == world.house.production.id
    assert browser.ask("/data/v1/errors", authorization="Basic eDp5", **asked).status == 401
    assert browser.ask("/api/v1/server", authorization=authorization).status == 403


@pytest.mark.usefixtures("marked")
def test_head_is_let_in_as_get_is(world: World) -> None:
    for endpoint in ENDPOINTS:
        if endpoint.method is not Method.GET:
            continue
        target = world.target(endpoint, world.house.production)
        for name in ("development", "stranger"):
            browser, _, _ = world.people[name]
            asked = {"x-playhead-environment": world.house.production.id}
            got, headed = browser.ask(target, **asked), browser.ask(target, "HEAD", **asked)
            assert got.status == headed.status, (endpoint.name, name)


async def _ask(
    browser: Browser,
    endpoint: Endpoint,
    world: World,
    environment: Environment,
    headers: Mapping[str, str],
    query: str = "",
) -> Any:
    method = endpoint.method.value
    given: dict[str, Any] = {**browser.headers(method), **headers}
    return await hear(
        world.house.app,
        world.target(endpoint, environment) + query,
        method,
        b"{}",
        **{name.replace("-", "_"): value for name, value in given.items()},
    )


def test_the_rules_refuse_what_they_do_not_know() -> None:
    unknown = msgspec.structs.replace(ENDPOINTS[0], path="/stats/v1/counts")
    with pytest.raises(AssertionError, match="say in this test who may ask"):
        expected_need(unknown)
