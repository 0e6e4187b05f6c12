"""What no description allows, at every endpoint that takes a body or a segment of a path.

Whatever is sent, the answer is an envelope that says what was wrong with it, or a success; never
a mistake of ours, and never what was sent back whole.
"""

import itertools
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from playhead.api import ENDPOINTS
from playhead.api.endpoint import Endpoint
from playhead.model.people import Role
from tests.unit.api.house import Browser, House, opened

WITH_BODY = [each for each in ENDPOINTS if each.body is not None]
WITH_SEGMENTS = [each for each in ENDPOINTS if "{" in each.path]
ANSWER_BYTES_MOST = 4_096
DEEP = 20_000

ODD_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"\x00\x01\x02",
    "a form": b"email=a&password=b",
    "half an object": b'{"name":',
    "two objects": b"{}{}",
    "null": b"null",
    "a number": b"1",
    "a list": b"[]",
    "a list of many": b"[" + b"{}," * 10_000 + b"{}]",
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"name":' * 5_000 + b"1" + b"}" * 5_000,
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"name":"a"}'.encode("utf-16"),
    "no UTF-8": b'{"name":"\xff\xfe"}',
    "NaN": b'{"name":NaN}',
    "infinity": b'{"name":-Infinity}',
    "a comment": b'{/* */"name":"a"}',
    "a huge number": b'{"name":1' + b"0" * 5_000 + b"}",
    "a huge exponent": b'{"name":1e999999}',
    "one byte too many": b'{"name":"' + b"a" * 65_536 + b'"}',
}
ODD_VALUES: dict[str, bytes] = {
    "null": b"null",
    "true": b"true",
    "zero": b"0",
    "minus one": b"-1",
    "2^63": b"9223372036854775808",
    "2^64": b"18446744073709551616",
    "10^400": b"1" + b"0" * 400,
    "1e308": b"1e308",
    "a fraction": b"0.1",
    "empty": b'""',
    "blank": b'"   "',
    "NUL": rb'"a\u0000b"',
    "raw control": b'"a\x01b"',
    "escaped controls": rb'"a\r\n\t\u001b[31m\u007f\u0085\u2028"',
    "lone surrogate": rb'"\ud800"',
    "surrogates turned round": rb'"\udc00\ud800"',
    "not a character": rb'"\uffff\ufdd0"',
    "right to left": '"\u202eabc\u2066"'.encode(),
    "many marks": ('"' + "e" + "\u0301" * 2_000 + '"').encode(),
    "grows in normal form": ('"' + "\ufdfa" * 1_000 + '"').encode(),
    "overlong": b'"' + b"a" * 60_000 + b'"',
    "SQL": b'"\' OR 1=1; --"',
    "a template": b'"{0.__class__} %s ${7*7} {{7*7}}"',
    "markup": b'"<img src=x onerror=alert(1)>"',
    "a list": b"[]",
    "a list of odd things": rb'[null, 1, "\ud800", {}, ["\u0000"]]',
    "a long list": b"[" + b'"a",' * 10_000 + b'"a"]',
    "an object": b"{}",
    "an odd object": rb'{"": {"\u0000": ["\ud800"]}, "__proto__": {"a": 1}}',
}
ODD_SEGMENTS = {
    "NUL": "%00",
    "a control": "a%0d%0aSet-Cookie:%20a=b",
    "no UTF-8": "%ff%fe",
    "overlong UTF-8": "%c0%af",
    "a surrogate": "%ed%a0%80",
    "a slash": "..%2f..%2fetc%2fpasswd",
    "dots": "..",
    "dots twice encoded": "%252e%252e",
    "SQL": "'%20OR%201=1;--",
    "long": "a" * 6_000,
    "a large number": "9" * 400,
    "negative": "-1",
    "a fraction": "1.5",
    "spaces": "%20%20",
    "other digits": "%D9%A1%D9%A2",
    "a percent sign": "%",
    "a half escape": "%e",
    "a surrogate beyond": "\ud83d".encode("utf-8", "surrogatepass").hex(),
}


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    for house in opened(tmp_path_factory.mktemp("hostile")):
        yield house.browser(house.person("boss@example.com", Role.ADMIN))


def target(browser: Browser, endpoint: Endpoint, segment: str = "1") -> str:
    """The path with an odd last segment; where it stands is real."""
    house = browser.house
    path = endpoint.path
    names = [part for part in path.split("/") if part.startswith("{")]
    for name in names:
        real = {"{ORGANIZATION_ID}": house.organization_id, "{ENVIRONMENT_ID}": house.production.id}
        is_last = name == names[-1]
        path = path.replace(name, segment if is_last or name not in real else real[name])
    return path


def real_target(browser: Browser, endpoint: Endpoint) -> str:
    """The path, with the ids of a real organization and environment where it has some."""
    house = browser.house
    path = endpoint.path.replace("{ORGANIZATION_ID}", house.organization_id)
    path = path.replace("{ENVIRONMENT_ID}", house.production.id).replace("{SLOT}", "custom_1")
    return "/".join("1" if part.startswith("{") else part for part in path.split("/"))


def check(browser: Browser, heard: Any, cell: object) -> None:
    """What comes back is of a known form, short, and no mistake of ours."""
    assert heard.status < 500, (cell, heard)
    if heard.status >= 400:
        kind, messages = heard.error
        assert kind, cell
        assert messages, cell
        assert len(heard.body) <= ANSWER_BYTES_MOST, (cell, len(heard.body))
    for name, value in heard.headers.items():
        assert value.isprintable(), (cell, name, value)
    assert browser.ask("/api/v1/session").status == 200, (cell, "the server has gone astray")


def send(browser: Browser, endpoint: Endpoint, path: str, body: bytes | None, **more: Any) -> Any:
    headers = {"x_playhead_environment": browser.house.production.id, **more}
    raw = None if body is None else msgspec.Raw(body)
    return browser.ask(path, endpoint.method.value, raw, **headers)


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=lambda each: each.name)
def test_a_body_that_is_no_object_of_ours_is_refused(admin: Browser, endpoint: Endpoint) -> None:
    for name, body in ODD_BODIES.items():
        heard = send(admin, endpoint, real_target(admin, endpoint), body)
        check(admin, heard, name)
        assert 400 <= heard.status < 500, (name, heard)


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=lambda each: each.name)
def test_a_member_that_nobody_would_send_is_refused_or_kept(
    admin: Browser, endpoint: Endpoint
) -> None:
    assert endpoint.body is not None
    example = _example(endpoint.body)
    for member, (name, value) in itertools.product(example, ODD_VALUES.items()):
        fields = [
            msgspec.json.encode(each) + b":" + (value if each == member else good)
            for each, good in example.items()
        ]
        heard = send(admin, endpoint, real_target(admin, endpoint), b"{" + b",".join(fields) + b"}")
        check(admin, heard, (member, name))


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=lambda each: each.name)
def test_more_than_was_asked_for_changes_nothing_else(admin: Browser, endpoint: Endpoint) -> None:
    """No member that stands in no description is taken: no role, no id, no organization."""
    assert endpoint.body is not None
    example = _example(endpoint.body)
    more = {"id": b'"1"', "role": b'"admin"', "organization_id": b'"x"', "__class__": b'"x"'}
    for name, value in more.items():
        if name in example:
            continue
        fields = [msgspec.json.encode(key) + b":" + given for key, given in example.items()]
        fields.append(msgspec.json.encode(name) + b":" + value)
        body = b"{" + b",".join(fields) + b"}"
        heard = send(admin, endpoint, real_target(admin, endpoint), body)
        check(admin, heard, name)
        if endpoint.path.startswith("/api/v1/"):
            assert 400 <= heard.status < 500, (name, heard)


def test_of_a_member_that_stands_there_twice_the_last_one_counts(house: House) -> None:
    """One parser reads it, once: there is no second reading that could differ."""
    browser = house.browser(house.person("ada@example.com"))
    heard = browser.ask("/api/v1/me", "PATCH", msgspec.Raw(b'{"name":"First","name":"Last"}'))
    assert heard.json["data"]["name"] == "Last"


@pytest.mark.parametrize("endpoint", WITH_SEGMENTS, ids=lambda each: each.name)
def test_a_segment_that_is_no_id_is_refused(admin: Browser, endpoint: Endpoint) -> None:
    for name, segment in ODD_SEGMENTS.items():
        body = None if endpoint.body is None else b"{}"
        heard = send(admin, endpoint, target(admin, endpoint, segment), body)
        check(admin, heard, name)


HEADERS: dict[str, tuple[str, str]] = {
    "content type twice": ("content_type", "application/json, text/html"),
    "a wrong charset": ("content_type", "application/json; charset=utf-7"),
    "XML": ("content_type", "application/xml"),
    "a long content type": ("content_type", "a" * 8_000),
    "a long token": ("x_playhead_csrf", "a" * 8_000),
    "a token that is no ASCII": ("x_playhead_csrf", "\u00e9\u00ff"),
    "a long environment": ("x_playhead_environment", "a" * 8_000),
    "a long origin": ("origin", "https://" + "a" * 8_000),
    "an origin that is none": ("origin", "https://["),
    "a long cookie": ("cookie", "__Host-playhead=" + "a" * 20_000),
    "many cookies": ("cookie", "; ".join(["__Host-playhead=a"] * 500)),
    "an odd cookie": ("cookie", '__Host-playhead="\u00ff\t";=;;a'),
    "a user agent with controls": ("user_agent", "a\x1b[31m\u0085b"),
    "a long user agent": ("user_agent", "a" * 16_000),
    "what is accepted": ("accept", "text/csv;q=" + "9" * 1_000),
    "many that are accepted": ("accept", ",".join(["*/*;q=0.1"] * 2_000)),
    "tags": ("if_none_match", 'W/"' + '",W/"' * 2_000),
    "a host": ("host", "a" * 4_000 + ":99999999"),
}


@pytest.mark.parametrize(("header", "value"), HEADERS.values(), ids=HEADERS)
def test_an_odd_header_is_refused_or_ignored(admin: Browser, header: str, value: str) -> None:
    for path, method, body in (
        ("/api/v1/me", "PATCH", {"name": "Ada"}),
        ("/api/v1/session", "POST", {"email": "a@example.com", "password": "b"}),
        ("/api/v1/organizations", "GET", None),
        ("/data/v1/video-views", "GET", None),
    ):
        there = {"x_playhead_environment": admin.house.production.id, header: value}
        other = admin.house.browser()
        other.cookies, other.csrf = dict(admin.cookies), admin.csrf
        check(admin, other.ask(path, method, body, **there), (path, header))


AUTHORIZATION = {
    "nothing": "",
    "a scheme alone": "Basic",
    "another scheme": "Bearer abc",
    "no base64": "Basic \u00e9\u00e9",
    "no text": "Basic //79/A==",
    "no colon": "Basic YWJj",
    "only a colon": "Basic Og==",
    "a NUL": "Basic YQBiOmMAZA==",
    "a lone surrogate": "Basic 7aCAOu2ggA==",
    "long": "Basic " + "QUFB" * 5_000,
    "twice": "Basic YTpi, Basic YTpi",
    "padding": "Basic ====",
}


@pytest.mark.parametrize("header", AUTHORIZATION.values(), ids=AUTHORIZATION)
def test_a_malformed_authorization_is_a_wrong_one(house: House, header: str) -> None:
    browser = house.browser()
    for path in ("/data/v1/video-views", "/system/v1/whoami", "/api/v1/organizations"):
        heard = browser.ask(path, authorization=header)
        assert (heard.status, heard.error) == (401, ("unauthorized", ["Unauthorized request"]))


def _example(kind: type[msgspec.Struct]) -> dict[str, bytes]:
    """A value for each member, of its type but not more; bodies are refused for better reasons."""
    return {field.encode_name: _good(field.type) for field in msgspec.structs.fields(kind)}


def _good(kind: Any) -> bytes:
    for value in (b'"word"', b"1", b"true", b"[]", b"{}", b"null"):
        try:
            msgspec.json.decode(value, type=kind)
        except msgspec.ValidationError:
            continue
        return value
    return b'"2026-02-01T00:00:00Z"'
