"""Annotations: written with the permission to write, read with the permission to read."""

from typing import Any

import msgspec
import pytest
from starlette.types import ASGIApp

from playhead.control import ControlError, ControlErrorCode
from playhead.control.annotations import Annotation
from tests.unit.api import made
from tests.unit.api.asking import WRITING, Heard, HeldAnnotations, ToldQuery, api, ask

ALL = "/data/v1/annotations"
NOW_S = made.NOW_MS // 1000
DATE_S = 1_770_022_800
KEPT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def held() -> HeldAnnotations:
    return HeldAnnotations()


@pytest.fixture
def app(query: ToldQuery, held: HeldAnnotations) -> ASGIApp:
    return api(query, annotations=held)


def write(app: ASGIApp, method: str, target: str, body: Any = None) -> Heard:
    sent = b"" if body is None else msgspec.json.encode(body)
    return ask(app, target, method, sent, authorization=WRITING)


def test_a_note_is_made_read_changed_and_deleted(app: ASGIApp) -> None:
    made_ = write(app, "POST", ALL, {"note": "Player 5.2 å", "date": DATE_S})
    assert made_.status == 201
    whole = {
        "id": KEPT,
        "note": "Player 5.2 å",
        "date": "2026-02-02T09:00:00Z",
        "sub_property_id": None,
    }
    assert made_.json == {"data": whole}
    assert "etag" not in made_.headers
    assert ask(app, f"{ALL}/{KEPT}").json == {"data": whole}
    changed = write(app, "PATCH", f"{ALL}/{KEPT}", {"note": "Player 5.3", "date": DATE_S + 60})
    assert changed.status == 200
    assert changed.json["data"] == {**whole, "note": "Player 5.3", "date": "2026-02-02T09:01:00Z"}
    deleted = write(app, "DELETE", f"{ALL}/{KEPT}")
    assert (deleted.status, deleted.body) == (204, b"")
    assert "content-type" not in deleted.headers
    for gone in (ask(app, f"{ALL}/{KEPT}"), write(app, "DELETE", f"{ALL}/{KEPT}")):
        assert gone.status == 404
        assert gone.error[0] == "not_found"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("note", DATE_S, "channel")),
        ({"note": "other"}, ("other", DATE_S, "channel")),
        ({"date": DATE_S + 1}, ("note", DATE_S + 1, "channel")),
        ({"sub_property_id": None}, ("note", DATE_S, None)),
        ({"sub_property_id": "b", "id": "ignored"}, ("note", DATE_S, "b")),
    ],
)
def test_what_is_left_out_of_a_change_stays(
    app: ASGIApp, held: HeldAnnotations, change: dict[str, object], expected: tuple[object, ...]
) -> None:
    held.held[KEPT] = Annotation(KEPT, "env00001", "note", DATE_S, "channel")
    assert write(app, "PATCH", f"{ALL}/{KEPT}", change).status == 200
    now = held.held[KEPT]
    assert (now.note, now.date_s, now.sub_property_id) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (DATE_S, DATE_S),
        ("2026-02-02T09:00:00Z", DATE_S),
        ("2026-02-02T10:00:00.999+01:00", DATE_S),
    ],
)
def test_a_moment_is_read_as_seconds_or_iso(
    app: ASGIApp, held: HeldAnnotations, date: object, expected: int
) -> None:
    assert write(app, "POST", ALL, {"note": "n", "date": date}).status == 201
    assert held.held[KEPT].date_s == expected


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param(b"", "note, date, sub_property_id", id="empty"),
        pytest.param(b"{", "cannot be read", id="no JSON"),
        pytest.param(b"[]", "Expected `object`", id="no object"),
        pytest.param(b'{"date": 1}', "`note`", id="no note"),
        pytest.param(b'{"note": "n"}', "`date`", id="no date"),
        pytest.param(b'{"note": 5, "date": 1}', "$.note", id="a number for a note"),
        pytest.param(b'{"note": "n", "date": 1.5}', "$.date", id="a fraction"),
        pytest.param(b'{"note": "n", "date": null}', "$.date", id="no moment"),
        pytest.param(b'{"note": "n", "date": "soon"}', "date 'soon'", id="no date at all"),
        pytest.param(b'{"note": "n", "date": "2026-02-02T09:00:00"}', "offset", id="no offset"),
        pytest.param(b'{"note": "\xff", "date": 1}', "cannot be read", id="no UTF-8"),
    ],
)
def test_a_body_that_says_nothing_is_refused(
    app: ASGIApp, held: HeldAnnotations, body: bytes, says: str
) -> None:
    heard = ask(app, ALL, "POST", body, authorization=WRITING)
    assert heard.status == 400
    assert heard.error[0] == "invalid_parameters"
    assert says in heard.error[1][0]
    assert held.held == {}


def test_a_body_is_read_in_parts_up_to_its_limit(app: ASGIApp, held: HeldAnnotations) -> None:
    whole = b'{"note": "n", "date": 1}'
    assert ask(app, ALL, "POST", [whole[:9], whole[9:]], authorization=WRITING).status == 201
    long = ask(app, ALL, "POST", [b" " * 65_536, whole], authorization=WRITING)
    assert (long.status, long.error[0]) == (413, "request_too_large")
    assert len(held.held) == 1


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (ControlErrorCode.ANNOTATION_INVALID, 400),
        (ControlErrorCode.ANNOTATION_LIMIT, 400),
        (ControlErrorCode.DATABASE_UNAVAILABLE, 500),
    ],
)
def test_what_the_shelf_refuses_is_told_unless_it_is_our_own_fault(
    app: ASGIApp, held: HeldAnnotations, code: ControlErrorCode, status: int
) -> None:
    held.failure = ControlError(code, "a sentence of the shelf")
    heard = write(app, "POST", ALL, {"note": "n", "date": 1})
    assert heard.status == status
    assert ("a sentence of the shelf" in heard.error[1]) is (status == 400)


@pytest.mark.parametrize(
    ("method", "target"),
    [("POST", ALL), ("PATCH", f"{ALL}/{KEPT}"), ("DELETE", f"{ALL}/{KEPT}")],
)
def test_writing_needs_its_own_permission(
    app: ASGIApp, held: HeldAnnotations, method: str, target: str
) -> None:
    held.held[KEPT] = kept = Annotation(KEPT, "env00001", "note", DATE_S)
    heard = ask(app, target, method, b'{"note": "n", "date": 1}')
    assert heard.status == 401
    assert heard.error[1][1].startswith("The access token lacks the permission data:write")
    assert list(held.held.values()) == [kept]


def test_reading_needs_its_own_permission_too(app: ASGIApp) -> None:
    assert ask(app, ALL, authorization=WRITING).status == 401


@pytest.mark.parametrize("annotation_id", ["nonsense", "1", KEPT])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_id_that_nothing_has_is_not_found(app: ASGIApp, method: str, annotation_id: str) -> None:
    body = b'{"note": "n", "date": 1}' if method == "PATCH" else b""
    given = {} if method == "GET" else {"authorization": WRITING}
    assert ask(app, f"{ALL}/{annotation_id}", method, body, **given).status == 404


def test_an_id_is_found_however_it_is_spelled(app: ASGIApp, held: HeldAnnotations) -> None:
    id_ = "5a0f8e2e-52e3-4f0e-9f15-2f3a7e6f1a10"
    held.held[id_] = Annotation(id_, "env00001", "note", DATE_S)
    assert ask(app, f"{ALL}/{id_.upper()}").json["data"]["id"] == id_


@pytest.mark.parametrize(
    ("query_string", "expected"),
    [
        ("", ("env00001", NOW_S - 86_400, NOW_S, False, 25, 0)),
        (
            f"?timeframe[]={NOW_S - 600}&timeframe[]={NOW_S}&order_direction=asc&limit=5&page=3",
            ("env00001", NOW_S - 600, NOW_S, True, 5, 10),
        ),
    ],
)
def test_a_list_is_about_a_timeframe(
    app: ASGIApp, held: HeldAnnotations, query_string: str, expected: tuple[object, ...]
) -> None:
    held.held[KEPT] = Annotation(KEPT, "env00001", "note", DATE_S)
    heard = ask(app, ALL + query_string).json
    assert held.listings == [expected]
    assert heard["total_row_count"] == 1
    assert heard["timeframe"] == [expected[1], expected[2]]
    assert heard["data"][0]["date"] == "2026-02-02T09:00:00Z"


def test_the_methods_of_a_path_are_told(app: ASGIApp) -> None:
    assert ask(app, ALL, "PUT").headers["allow"] == "GET, HEAD, POST"
    assert ask(app, f"{ALL}/{KEPT}", "POST").headers["allow"] == "GET, HEAD, PATCH, DELETE"
