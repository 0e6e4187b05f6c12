"""What is drawn has the promised shape, and what is compared is always compared."""

import hashlib
import hmac

import pytest

from playhead.control import ControlSnapshot, Credential, credentials
from playhead.model.access import AccessToken, Permission

TOKEN = AccessToken("3f0c", "envaaaaa", "ci", (Permission.DATA_READ,), 1)
SECRET = "correct"
SNAPSHOT = ControlSnapshot(
    change_number=1,
    organizations_by_id={},
    environments_by_key={},
    environments_by_id={},
    credentials_by_token_id={
        TOKEN.id: Credential(token=TOKEN, digest=hashlib.sha256(SECRET.encode()).digest())
    },
)


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (credentials.draw_public_id(bytes), "aaaaaaaa"),
        (credentials.draw_public_id(lambda size: b"\xff" * size), "77777777"),
        (credentials.draw_env_key(bytes), "a" * 24),
        (credentials.draw_token_id(bytes), "00000000-0000-4000-8000-000000000000"),
        (credentials.draw_secret(bytes), "A" * 43),
        (credentials.draw_secret(lambda size: b"\xff" * size), "_" * 42 + "8"),
    ],
)
def test_what_is_drawn_has_its_shape_at_both_ends_of_chance(drawn: str, expected: str) -> None:
    assert drawn == expected


def test_a_secret_is_drawn_from_256_bits() -> None:
    sizes: list[int] = []

    def counted(size: int) -> bytes:
        sizes.append(size)
        return bytes(size)

    credentials.draw_secret(counted)
    assert sum(sizes) * 8 == 256


@pytest.mark.parametrize(
    ("token_id", "secret", "verified"),
    [
        ("3f0c", "correct", TOKEN),
        ("3f0c", "correct ", None),
        ("3f0c", "", None),
        ("3F0C", "correct", None),
        ("unknown", "correct", None),
        ("", "", None),
        ("3f0c", "\ud800", None),
        ("3f0c", "x" * 1_000_000, None),
    ],
)
def test_only_the_right_secret_of_a_known_id_verifies(
    token_id: str, secret: str, verified: AccessToken | None
) -> None:
    assert SNAPSHOT.verify(token_id, secret, 1) == verified


@pytest.mark.parametrize("token_id", ["3f0c", "unknown"], ids=["known id", "unknown id"])
def test_one_comparison_of_whole_digests_is_made_whoever_asks(
    token_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[int, int]] = []
    real = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", watched)
    assert SNAPSHOT.verify(token_id, "wrong", 1) is None
    assert compared == [(credentials.DIGEST_BYTES, credentials.DIGEST_BYTES)]


def test_a_token_in_a_log_shows_no_secret() -> None:
    assert "digest" not in repr(TOKEN)
    assert "secret" not in repr(TOKEN)
