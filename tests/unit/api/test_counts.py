"""Counts: which tokens open which number, how often it is asked for, and what browsers may do."""

import asyncio
import base64
import hmac
import json
import logging
import threading
from collections.abc import Mapping
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from playhead.api.counts.app import CountsDoor
from playhead.api.counts.limits import CountsLimits
from playhead.api.streaming.limits import StreamLimits
from playhead.model.access import SigningKey
from playhead.model.audit import SYSTEM_ACTOR
from playhead.query.answer_live import AudienceAnswer
from playhead.query.question_live import LiveAudience
from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter
from tests.unit.api.asking import Heard, ToldQuery, ask, hear
from tests.unit.api.house import House
from tests.unit.api.listening import MOST_S, Listening, until

DAY_S = 86_400
LIMITS = CountsLimits(streams=StreamLimits(poll_s=0.005, recheck_s=0.005))
UNKNOWN = ("forbidden", ["Signing key not found."])


class Site:
    """A site with a signing key, and the door that its pages ask."""

    def __init__(self, house: House, limits: CountsLimits = LIMITS) -> None:
        self.house = house
        self.query = ToldQuery()
        self.query.tick_ms = house.now_ms - 7_000
        self.seen(120, 117)
        self.monotonic_s = 0.0
        self.door = CountsDoor(
            self.query,
            lambda: house.snapshot,
            clock=lambda: house.now_ms,
            monotonic=lambda: self.monotonic_s,
            limiter=MemoryLimiter(lambda: int(self.monotonic_s * 1e6)),
            logger=logging.getLogger("tests.counts"),
            limits=limits,
        )
        self.key, self.pem = self.new_key()

    def seen(self, views: int, viewers: int) -> None:
        self.query.answers[LiveAudience] = AudienceAnswer(self.query.tick_ms, views, viewers)

    def new_key(self) -> tuple[SigningKey, str]:
        made = self.house.control.signing_keys.create(self.house.production.id, by=SYSTEM_ACTOR)
        self.house.look()
        return made

    @property
    def now_s(self) -> int:
        return self.house.now_ms // 1000

    def claims(self, **changed: Any) -> dict[str, Any]:
        whole = {"sub": "my-video-7", "aud": "video_id", "exp": self.now_s + DAY_S, **changed}
        return {name: value for name, value in whole.items() if value is not ...}

    def token(self, headers: Mapping[str, Any] | None = None, **changed: Any) -> str:
        """Sign, with the key's id among the claims unless `headers` are given."""
        claims = self.claims(**({} if headers else {"kid": self.key.id}), **changed)
        return jwt.encode(claims, self.pem, algorithm="RS256", headers=dict(headers or {}))

    def signed(self, header: Any, payload: Any) -> str:
        """Sign anything at all, as no library would."""
        parts = [
            each if isinstance(each, bytes) else json.dumps(each).encode()
            for each in (header, payload)
        ]
        text = b".".join(base64.urlsafe_b64encode(each).rstrip(b"=") for each in parts)
        private = serialization.load_pem_private_key(self.pem.encode(), None)
        assert isinstance(private, rsa.RSAPrivateKey)
        signature = private.sign(text, padding.PKCS1v15(), hashes.SHA256())
        return (text + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()

    def ask(self, token: str, name: str = "token", **wishes: Any) -> Heard:
        return ask(self.door, f"/counts?{name}={token}", authorization=None, **wishes)


@pytest.fixture
def site(house: House) -> Site:
    return Site(house)


def test_a_count(site: Site) -> None:
    heard = site.ask(site.token())
    assert heard.status == 200
    assert heard.json == {
        "data": [{"views": 120, "viewers": 117, "updated_at": "2026-02-02T23:59:58Z"}]
    }
    assert heard.headers["access-control-allow-origin"] == "*"
    assert heard.headers["content-type"] == "application/json; charset=utf-8"
    assert site.query.questions == [
        LiveAudience(site.house.production.id, "video_id", "my-video-7")
    ]


@pytest.mark.parametrize("kind", ["video_id", "asset_id", "playback_id", "live_stream_id"])
@pytest.mark.parametrize("as_list", [False, True])
def test_the_audience_says_which_id_is_counted(site: Site, kind: str, as_list: bool) -> None:  # noqa: FBT001
    assert site.ask(site.token(aud=[kind] if as_list else kind)).status == 200
    (question,) = site.query.questions
    assert question.kind == kind


def test_the_key_stands_in_header_or_claims_and_the_parameter_in_either_case(site: Site) -> None:
    kid = {"kid": site.key.id}
    assert site.ask(site.token(kid)).status == 200
    assert site.ask(site.token(kid, kid=site.key.id)).status == 200
    assert site.ask(site.token(), name="TOKEN").status == 200
    assert ask(site.door, f"/counts?a=b&token={site.token()}&c=%20").status == 200


def test_nobody_watching_is_zero_and_now(site: Site) -> None:
    site.query.tick_ms = None
    site.seen(0, 0)
    (told,) = site.ask(site.token()).json["data"]
    assert told == {"views": 0, "viewers": 0, "updated_at": "2026-02-03T00:00:00Z"}


@pytest.mark.parametrize(
    "changed",
    [
        {"sub": ...},
        {"sub": ""},
        {"sub": 7},
        {"aud": ...},
        {"aud": "viewer_id"},
        {"aud": ["video_id", "asset_id"]},
        {"aud": []},
        {"aud": {"video_id": 1}},
        {"exp": ...},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": 10**400},
        {"nbf": "x"},
        {"kid": ...},
        {"kid": ["x"]},
        {"kid": ""},
    ],
    ids=str,
)
def test_a_token_that_lacks_something_is_forbidden(site: Site, changed: dict[str, Any]) -> None:
    payload = site.claims(**{"kid": site.key.id, **changed})
    heard = site.ask(site.signed({"alg": "RS256"}, payload))
    assert (heard.status, heard.error[0]) == (403, "forbidden")
    assert heard.headers["access-control-allow-origin"] == "*"
    assert heard.headers["cache-control"] == "no-store"
    assert site.query.questions == []


@pytest.mark.parametrize(
    ("exp", "nbf", "status"),
    [
        (-59, None, 200),
        (-60, None, 403),
        (-DAY_S, None, 403),
        (DAY_S, 59, 200),
        (DAY_S, 61, 403),
        (DAY_S, -DAY_S, 200),
    ],
)
def test_time_is_kept_with_a_minute_of_leeway(
    site: Site, exp: int, nbf: int | None, status: int
) -> None:
    changed: dict[str, Any] = {} if nbf is None else {"nbf": site.now_s + nbf}
    assert site.ask(site.token(exp=site.now_s + exp, **changed)).status == status


def test_a_token_is_good_until_it_ends(site: Site) -> None:
    token = site.token(exp=site.now_s + 100)
    assert site.ask(token).status == 200
    site.house.now_ms += 159_000
    assert site.ask(token).status == 200
    site.house.now_ms += 1_000
    assert "expired" in site.ask(token).error[1][0]


def other_key() -> str:
    private = rsa.generate_private_key(65_537, 2048)
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()


def test_what_another_key_signed_is_forbidden_again_and_again(site: Site) -> None:
    forged = jwt.encode(site.claims(kid=site.key.id), other_key(), algorithm="RS256")
    for _ in range(2):
        heard = site.ask(forged)
        assert (heard.status, "signature" in heard.error[1][0]) == (403, True)


def test_only_rs256_is_believed(site: Site) -> None:
    public = site.key.public_key
    claims = site.claims(kid=site.key.id)
    for alg in ("none", "HS256", "RS384", "PS256", "rs256", None):
        header = {"typ": "JWT"} if alg is None else {"typ": "JWT", "alg": alg}
        heard = site.ask(site.signed(header, claims))
        assert heard.status in {400, 403}, alg
    # With the public half as an HMAC's secret, and with no signature at all.
    assert site.ask(jwt.encode(claims, "", algorithm="none")).status == 403
    confused = site.signed({"alg": "HS256"}, claims).rpartition(".")[0]
    digest = base64.urlsafe_b64encode(hmac.digest(public.encode(), confused.encode(), "sha256"))
    assert site.ask(f"{confused}.{digest.decode().rstrip('=')}").status == 403


def test_changed_claims_are_forbidden(site: Site) -> None:
    head, _, signature = site.token().split(".")
    _, payload, _ = site.token(sub="another").split(".")
    assert site.ask(f"{head}.{payload}.{signature}").status == 403


def test_kids_that_differ_are_forbidden(site: Site) -> None:
    other, _ = site.new_key()
    heard = site.ask(site.token({"kid": other.id}, kid=site.key.id))
    assert (heard.status, "differs" in heard.error[1][0]) == (403, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "%00",
        "%F0%9F%8E%A5.b.c",
        "e30.e30.e30",
        "." * 2,
        "A" * 4_097,
        "x" * 4_000 + ".x.x",
    ],
)
def test_what_is_no_jwt_is_a_bad_request(site: Site, text: str) -> None:
    for _ in range(2):
        heard = site.ask(text)
        assert heard.status in {400, 403}
        assert heard.status == 400 or text == "e30.e30.e30"


@pytest.mark.parametrize(
    "payload", [b"[" * 2_000, b"{", b"[]", b"7", b"\xff", b'{"sub":"\\ud800"}']
)
@pytest.mark.parametrize("header", [{"alg": "RS256"}, b"[" * 900, b"[]"])
def test_what_is_signed_but_no_claims_is_a_bad_request(
    site: Site, header: Any, payload: bytes
) -> None:
    assert site.ask(site.signed(header, payload)[:4_096]).status == 400


def test_a_deleted_key_opens_nothing_and_a_new_one_does(site: Site) -> None:
    token = site.token()
    assert site.ask(token).status == 200
    site.house.control.signing_keys.delete(site.house.production.id, site.key.id)
    site.house.look()
    for _ in range(2):
        heard = site.ask(token)
        assert (heard.status, heard.error) == (403, UNKNOWN)
    site.key, site.pem = site.new_key()
    assert site.ask(site.token()).status == 200


def test_a_key_of_another_environment_counts_that_environment(site: Site) -> None:
    house = site.house
    site.key, site.pem = house.control.signing_keys.create(house.development.id, by=SYSTEM_ACTOR)
    house.look()
    assert site.ask(site.token()).status == 200
    (question,) = site.query.questions
    assert question.environment_id == house.development.id


def test_ten_thousand_browsers_are_one_question(site: Site) -> None:
    tokens = [site.token(exp=site.now_s + DAY_S + nth) for nth in range(20)]
    before = threading.Event()
    site.query.before = lambda: None if before.wait(MOST_S) else pytest.fail("nobody let it go")

    async def story() -> None:
        asking = [
            asyncio.create_task(
                hear(
                    site.door,
                    f"/counts?token={tokens[nth % 20]}",
                    client=f"198.51.{nth % 100}.1",
                )
            )
            for nth in range(10_000)
        ]
        gone = asyncio.create_task(hear(site.door, f"/counts?token={tokens[0]}"))
        await asyncio.sleep(0)
        gone.cancel()
        before.set()
        heard = await asyncio.gather(*asking)
        assert {each.status for each in heard} == {200}

    asyncio.run(story())
    assert len(site.query.questions) == 1


def test_a_number_is_asked_for_anew_when_it_is_old(site: Site) -> None:
    token = site.token()
    for monotonic_s, views, told in ((0.0, 5, 5), (1.9, 6, 5), (2.0, 7, 7), (3.9, 8, 7)):
        site.monotonic_s = monotonic_s
        site.seen(views, 1)
        assert site.ask(token).json["data"][0]["views"] == told
    assert len(site.query.questions) == 2


def test_a_failure_is_told_and_not_asked_for_by_everybody(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.query.failure = RuntimeError("the store is gone")
    for _ in range(5):
        heard = site.ask(site.token())
        assert (heard.status, heard.error[0]) == (500, "internal_server_error")
        assert heard.headers["access-control-allow-origin"] == "*"
    assert len(site.query.questions) == 1
    assert caplog.text.count("cannot be counted") == 1
    site.query.failure = None
    site.monotonic_s = 1.0
    assert site.ask(site.token()).status == 200


def test_what_is_remembered_is_bounded(house: House) -> None:
    site = Site(house, CountsLimits(numbers=3, tokens=3, keys=1))
    for nth in range(10):
        assert site.ask(site.token(sub=f"video-{nth}")).status == 200
        assert site.ask(f"{nth}.b.c").status == 400
    grants, numbers = site.door._grants, site.door._numbers
    assert (len(grants._good), len(grants._malformed), len(numbers._known)) == (3, 3, 3)


def test_a_network_that_asks_too_often_waits(house: House) -> None:
    site = Site(house, CountsLimits(network=Limit.per_second(1, 2)))
    token = site.token()
    told = [site.ask(token).status for _ in range(3)]
    assert told == [200, 200, 429]
    refused = site.ask(token)
    assert refused.json == {"errors": ["Too many requests, retry later."]}
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["access-control-allow-origin"] == "*"
    assert site.ask(token, client="198.51.100.1").status == 200


@pytest.mark.parametrize("path", ["/counts", "/counts/stream"])
def test_browsers_may_ask_from_any_page(site: Site, path: str) -> None:
    heard = ask(site.door, path, "OPTIONS", origin="https://site.example")
    assert (heard.status, heard.body) == (204, b"")
    assert heard.headers["access-control-allow-origin"] == "*"
    assert heard.headers["access-control-allow-methods"] == "GET, OPTIONS"
    refused = ask(site.door, path, "POST")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_head_has_no_body(site: Site) -> None:
    length = str(len(site.ask(site.token()).body))
    heard = site.ask(site.token(), method="HEAD")
    assert (heard.status, heard.body, heard.headers["content-length"]) == (200, b"", length)


def test_only_its_own_paths_are_its_own(site: Site) -> None:
    for path, own in {"/counts": True, "/counts/stream": True, "/countsx": False}.items():
        assert site.door.has({"type": "http", "path": path}) is own
    assert not site.door.has({"type": "lifespan", "path": "/counts"})


def stream(site: Site, token: str, **wishes: Any) -> Listening:
    return Listening(site.door, f"/counts/stream?token={token}", authorization=None, **wishes)


def test_the_same_numbers_are_pushed(site: Site) -> None:
    async def story() -> None:
        async with stream(site, site.token()) as one, stream(site, site.token()) as two:
            assert one.headers["access-control-allow-origin"] == "*"
            for tick, views in ((1, 120), (2, 90)):
                site.query.tick_ms = tick * 5_000
                site.seen(views, 80)
                for each in (one, two):
                    told = await each.event()
                    while told["data"][0]["updated_at"] != f"1970-01-01T00:00:{tick * 5 + 5:02}Z":
                        told = await each.event()
                    assert told["data"][0]["views"] == views

    asyncio.run(story())


@pytest.mark.parametrize("how", ["deleted", "expired"])
def test_a_stream_ends_with_what_opened_it(site: Site, how: str) -> None:
    async def story() -> None:
        async with stream(site, site.token(exp=site.now_s + 10)) as listening:
            await listening.event()
            if how == "deleted":
                site.house.control.signing_keys.delete(site.house.production.id, site.key.id)
                site.house.look()
            else:
                site.house.now_ms += 70_000
            await listening.ended()

    asyncio.run(story())


def test_streams_are_bounded_and_end_with_the_server(house: House) -> None:
    streams = StreamLimits(poll_s=0.005, recheck_s=0.005, listeners_per_caller=1)
    site = Site(house, CountsLimits(streams=streams))

    async def story() -> None:
        async with stream(site, site.token()) as first:
            async with stream(site, site.token()) as second:
                assert second.status == 429
            async with stream(site, site.token(), client="198.51.100.1") as elsewhere:
                assert elsewhere.status == 200
            site.door.end_streams()
            await first.ended()
        own = asyncio.current_task()
        await until(lambda: asyncio.all_tasks() == {own})

    asyncio.run(story())


def test_a_stream_needs_a_token(site: Site) -> None:
    heard = ask(site.door, "/counts/stream")
    assert (heard.status, heard.error[0]) == (400, "invalid_parameters")
