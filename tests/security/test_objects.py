"""What stands in another environment, organization or account is not found by its id.

From the list that requests are routed by: each endpoint with the id of an object in its path is
asked for one that exists elsewhere, by an admin who may do all of it at home, and by tokens with
every permission. A variable of a path that no rule here knows fails, so that none escapes.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec
import pytest

from playhead.api import ENDPOINTS
from playhead.api.endpoint import Endpoint
from playhead.model.access import Environment, Permission
from playhead.model.people import Role
from tests.unit.api.asking import Heard
from tests.unit.api.house import Browser, House, opened

PLACES = {"ORGANIZATION_ID", "ENVIRONMENT_ID"}
"""Where is asked; who may ask there, `tests/unit/api/test_access.py` tells of every endpoint."""
WORDS = {
    "METRIC_ID",
    "DIMENSION_ID",
    "DIMENSION_NAME",
    "FILTER_ID",
    "SUBVIEW_TYPE",
    "SUBVIEW_METRIC_ID",
    "MONITORING_METRIC_ID",
    "MONITORING_HISTOGRAM_METRIC_ID",
    "REALTIME_METRIC_ID",
    "REALTIME_HISTOGRAM_METRIC_ID",
    "SLOT",
    "INCIDENT_ID",
}
"""Names that mean the same everywhere, and incidents, of which there are none yet."""
IN_VIEWS = {"VIDEO_VIEW_ID", "ASSET_ID", "PLAYBACK_ID", "VIDEO_ID", "ERROR_ID"}
"""What players say: every question carries the environment, which is a column of every row."""
OBJECTS = {
    "ANNOTATION_ID": "create_annotation",
    "SIGNING_KEY_ID": "create_signing_key",
    "TOKEN_ID": "create_access_token",
    "RECOMPUTATION_ID": "request_recomputation",
    "FILTER_SET_ID": "create_filter_set",
    "DASHBOARD_ID": "create_dashboard",
    "INVITATION_ID": "create_invitation",
}
"""By what each is made."""
BODIES = {"change_membership": b'{"role":"member"}'}
"""Where the example names an environment that is not here."""
OF_PEOPLE = {"PERSON_ID", "SESSION_ID"}
BY_NAME = {each.name: each for each in ENDPOINTS}


def variables(endpoint: Endpoint) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", endpoint.path))


WITH_OBJECTS = [each for each in ENDPOINTS if variables(each) & (OBJECTS.keys() | OF_PEOPLE)]


class Sides:
    """Home, where everything is, and elsewhere, where people ask for it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.home_admin = house.browser(house.person("home@example.com", Role.ADMIN))
        away = house.control.create_organization("Away")
        self.away_organization_id = away.id
        self.away = next(
            each for each in house.control.list_environments() if each.organization_id == away.id
        )
        person = house.person("away@example.com", Role.ADMIN, organization_id=away.id)
        self.away_admin = house.browser(person)
        self.tokens = [
            house.token(environment, *Permission)[1]
            for environment in (house.development, self.away)
        ]

    def path(self, endpoint: Endpoint, organization_id: str, place: str, object_id: str) -> str:
        known = {"ORGANIZATION_ID": organization_id, "ENVIRONMENT_ID": place}
        return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], object_id), endpoint.path)

    def make(self, endpoint: Endpoint) -> str:
        """Make what an endpoint is about, in production at home; return its id."""
        [kind] = variables(endpoint) & (OBJECTS.keys() | OF_PEOPLE)
        house = self.house
        if kind in OF_PEOPLE:
            person = house.person(f"{endpoint.name}@example.com")
            if kind == "PERSON_ID":
                return person.id
            house.browser(person)
            return house.control.sessions.listed(person.id)[0].id
        maker = BY_NAME[OBJECTS[kind]]
        body = msgspec.json.decode(maker.body_example) if maker.body_example else None
        if kind == "INVITATION_ID":
            body = {"email": f"{endpoint.name}@example.com"}
        heard = ask(
            self.home_admin,
            maker,
            self.path(maker, house.organization_id, house.production.id, "-"),
            house.production,
            msgspec.json.encode(body),
        )
        assert heard.status in {200, 201}, heard
        made = heard.json["data"]
        for inner in ("token", "invitation"):
            made = made.get(inner, made)
        return str(made["id"])


def ask(
    browser: Browser,
    endpoint: Endpoint,
    path: str,
    environment: Environment | None,
    body: bytes | None = None,
    **headers: str,
) -> Heard:
    if body is None and endpoint.body_example:
        body = BODIES.get(endpoint.name) or endpoint.body_example.encode()
    there = {} if environment is None else {"x_playhead_environment": environment.id}
    raw = None if endpoint.body is None or body is None else msgspec.Raw(body)
    return browser.ask(path, endpoint.method.value, raw, **there, **headers)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    for house in opened(tmp_path_factory.mktemp("objects")):
        yield Sides(house)


def test_every_variable_of_every_path_is_known() -> None:
    named = {name for endpoint in ENDPOINTS for name in variables(endpoint)}
    known: tuple[set[str], ...] = (PLACES, WORDS, IN_VIEWS, set(OBJECTS), OF_PEOPLE)
    assert named == set().union(*known), "say in this test what the variable names"
    assert len(WITH_OBJECTS) > 20


@pytest.mark.parametrize("endpoint", WITH_OBJECTS, ids=lambda each: each.name)
def test_what_stands_elsewhere_is_not_found(sides: Sides, endpoint: Endpoint) -> None:
    house = sides.house
    object_id = sides.make(endpoint)
    is_organizations = "ENVIRONMENT_ID" not in variables(endpoint)
    by_header = not endpoint.path.startswith("/api/v1/")
    own = sides.path(endpoint, sides.away_organization_id, sides.away.id, object_id)
    others: dict[str, Callable[[], Heard]] = {
        "an admin of another organization": lambda: ask(sides.away_admin, endpoint, own, sides.away)
    }
    if by_header or not is_organizations:
        beside = sides.path(endpoint, house.organization_id, house.development.id, object_id)
        others["an admin, from another environment"] = lambda: ask(
            sides.home_admin, endpoint, beside, house.development
        )
    if by_header:
        for number, token in enumerate(sides.tokens):
            others[f"token {number}"] = lambda token=token: ask(  # type: ignore[misc]
                sides.home_admin, endpoint, own, None, authorization=token
            )
    nothing = ask(
        sides.away_admin, endpoint, own.replace(object_id, _unlike(object_id)), sides.away
    )
    for name, asking in others.items():
        assert told(asking()) == told(nothing), name
    at_home = sides.path(endpoint, house.organization_id, house.production.id, object_id)
    if "SESSION_ID" not in variables(endpoint):
        heard = ask(sides.home_admin, endpoint, at_home, house.production)
        assert heard.status not in {401, 403, 404}, ("it was still there", heard)
    else:
        assert any(each.id == object_id for each in house.snapshot.sessions_by_digest.values())


def told(heard: Heard) -> tuple[int, Mapping[str, object]]:
    """What somebody learns: whether it exists must not be in it."""
    assert heard.status == 404, heard
    return heard.status, heard.json


def _unlike(object_id: str) -> str:
    """Another id of the same form."""
    return object_id[:-1] + ("2" if object_id[-1] != "2" else "3")
