"""What every control database promises about access tokens, and about snapshots of them."""

import base64
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, select

from playhead.control import Control, ControlError, ControlErrorCode, ControlLimits
from playhead.control.credentials import digest_of
from playhead.control.tables import Table
from playhead.model.access import Environment, Permission

NOW_MS = 1_800_000_000_000


@pytest.fixture
def production(control: Control) -> Environment:
    return control.find_environment("Production")


def test_a_token_has_a_random_uuid_and_a_256_bit_secret(
    control: Control, production: Environment
) -> None:
    token, secret = control.create_token(production, "ci")
    assert uuid.UUID(token.id).version == 4
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret)
    assert token.environment_id == production.id
    assert token.permissions == (Permission.DATA_READ,)
    assert token.revoked_at_ms is None


def test_permissions_are_kept_once_and_in_order(control: Control, production: Environment) -> None:
    asked = ["system:write", "data:read", "system:write"]
    token, secret = control.create_token(production, "ci", asked)
    assert token.permissions == (Permission.DATA_READ, Permission.SYSTEM_WRITE)
    assert control.verify_token(token.id, secret) == token
    assert token.allows(Permission.SYSTEM_WRITE)
    assert not token.allows(Permission.DATA_WRITE)


def test_no_secret_is_stored_only_its_digest(
    control: Control, production: Environment, dsn: str, tmp_path: Path
) -> None:
    _, secret = control.create_token(production, "ci")
    engine = create_engine(make_url(dsn))
    with engine.connect() as connection:
        rows = [
            value
            for table in Table.metadata.sorted_tables
            for row in connection.execute(select(table))
            for value in row
        ]
    engine.dispose()
    stored = b"\n".join(
        [value if isinstance(value, bytes) else str(value).encode() for value in rows]
        + [each.read_bytes() for each in sorted(tmp_path.iterdir())]
    )
    assert digest_of(secret) in stored, "the search itself must be able to find something"
    assert secret.encode() not in stored
    assert base64.urlsafe_b64decode(secret + "=") not in stored


def test_a_revoked_token_never_verifies_again(control: Control, production: Environment) -> None:
    kept, kept_secret = control.create_token(production, "kept")
    gone, gone_secret = control.create_token(production, "gone")
    revoked = control.revoke_token(gone.id)
    assert revoked.revoked_at_ms is not None
    assert control.revoke_token(gone.id) == revoked, "the first moment stays"
    assert control.verify_token(gone.id, gone_secret) is None
    assert control.verify_token(kept.id, kept_secret) == kept
    assert control.snapshot().verify(gone.id, gone_secret, NOW_MS) is None
    assert gone.id not in control.snapshot().credentials_by_token_id
    assert control.list_tokens() == (kept,)
    assert control.list_tokens(include_revoked=True) == (kept, revoked)


def test_tokens_are_listed_by_environment(control: Control, production: Environment) -> None:
    development = control.find_environment("Development")
    first, _ = control.create_token(production, "ci")
    second, _ = control.create_token(development, "ci")
    assert control.list_tokens(production) == (first,)
    assert control.list_tokens(development) == (second,)
    assert control.list_tokens() == (first, second)


def test_an_environment_has_a_limit_of_tokens_in_force(opened: Callable[..., Control]) -> None:
    control = opened(limits=ControlLimits(tokens_per_environment=1))
    production = control.find_environment("Production")
    development = control.find_environment("Development")
    token, _ = control.create_token(production, "ci")
    control.create_token(development, "ci")
    with pytest.raises(ControlError, match="Production has 1 in force, and 1 is the most") as full:
        control.create_token(production, "more")
    assert full.value.code is ControlErrorCode.TOKEN_LIMIT
    control.revoke_token(token.id)
    control.create_token(production, "more")


@pytest.mark.parametrize("token_id", [str(uuid.UUID(int=7)), "", "x" * 10_000, "\x00", "\ud800"])
def test_revoking_what_is_nobodys_id_is_an_error(control: Control, token_id: str) -> None:
    with pytest.raises(ControlError, match="No access token has the id") as refused:
        control.revoke_token(token_id)
    assert refused.value.code is ControlErrorCode.TOKEN_NOT_FOUND
    assert len(str(refused.value)) < 1_000


def test_the_database_and_its_snapshot_verify_alike(
    control: Control, production: Environment
) -> None:
    development = control.find_environment("Development")
    made = [
        control.create_token(production, "ci"),
        control.create_token(production, "ops", list(Permission)),
        control.create_token(development, "gone"),
    ]
    control.revoke_token(made[2][0].id)
    ids = [token.id for token, _ in made]
    odd = ["", ":", "\x00", "\ud800", "x" * 100_000, digest_of(made[0][1]).hex()]
    presented = [(i, s) for i in [*ids, ids[0].upper(), *odd] for s in [s for _, s in made] + odd]
    snapshot = control.snapshot()
    verified = [snapshot.verify(*each, NOW_MS) for each in presented]
    assert verified == [control.verify_token(*each) for each in presented]
    assert [token for token in verified if token is not None] == [made[0][0], made[1][0]]


def test_a_snapshot_is_whole_and_of_its_change_number(
    control: Control, production: Environment
) -> None:
    token, secret = control.create_token(production, "ci")
    before = control.snapshot()
    assert before.change_number == control.change_number()
    existing = control.list_environments()
    assert before.environments_by_id == {each.id: each for each in existing}
    assert before.environments_by_key == {each.env_key: each for each in existing}
    assert before.credentials_by_token_id[token.id].digest == digest_of(secret)
    control.revoke_token(token.id)
    assert before.verify(token.id, secret, NOW_MS) == token, "a snapshot does not change"
    assert control.snapshot().change_number > before.change_number


def test_the_change_number_moves_with_every_write_and_with_no_read(
    opened: Callable[..., Control],
) -> None:
    writer, reader = opened(), opened()
    seen = [reader.change_number()]
    production = writer.create_environment("Staging")
    seen.append(reader.change_number())
    token, secret = writer.create_token(production, "ci")
    seen.append(reader.change_number())
    writer.revoke_token(token.id)
    seen.append(reader.change_number())
    assert seen == sorted(set(seen))
    reader.list_environments()
    reader.verify_token(token.id, secret)
    reader.snapshot()
    opened()
    with pytest.raises(ControlError):
        writer.create_environment("Production")
    assert reader.change_number() == seen[-1]
