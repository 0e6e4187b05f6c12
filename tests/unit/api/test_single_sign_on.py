"""What a provider says, and what of it is believed. The provider is played, its signatures real."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from playhead.api.single_sign_on.agreement import Agreement, UnknownPeople
from playhead.api.single_sign_on.provider import Provider, ProviderError
from playhead.model.people import Role
from tests.unit.api.house import DAY_MS, Browser, House, opened

ISSUER = "https://id.example"
CALLBACK = "/api/v1/sign-in/oidc/callback"
START = "/api/v1/sign-in/oidc"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": kid}) for kid in ("one", "two"))


class PlayedHttp:
    """Answers as a provider does; a test changes what it says."""

    def __init__(self) -> None:
        self.now_s = 0
        self.nonce = ""
        self.claims: dict[str, Any] = {}
        self.keys = [KEY]
        self.sign: Callable[[dict[str, Any]], str] = lambda claims: jwt.encode(
            {"alg": "RS256", "kid": KEY.kid}, claims, KEY
        )
        self.discovery: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth?tenant=1",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "userinfo_endpoint": f"{ISSUER}/me",
        }
        self.user_info: dict[str, Any] = {}
        self.forms: list[Mapping[str, str]] = []
        self.got: list[str] = []

    def get(self, url: str, bearer: str | None = None) -> bytes:
        self.got.append(url)
        if url.endswith("/keys"):
            return msgspec.json.encode(KeySet([*self.keys]).as_dict(private=False))
        if url.endswith("/me"):
            assert bearer == "access"
            return msgspec.json.encode(self.user_info)
        return msgspec.json.encode(self.discovery)

    def post(self, url: str, form: Mapping[str, str], basic: tuple[str, str] | None) -> bytes:
        assert url == f"{ISSUER}/token"
        assert basic == ("us", "secret")
        self.forms.append(form)
        if form["code"] != "code":
            raise ProviderError("id.example answers 400")
        claims = {
            "iss": ISSUER,
            "aud": "us",
            "sub": "subject-1",
            "nonce": self.nonce,
            "iat": self.now_s,
            "exp": self.now_s + 300,
            "email": "ada@example.com",
            "email_verified": True,
        } | self.claims
        told = {name: value for name, value in claims.items() if value is not None}
        return msgspec.json.encode({"id_token": self.sign(told), "access_token": "access"})


@pytest.fixture
def http() -> PlayedHttp:
    return PlayedHttp()


@pytest.fixture
def house(tmp_path: Path, http: PlayedHttp, request: pytest.FixtureRequest) -> Iterator[House]:
    agreed = getattr(request, "param", {})
    agreement = Agreement(ISSUER, "us", "secret", f"https://us.example{CALLBACK}", **agreed)
    for house in opened(tmp_path, provider=Provider(agreement, http)):
        http.now_s = house.now_ms // 1000
        house.person("boss@example.com", Role.ADMIN)
        yield house


def invited(house: House, email: str = "ada@example.com") -> None:
    house.control.people.invite(
        house.organization_id, email, Role.MEMBER, [house.development.id], lasts_ms=DAY_MS
    )


def went(browser: Browser, http: PlayedHttp) -> str:
    """Start; return the state that the provider was told."""
    heard = browser.ask(START)
    assert (heard.status, heard.body) == (303, b"")
    asked = parse_qs(urlsplit(heard.headers["location"]).query)
    http.nonce = asked["nonce"][0]
    return asked["state"][0]


def returned(browser: Browser, http: PlayedHttp, query: str = "") -> str:
    """Sign in there and come back; return where one lands."""
    state = went(browser, http)
    heard = browser.ask(f"{CALLBACK}?code=code&state={state}{query}", sec_fetch_site="cross-site")
    assert heard.status == 303
    return heard.headers["location"]


def is_signed_in(browser: Browser) -> bool:
    return browser.ask("/api/v1/server").status == 200


def test_the_provider_is_asked_for_a_code_with_pkce(house: House, http: PlayedHttp) -> None:
    browser = house.browser()
    heard = browser.ask(START)
    url = urlsplit(heard.headers["location"])
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert (url.netloc, url.path, asked["tenant"]) == ("id.example", "/auth", "1")
    assert asked["redirect_uri"] == f"https://us.example{CALLBACK}"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    (cookie,) = heard.cookies
    assert cookie.startswith("__Host-playhead-sign-on=")
    assert set(cookie.split("; ")[1:]) == {
        "Path=/", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600",
    }  # fmt: skip
    again = browser.ask(START)
    for name in ("state", "nonce", "code_challenge"):
        assert parse_qs(urlsplit(again.headers["location"]).query)[name] != [asked[name]]
        assert len(asked[name]) == 43
    assert browser.ask("/api/v1/session").json["data"]["sign_in_methods"] == ["password", "oidc"]
    del http


def test_whoever_was_invited_comes_in_and_is_known_from_then_on(
    house: House, http: PlayedHttp
) -> None:
    invited(house, "ADA@example.com")
    browser = house.browser()
    assert returned(browser, http) == "/"
    told = browser.ask("/api/v1/session").json["data"]["signed_in"]
    assert (told["method"], told["person"]["has_password"]) == ("oidc", False)
    assert told["organizations"][0]["environments"][0]["id"] == house.development.id
    assert "__Host-playhead-sign-on" not in browser.cookies
    http.claims = {"email": "another@example.com", "email_verified": False}
    later = house.browser()
    assert returned(later, http) == "/"
    again = later.ask("/api/v1/session").json["data"]["signed_in"]
    assert again["person"]["id"] == told["person"]["id"], "the subject is who somebody is"
    house.control.people.disable(told["person"]["id"])
    house.look()
    assert returned(house.browser(), http).endswith("#sign-on=unknown")


@pytest.mark.parametrize("claims", [
    {"email_verified": False}, {"email_verified": None}, {"email_verified": "true"},
    {"email": "eve@example.com"}, {"email": ["ada@example.com"]},
])  # fmt: skip
def test_an_address_that_is_not_verified_or_not_invited_is_nobody(
    house: House, http: PlayedHttp, claims: dict[str, Any]
) -> None:
    invited(house)
    http.claims = claims
    browser = house.browser()
    assert returned(browser, http) == "/sign-in#sign-on=unknown"
    assert not is_signed_in(browser)
    assert len(house.control.people.listed(house.organization_id)) == 1


@pytest.mark.parametrize(
    ("house", "lands"),
    [({}, "/sign-in#sign-on=unknown"), ({"link_by_email": True}, "/")],
    indirect=["house"],
)
def test_an_address_takes_over_no_account_unless_that_is_allowed(
    house: House, http: PlayedHttp, lands: str
) -> None:
    house.person("ada@example.com")
    browser = house.browser()
    assert returned(browser, http) == lands
    assert is_signed_in(browser) is (lands == "/")


@pytest.mark.parametrize("house", [{"unknown_people": UnknownPeople.MEMBER}], indirect=True)
def test_whom_nobody_knows_becomes_a_member_where_that_is_allowed(
    house: House, http: PlayedHttp
) -> None:
    browser = house.browser()
    assert returned(browser, http) == "/"
    organization = browser.ask("/api/v1/session").json["data"]["signed_in"]["organizations"][0]
    assert organization["role"] == "member"


def test_what_comes_back_counts_once_in_the_browser_that_went_and_for_a_while(
    house: House, http: PlayedHttp
) -> None:
    invited(house)
    browser = house.browser()
    state = went(browser, http)
    kept = dict(browser.cookies)
    back = f"{CALLBACK}?code=code&state={state}"
    expired = "/sign-in#sign-on=expired"
    assert house.browser().ask(back).headers["location"] == expired, "another browser"
    for wrong in ("", "&state=", f"&state={state[:-1]}", "&state=å"):
        other = house.browser()
        other.cookies = dict(kept)
        assert other.ask(f"{CALLBACK}?code=code{wrong}").headers["location"] == expired
    tampered = house.browser()
    tampered.cookies = {name: f"{value[:-1]}_" for name, value in kept.items()}
    assert tampered.ask(back).headers["location"] == expired
    house.now_ms += 600_000
    late = house.browser()
    late.cookies = dict(kept)
    assert late.ask(back).headers["location"] == expired
    house.now_ms -= 600_000
    assert http.forms == []
    assert browser.ask(back).headers["location"] == "/"
    assert browser.ask(back).headers["location"] == expired, "again"


@pytest.mark.parametrize(
    "query", ["&error=access_denied", "&state=x", "&iss=https://evil.example", "&code=wrong"]
)
def test_what_the_provider_refuses_lets_nobody_in(
    house: House, http: PlayedHttp, query: str
) -> None:
    invited(house)
    browser = house.browser()
    if query.startswith("&error"):
        state = went(browser, http)
        heard = browser.ask(f"{CALLBACK}?state={state}{query}")
        assert heard.headers["location"] == "/sign-in#sign-on=refused"
    else:
        assert returned(browser, http, query).startswith("/sign-in#sign-on=")
    assert not is_signed_in(browser)


def hostile(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": KEY.kid}, claims, OTHER_KEY)


def hmac_by_public_key(claims: dict[str, Any]) -> str:
    body = joined({"alg": "HS256", "kid": KEY.kid}, claims)
    signature = hmac.digest(KEY.as_pem(private=False), body.encode(), "sha256")
    return f"{body}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def unsigned(claims: dict[str, Any]) -> str:
    return joined({"alg": "none"}, claims) + "."


def joined(*parts: dict[str, Any]) -> str:
    encoded = [urlsafe_b64encode(msgspec.json.encode(part)).rstrip(b"=") for part in parts]
    return b".".join(encoded).decode()


@pytest.mark.parametrize("sign", [hostile, hmac_by_public_key, unsigned, lambda _: "no token"])
def test_a_token_that_is_not_the_providers_lets_nobody_in(
    house: House, http: PlayedHttp, sign: Callable[[dict[str, Any]], str]
) -> None:
    invited(house)
    http.sign = sign
    browser = house.browser()
    assert returned(browser, http) == "/sign-in#sign-on=refused"
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": ["us", "another"]},
        {"aud": ["us", "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
        {"sub": 5},
        {"sub": "x" * 300},
    ],
    ids=str,
)
def test_a_token_for_somebody_else_or_another_time_lets_nobody_in(
    house: House, http: PlayedHttp, claims: dict[str, Any]
) -> None:
    invited(house)
    http.claims = claims
    browser = house.browser()
    assert returned(browser, http) == "/sign-in#sign-on=refused"
    assert not is_signed_in(browser)


def test_new_keys_of_the_provider_are_found(house: House, http: PlayedHttp) -> None:
    invited(house)
    assert returned(house.browser(), http) == "/"
    http.keys = [OTHER_KEY]
    http.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "two"}, claims, OTHER_KEY)
    assert returned(house.browser(), http) == "/"
    assert len(http.got) == 4, "description and keys, and both once more"


@pytest.mark.parametrize(
    ("subject", "lands"), [("subject-1", "/"), ("x", "/sign-in#sign-on=refused")]
)
def test_an_address_may_be_told_apart_of_the_token(
    house: House, http: PlayedHttp, subject: str, lands: str
) -> None:
    invited(house)
    http.claims = {"email": None, "email_verified": None}
    http.user_info = {"sub": subject, "email": "ada@example.com", "email_verified": True}
    assert returned(house.browser(), http) == lands


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://evil.example"},
        {"issuer": f"{ISSUER}/"},
        {"token_endpoint": "http://id.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
def test_a_provider_that_describes_itself_wrong_is_not_asked(
    house: House, http: PlayedHttp, wrong: dict[str, Any]
) -> None:
    http.discovery |= wrong
    heard = house.browser().ask(START)
    assert (heard.headers["location"], heard.cookies) == ("/sign-in#sign-on=unavailable", [])


def test_without_a_provider_there_is_no_such_door(tmp_path: Path) -> None:
    for house in opened(tmp_path):
        assert house.browser().ask(START).status == 404
        assert house.browser().ask(f"{CALLBACK}?code=a&state=b").status == 404
