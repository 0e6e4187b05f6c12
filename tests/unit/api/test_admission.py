"""How often somebody may ask, and what they hear when they ask too often."""

import asyncio

import msgspec
import pytest

from playhead.api import ENDPOINTS
from playhead.api.admission import (
    DEFAULT_FAILURES,
    DEFAULT_LIMITS,
    Admission,
    bucket_of_person,
    bucket_of_token,
    bucket_of_visitor,
)
from playhead.api.errors import ApiError
from playhead.api.limit_class import LimitClass
from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter
from tests.unit.api import made
from tests.unit.api.asking import WRITING, ToldQuery, api, ask, basic

VIEWS = "/data/v1/video-views"
WHOAMI = "/system/v1/whoami"
ENDPOINT = next(each for each in ENDPOINTS if each.path == VIEWS)


class Clock:
    now_us = 0

    def __call__(self) -> int:
        return self.now_us


def admission(
    clock: Clock, standard: Limit | None = None, failures: Limit = DEFAULT_FAILURES
) -> Admission:
    limits = {**DEFAULT_LIMITS, LimitClass.STANDARD: standard or Limit.per_second(5, 3)}
    return Admission(MemoryLimiter(clock), MemoryLimiter(clock), limits, failures)


def test_over_the_limit_the_answer_is_that_of_mux(query: ToldQuery) -> None:
    app = api(query, admission=admission(Clock()))
    heard = [ask(app, VIEWS) for _ in range(4)]
    assert [each.status for each in heard] == [200, 200, 200, 429]
    assert heard[-1].body == b'{"errors":["Too many requests, retry later."]}'
    assert heard[-1].headers["content-type"] == "application/json; charset=utf-8"
    assert heard[-1].headers["retry-after"] == "1"
    assert len(query.questions) == 3, "refused before any work"


def test_every_answer_tells_how_much_is_left(query: ToldQuery) -> None:
    clock = Clock()
    app = api(query, admission=admission(clock, Limit.per_second(0.5, 3)))
    heard = [ask(app, VIEWS), ask(app, f"{VIEWS}?limit=x"), ask(app, VIEWS), ask(app, VIEWS)]
    told = [
        [each.headers[f"ratelimit-{name}"] for name in ("limit", "remaining", "reset")]
        for each in heard
    ]
    assert [each.status for each in heard] == [200, 400, 200, 429]
    assert told == [["3", "2", "2"], ["3", "1", "4"], ["3", "0", "6"], ["3", "0", "6"]]
    assert "retry-after" not in heard[0].headers
    clock.now_us += int(heard[-1].headers["retry-after"]) * 1_000_000
    assert ask(app, VIEWS).status == 200


def test_all_tokens_of_an_organization_share_one_limit(query: ToldQuery) -> None:
    app = api(query, admission=admission(Clock()))
    asked = [ask(app, WHOAMI), *(ask(app, WHOAMI, authorization=WRITING) for _ in range(3))]
    assert [each.status for each in asked] == [200, 200, 200, 429]
    assert ask(app, VIEWS).status == 429


def test_one_without_the_permission_is_counted_as_well(query: ToldQuery) -> None:
    app = api(query, admission=admission(Clock()))
    heard = [ask(app, VIEWS, authorization=WRITING) for _ in range(4)]
    assert [each.status for each in heard] == [401, 401, 401, 429]


def test_head_is_counted_as_get(query: ToldQuery) -> None:
    app = api(query, admission=admission(Clock()))
    heard = [ask(app, VIEWS, "HEAD") for _ in range(4)]
    assert [each.status for each in heard] == [200, 200, 200, 429]
    assert heard[-1].body == b""


@pytest.mark.parametrize("path", ["/nowhere", "/api/docs", "/api/openapi.json"])
def test_what_needs_no_credential_costs_nobody_anything(query: ToldQuery, path: str) -> None:
    app = api(query, admission=admission(Clock()))
    for _ in range(10):
        assert ask(app, path).status in {200, 404}
    assert ask(app, VIEWS).headers["ratelimit-remaining"] == "2"


def test_each_endpoint_is_under_the_limit_of_its_path() -> None:
    for endpoint in ENDPOINTS:
        realtime = endpoint.path.startswith(
            ("/data/v1/monitoring", "/data/v1/realtime", "/api/v1/monitoring")
        )
        wanted = LimitClass.REALTIME if realtime else LimitClass.STANDARD
        assert endpoint.limit is wanted, f"{endpoint.name}: say limit=LimitClass.{wanted.name}"


def test_the_limits_of_mux_are_the_defaults() -> None:
    assert DEFAULT_LIMITS[LimitClass.STANDARD].interval_us == 200_000
    assert DEFAULT_LIMITS[LimitClass.REALTIME].interval_us == 1_000_000
    assert set(DEFAULT_LIMITS) == set(LimitClass)


def test_classes_and_people_have_buckets_of_their_own() -> None:
    realtime = msgspec.structs.replace(ENDPOINT, limit=LimitClass.REALTIME)
    buckets = [
        bucket_of_token(made.READER, made.snapshot(), ENDPOINT),
        bucket_of_token(made.READER, made.snapshot(), realtime),
        bucket_of_person("person-1"),
        bucket_of_person("person-2"),
        bucket_of_visitor("192.0.2.7"),
        bucket_of_visitor("192.0.3.7"),
    ]
    keeper = admission(Clock(), Limit.per_second(5, 3))

    async def taken() -> list[str]:
        return [(await keeper.admit(bucket))["ratelimit-remaining"] for bucket in buckets]

    assert len(set(buckets)) == len(buckets)
    assert bucket_of_token(made.WRITER, made.snapshot(), ENDPOINT) == buckets[0]
    assert asyncio.run(taken()) == ["2", "9", "199", "199", "199", "199"]


WRONG = basic("token-reader", "wrong")


def test_wrong_credentials_are_counted_by_network_and_lock_nobody_out(query: ToldQuery) -> None:
    keeper = admission(Clock(), Limit.per_second(5, 1_000), failures=Limit.per_second(1, 3))
    app = api(query, admission=keeper)
    heard = [ask(app, VIEWS, authorization=WRONG, client="192.0.2.1") for _ in range(5)]
    assert [each.status for each in heard] == [401, 401, 401, 429, 429]
    assert heard[-1].json == {"errors": ["Too many requests, retry later."]}
    assert heard[-1].headers["retry-after"] == "1"
    # Not even from the same network: a right credential is never counted among the wrong ones.
    assert ask(app, VIEWS, client="192.0.2.1").status == 200
    assert ask(app, VIEWS, authorization=WRONG, client="192.0.2.99").status == 429
    assert ask(app, VIEWS, authorization=WRONG, client="192.0.3.1").status == 401
    assert (keeper.counts.failed_authentications, keeper.counts.failed_and_limited) == (7, 3)


def test_wrong_credentials_cost_the_organization_nothing(query: ToldQuery) -> None:
    app = api(query, admission=admission(Clock()))
    for _ in range(10):
        ask(app, VIEWS, authorization=WRONG)
    assert ask(app, VIEWS).headers["ratelimit-remaining"] == "2"


def test_what_was_refused_is_counted() -> None:
    keeper = admission(Clock(), Limit.per_second(1, 1))
    bucket = bucket_of_token(made.READER, made.snapshot(), ENDPOINT)

    async def twice() -> None:
        await keeper.admit(bucket)
        with pytest.raises(ApiError):
            await keeper.admit(bucket)

    asyncio.run(twice())
    assert keeper.counts.limited[LimitClass.STANDARD] == 1
    assert keeper.counts.limited[LimitClass.REALTIME] == 0
