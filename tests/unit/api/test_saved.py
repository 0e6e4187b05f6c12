"""Notes on errors, filter sets and dashboards at the wire, by people in their roles."""

from typing import Any

import pytest

from playhead.model.people import Role
from playhead.query.answer import ErrorRow, ErrorsAnswer
from playhead.query.question import ErrorsList
from tests.unit.api import made
from tests.unit.api.house import Browser, House

NORWAY: dict[str, Any] = {
    "name": "Norway",
    "filters": ["country:NO", "!browser:Netscape"],
    "metric_filters": ["rebuffer_count>=2"],
}
BUILT: dict[str, Any] = {
    "name": "Startup",
    "definition": {
        "numbers": [{"metric": "views"}],
        "components": [
            {"type": "timeseries", "metric": "video_startup_time", "compare": "week"},
            {
                "type": "timeseries",
                "metric": "views",
                "dimension": "country",
                "values": ["NO", ""],
                "width": "half",
            },
            {"type": "bars", "metric": "views", "dimension": "browser"},
            {"type": "list", "metric": "views", "dimension": "video_title", "order": "asc"},
        ],
        "filters": ["country:NO"],
        "timeframe": "7:days",
    },
}


@pytest.fixture
def root(house: House) -> str:
    one = f"/api/v1/organizations/{house.organization_id}"
    return f"{one}/environments/{house.production.id}"


@pytest.fixture
def ada(house: House) -> Browser:
    return house.browser(house.person("ada@example.com"))


@pytest.fixture
def bob(house: House) -> Browser:
    return house.browser(house.person("bob@example.com"))


@pytest.fixture
def admin(house: House) -> Browser:
    return house.browser(house.person("admin@example.com", Role.ADMIN))


def data(browser: Browser, target: str, method: str = "GET", body: Any = None) -> Any:
    heard = browser.ask(target, method, body)
    assert heard.status in {200, 201}, heard
    return heard.json["data"]


def test_what_a_member_writes_of_an_error_stands_in_the_list_of_errors(
    house: House, root: str, ada: Browser
) -> None:
    house.query.answers[ErrorsList] = ErrorsAnswer(
        (
            ErrorRow(957, 4, "4", "could not be loaded", 12, 0.0025, made.NOW_MS - 1),
            ErrorRow(958, None, None, None, 1, 0.5, made.NOW_MS),
        ),
        2,
    )
    note = f"{root}/error-notes/957"
    written = data(ada, note, "PATCH", {"description": "Old CDN", "notes": "Ask them."})
    assert written == {"id": 957, "description": "Old CDN", "notes": "Ask them."}
    assert data(ada, note, "PATCH", {"notes": None})["description"] == "Old CDN"

    def listed(environment_id: str) -> list[tuple[int, str | None, str | None]]:
        rows = ada.ask("/data/v1/errors", x_playhead_environment=environment_id).json["data"]
        return [(each["id"], each["description"], each["notes"]) for each in rows]

    assert listed(house.production.id) == [(957, "Old CDN", None), (958, None, None)]
    assert listed(house.development.id) == [(957, None, None), (958, None, None)]
    for text in ("0", "2147483648", "9999999999"):
        assert ada.ask(f"{root}/error-notes/{text}", "PATCH", {}).status == 400, text
    for text in ("abc", "-1", "1.5", "9" * 11, "%C2%B2"):
        assert ada.ask(f"{root}/error-notes/{text}", "PATCH", {}).status == 404, text
    wrong: list[Any] = [{"notes": "x" * 4_001}, {"description": 4}, {"note": "x"}, []]
    for body in wrong:
        assert ada.ask(note, "PATCH", body).status == 400, body


def test_a_filter_set_is_kept_shared_changed_and_deleted(
    root: str, ada: Browser, bob: Browser, admin: Browser
) -> None:
    sets = f"{root}/filter-sets"
    kept = data(ada, sets, "POST", NORWAY)
    assert {name: kept[name] for name in NORWAY} == NORWAY
    assert (kept["visibility"], kept["may_change"]) == ("private", True)
    assert (kept["owner"]["name"], kept["owner"]["is_you"]) == ("Ada", True)
    one = f"{sets}/{kept['id']}"
    assert data(bob, sets) == data(admin, sets) == []
    assert [bob.ask(one, method, {}).status for method in ("PATCH", "DELETE")] == [404, 404]
    assert data(ada, one, "PATCH", {"visibility": "shared"})["filters"] == NORWAY["filters"]
    (seen,) = data(bob, sets)
    assert (seen["may_change"], seen["owner"]["is_you"]) == (False, False)
    refused = bob.ask(one, "DELETE")
    assert (refused.status, refused.error[0]) == (403, "forbidden")
    assert data(admin, one, "PATCH", {"name": "North"})["may_change"] is True
    assert admin.ask(one, "DELETE").status == 204
    assert data(ada, sets) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Nothing"},
        {"name": "", "filters": ["country:NO"]},
        {"name": "x" * 51, "filters": ["country:NO"]},
        {"name": "Set", "filters": ["country"]},
        {"name": "Set", "filters": ["contry:NO"]},
        {"name": "Set", "filters": ["country:NO"] * 51},
        {"name": "Set", "filters": ["country:" + "x" * 3_000]},
        {"name": "Set", "metric_filters": ["views>=1"]},
        {"name": "Set", "filters": ["country:NO"], "visibility": "public"},
        {"name": "Set", "filters": ["country:NO"], "colour": "red"},
        [],
    ],
)
def test_a_filter_set_that_could_not_be_asked_is_refused(
    root: str, ada: Browser, wrong: Any
) -> None:
    sets = f"{root}/filter-sets"
    kept = data(ada, sets, "POST", NORWAY)
    assert ada.ask(sets, "POST", wrong).status == 400
    if wrong != {"name": "Nothing"}:
        assert ada.ask(f"{sets}/{kept['id']}", "PATCH", wrong).status == 400
        assert data(ada, sets) == [kept]


def test_a_dashboard_is_built_marked_shared_copied_and_deleted(
    root: str, ada: Browser, bob: Browser, admin: Browser
) -> None:
    boards = f"{root}/dashboards"
    built = data(ada, boards, "POST", BUILT)
    one = f"{boards}/{built['id']}"
    assert data(ada, one) == built
    components = built["definition"]["components"]
    assert [each["type"] for each in components] == ["timeseries", "timeseries", "bars", "list"]
    assert components[1]["values"] == ["NO", ""]
    assert components[2]["rows"] == 10
    (listed,) = data(ada, boards)
    assert (listed["component_count"], listed["timeframe"]) == (5, "7:days")
    assert "definition" not in listed
    assert [bob.ask(one, method, {}).status for method in ("GET", "PATCH", "DELETE")] == [404] * 3
    assert bob.ask(f"{one}/duplicate", "POST").status == 404
    assert bob.ask(f"{one}/favourite", "POST").status == 404

    assert data(ada, one, "PATCH", {"visibility": "shared"})["definition"] == built["definition"]
    assert bob.ask(f"{one}/favourite", "POST").status == 204
    assert (data(bob, one)["is_favourite"], data(ada, one)["is_favourite"]) == (True, False)
    assert bob.ask(one, "PATCH", {"name": "Bob's"}).status == 403
    copy = data(bob, f"{one}/duplicate", "POST")
    assert (copy["name"], copy["visibility"], copy["owner"]["is_you"]) == (
        "Copy of Startup",
        "private",
        True,
    )
    assert bob.ask(f"{one}/favourite", "DELETE").status == 204
    assert [each["is_favourite"] for each in data(bob, boards)] == [False, False]
    assert data(admin, one, "PATCH", {"name": "Ours"})["owner"]["name"] == "Ada"
    assert admin.ask(one, "DELETE").status == 204
    assert ada.ask(one).status == 404
    assert [each["id"] for each in data(bob, boards)] == [copy["id"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeframe": "7:fortnights"},
        {"filters": ["contry:NO"]},
        {"metric_filters": ["rebuffer_count is many"]},
        {"numbers": [{"metric": "vews"}]},
        {"numbers": [{"metric": "views", "measurement": "median"}]},
        {"numbers": [{"metric": "views", "filters": ["no colon"]}]},
        {"numbers": [{"metric": "views"}] * 6},
        {"components": [{"type": "bars", "metric": "views", "dimension": "contry"}]},
        {"components": [{"type": "list", "metric": "views", "dimension": "video_cdn_trace"}]},
        {"components": [{"type": "list", "metric": "views", "dimension": "country"}] * 11},
        {"components": [{"type": "timeseries", "metric": "views", "dimension": "country"}]},
        {"components": [{"type": "map", "metric": "views"}]},
        {
            "components": [
                {
                    "type": "timeseries",
                    "metric": "views",
                    "dimension": "video_source_height",
                    "values": ["tall"],
                }
            ]
        },
        {"colour": "red"},
    ],
)
def test_a_dashboard_that_could_not_be_asked_is_refused(
    root: str, ada: Browser, wrong: dict[str, Any]
) -> None:
    boards = f"{root}/dashboards"
    built = data(ada, boards, "POST", BUILT)
    one = f"{boards}/{built['id']}"
    for target, method in ((boards, "POST"), (one, "PATCH")):
        refused = ada.ask(target, method, {"name": "Other", "definition": wrong})
        assert (refused.status, refused.error[0]) == (400, "invalid_parameters")
    assert data(ada, one) == built


def test_what_one_environment_keeps_is_not_found_in_another(
    house: House, root: str, ada: Browser
) -> None:
    elsewhere = root.replace(house.production.id, house.development.id)
    kept = data(ada, f"{root}/filter-sets", "POST", {**NORWAY, "visibility": "shared"})
    built = data(ada, f"{root}/dashboards", "POST", {**BUILT, "visibility": "shared"})
    assert data(ada, f"{elsewhere}/filter-sets") == data(ada, f"{elsewhere}/dashboards") == []
    for path in (f"filter-sets/{kept['id']}", f"dashboards/{built['id']}"):
        assert ada.ask(f"{elsewhere}/{path}", "DELETE").status == 404
        assert ada.ask(f"{elsewhere}/{path}", "PATCH", {"name": "x"}).status == 404
        assert ada.ask(f"{root}/{path}", "DELETE").status == 204


def test_who_made_something_is_told_when_they_have_left(
    house: House, root: str, bob: Browser
) -> None:
    leaver = house.person("leaver@example.com")
    data(house.browser(leaver), f"{root}/dashboards", "POST", {**BUILT, "visibility": "shared"})
    house.control.people.disable(leaver.id)
    house.look()
    (listed,) = data(bob, f"{root}/dashboards")
    assert listed["owner"] == {"id": leaver.id, "name": "Leaver", "is_you": False}
