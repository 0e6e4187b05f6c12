"""What other sites make a browser send changes nothing and tells nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.api import ENDPOINTS
from playhead.api.access import Access
from playhead.api.endpoint import Method
from playhead.model.access import Permission
from playhead.model.people import Person, Role
from tests.unit.api.house import ORIGIN, Browser, House, opened

ME = "/api/v1/me"


@pytest.fixture
def ada(house: House) -> Person:
    return house.person("ada@example.com", Role.ADMIN)


@pytest.fixture
def browser(house: House, ada: Person) -> Browser:
    return house.browser(ada)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"x_playhead_csrf": None}, id="no token"),
        pytest.param({"x_playhead_csrf": ""}, id="empty token"),
        pytest.param({"x_playhead_csrf": "A" * 43}, id="wrong token"),
        pytest.param({"x_playhead_csrf": "å"}, id="a token that is no ASCII"),
        pytest.param({"sec_fetch_site": "cross-site"}, id="another site"),
        pytest.param({"sec_fetch_site": "same-site"}, id="another host of the site"),
        pytest.param({"sec_fetch_site": "nonsense"}, id="nobody knows from where"),
        pytest.param({"origin": "https://evil.example"}, id="another origin"),
        pytest.param({"origin": f"{ORIGIN}.evil.example"}, id="an origin that begins like ours"),
        pytest.param({"origin": f"{ORIGIN}:8443"}, id="another port"),
        pytest.param({"origin": "null"}, id="a sandboxed page"),
        pytest.param({"origin": "https://["}, id="no origin at all"),
        pytest.param({"origin": None, "sec_fetch_site": None}, id="a browser that tells nothing"),
    ],
)
def test_a_change_by_cookie_needs_the_token_and_our_own_origin(
    house: House, browser: Browser, ada: Person, headers: dict[str, str | None]
) -> None:
    heard = browser.ask(ME, "PATCH", {"name": "Eve"}, **headers)
    assert (heard.status, heard.error[0]) == (403, "forbidden")
    house.look()
    assert house.snapshot.people_by_id[ada.id].name == "Ada"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": None},
        {"sec_fetch_site": None},
        {"sec_fetch_site": "none"},
        {"origin": ORIGIN.replace("playhead", "PLAYHEAD")},
    ],
)
def test_our_own_page_may(browser: Browser, headers: dict[str, str | None]) -> None:
    assert browser.ask(ME, "PATCH", {"name": "Ada B"}, **headers).status == 200


def test_a_token_is_worth_nothing_in_another_session(
    house: House, browser: Browser, ada: Person
) -> None:
    another = house.browser(ada)
    assert another.csrf != browser.csrf
    heard = browser.ask(ME, "PATCH", {"name": "Eve"}, x_playhead_csrf=another.csrf)
    assert heard.status == 403


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; b=1",
     "text/plain; application/json", "application/jsonp"],
)  # fmt: skip
def test_a_body_that_a_form_can_send_is_none(browser: Browser, content_type: str | None) -> None:
    heard = browser.ask(ME, "PATCH", {"name": "Eve"}, content_type=content_type)
    assert (heard.status, heard.error[0]) == (415, "unsupported_media_type")
    signing_in = browser.house.browser()
    credentials = {"email": "ada@example.com", "password": "x"}
    heard = signing_in.ask("/api/v1/session", "POST", credentials, content_type=content_type)
    assert heard.status == 415


def test_a_body_says_that_it_is_json_as_it_likes(browser: Browser) -> None:
    for content_type in ("application/json; charset=utf-8", "Application/JSON"):
        heard = browser.ask(ME, "PATCH", {"name": "Ada B"}, content_type=content_type)
        assert heard.status == 200


@pytest.mark.parametrize(
    "endpoint",
    [each for each in ENDPOINTS if each.need is not Access.OPEN],
    ids=lambda each: each.name,
)
def test_every_endpoint_refuses_other_sites_pages(browser: Browser, endpoint: object) -> None:
    path, method = endpoint.path, endpoint.method.value  # type: ignore[attr-defined]
    target = path.replace("{ORGANIZATION_ID}", browser.house.organization_id)
    heard = browser.ask(target, method, {}, sec_fetch_site="cross-site")
    assert heard.status == 403
    if method != Method.GET.value:
        assert browser.ask(target, method, {}, x_playhead_csrf=None).status == 403


@pytest.mark.parametrize(
    "endpoint",
    [each for each in ENDPOINTS if each.need is Access.OPEN and each.method is not Method.GET],
    ids=lambda each: each.name,
)
def test_nobody_is_signed_in_by_another_sites_page(house: House, endpoint: object) -> None:
    browser = house.browser()
    path = endpoint.path  # type: ignore[attr-defined]
    for headers in ({"sec_fetch_site": "cross-site"}, {"origin": "https://evil.example"}):
        assert browser.ask(path, "POST", {}, **headers).status == 403


def test_a_token_needs_none_of_this(house: House) -> None:
    _, authorization = house.token(house.production, Permission.DATA_WRITE)
    heard = house.browser().ask(
        "/data/v1/annotations",
        "POST",
        {"note": "n", "date": 1_770_000_000},
        authorization=authorization,
        sec_fetch_site="cross-site",
        origin="https://tool.example",
        content_type=None,
        x_playhead_csrf=None,
    )
    assert heard.status == 201


@pytest.fixture
def public(tmp_path: Path) -> Iterator[House]:
    yield from opened(tmp_path, public_url="https://stats.example")


def test_behind_a_proxy_that_hides_the_host_the_public_url_is_our_origin(public: House) -> None:
    browser = public.browser(public.person("ada@example.com"))
    asked = {"host": "10.0.0.7:8000"}
    assert (
        browser.ask(ME, "PATCH", {"name": "A"}, origin="https://stats.example", **asked).status
        == 200
    )
    assert browser.ask(ME, "PATCH", {"name": "A"}, origin=ORIGIN, **asked).status == 403
