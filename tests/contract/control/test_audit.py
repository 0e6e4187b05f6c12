"""What every control database promises about signing keys, ends and uses of tokens, and the log."""

import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from playhead.control import (
    Control,
    ControlError,
    ControlErrorCode,
    ControlLimits,
    EnvironmentChanges,
)
from playhead.control.annotations import Changes
from playhead.control.audit import FIELDS_MOST, PAGE_MOST, VALUE_CHARS_MOST, Change, record
from playhead.model.audit import Actor, ActorKind
from playhead.model.intent import ErrorCategory

SOMEBODY = Actor(ActorKind.PERSON, "person-1", "Ada", "192.0.2.0/24")
LATER_MS = 1_900_000_000_000


def test_only_the_public_half_of_a_signing_key_is_kept(control: Control) -> None:
    environment = control.find_environment("Production")
    made, private_pem = control.signing_keys.create(environment.id)
    assert private_pem.startswith("-----BEGIN RSA PRIVATE KEY-----\n")
    assert len(made.id) == 44
    assert made.id.isalnum()
    private = serialization.load_pem_private_key(private_pem.encode(), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    assert private.key_size == 2048
    public = serialization.load_pem_public_key(made.public_key.encode())
    assert isinstance(public, rsa.RSAPublicKey)
    signature = private.sign(b"text", padding.PKCS1v15(), hashes.SHA256())
    public.verify(signature, b"text", padding.PKCS1v15(), hashes.SHA256())
    assert control.signing_keys.find(environment.id, made.id) == made
    assert control.snapshot().signing_keys_by_id == {made.id: made}
    assert "PRIVATE" not in repr(control.snapshot())


def test_signing_keys_are_listed_by_environment_newest_first(
    opened: Callable[..., Control],
) -> None:
    control = opened(limits=ControlLimits(signing_keys_per_environment=3))
    ours, theirs = control.list_environments()
    made = [control.signing_keys.create(ours.id)[0] for _ in range(3)][::-1]
    other, _ = control.signing_keys.create(theirs.id)
    listed = control.signing_keys.listed
    assert listed(ours.id, limit=2, page=1) == (tuple(made[:2]), 3)
    assert listed(ours.id, limit=2, page=2) == ((made[2],), 3)
    assert listed(ours.id, limit=2, page=3) == ((), 3)
    with pytest.raises(ControlError, match="has 3, and 3 is the most") as full:
        control.signing_keys.create(ours.id)
    assert full.value.code is ControlErrorCode.SIGNING_KEY_LIMIT
    assert control.signing_keys.find(theirs.id, made[0].id) is None
    assert control.signing_keys.delete(theirs.id, made[0].id) is False
    assert control.signing_keys.delete(ours.id, made[0].id) is True
    assert control.signing_keys.delete(ours.id, made[0].id) is False
    assert set(control.snapshot().signing_keys_by_id) == {made[1].id, made[2].id, other.id}


@pytest.mark.parametrize("key_id", ["", "\x00", "\ud800", "x" * 10_000, "é"])
def test_what_is_nobodys_key_is_not_found(control: Control, key_id: str) -> None:
    environment = control.find_environment("Production")
    assert control.signing_keys.find(environment.id, key_id) is None
    assert control.signing_keys.delete(environment.id, key_id) is False


def test_a_token_ends_when_it_was_said_to(control: Control) -> None:
    environment = control.find_environment("Production")
    lasting, _ = control.create_token(environment, "lasting")
    # The clock of these tests moves by a millisecond whenever somebody looks.
    ends_ms = lasting.created_at_ms + 40
    token, secret = control.create_token(environment, "brief", expires_at_ms=ends_ms)
    assert token.expires_at_ms == ends_ms
    snapshot = control.snapshot()
    assert snapshot.verify(token.id, secret, ends_ms - 1) == token
    assert snapshot.verify(token.id, secret, ends_ms) is None
    verified = [control.verify_token(token.id, secret) for _ in range(60)]
    assert verified[0] == token
    assert verified[-1] is None
    assert token.id not in control.snapshot().credentials_by_token_id
    assert control.list_tokens() == (lasting, token)


def test_an_ended_token_makes_room(opened: Callable[..., Control]) -> None:
    control = opened(limits=ControlLimits(tokens_per_environment=1))
    environment = control.find_environment("Production")
    near_ms = environment.created_at_ms + 30
    control.create_token(environment, "brief", expires_at_ms=near_ms)
    for _ in range(40):
        control.verify_token("", "")
    control.create_token(environment, "next")


@pytest.mark.parametrize("expires_at_ms", [0, -1, 10**15])
def test_a_token_cannot_end_before_it_begins(control: Control, expires_at_ms: int) -> None:
    environment = control.find_environment("Production")
    with pytest.raises(ControlError, match="give a moment to come") as refused:
        control.create_token(environment, "ci", expires_at_ms=expires_at_ms)
    assert refused.value.code is ControlErrorCode.TOKEN_EXPIRY_INVALID


def test_a_token_is_renamed_and_its_secret_stays(control: Control) -> None:
    token, secret = control.create_token(control.find_environment("Production"), "ci")
    renamed = control.rename_token(token.id, "nightly")
    assert (renamed.id, renamed.name) == (token.id, "nightly")
    assert control.verify_token(token.id, secret) == renamed
    for token_id, name in ((token.id, ""), ("nobody", "x")):
        with pytest.raises(ControlError):
            control.rename_token(token_id, name)


def test_a_noted_use_is_seen_and_is_no_change(opened: Callable[..., Control]) -> None:
    ours, theirs = opened(), opened()
    token, _ = ours.create_token(ours.find_environment("Production"), "ci")
    before = ours.change_number()
    ours.note_token_uses({token.id: LATER_MS, "nobody": 1})
    theirs.note_token_uses({token.id: LATER_MS - 1})
    assert [each.last_used_at_ms for each in theirs.list_tokens()] == [LATER_MS]
    theirs.note_token_uses({token.id: LATER_MS + 1})
    assert [each.last_used_at_ms for each in ours.list_tokens()] == [LATER_MS + 1]
    ours.note_token_uses({})
    assert ours.change_number() == before


def _everything(control: Control) -> list[str]:
    """Change everything once, and say what the log must hold of it, newest last."""
    production = control.find_environment("Production")
    organization = control.create_organization("Acme", by=SOMEBODY)
    control.rename_organization(organization.id, "Acme 2", by=SOMEBODY)
    made = control.create_environment("Staging", by=SOMEBODY)
    changes = EnvironmentChanges(view_retention_days=7)
    control.change_environment(made.id, changes, by=SOMEBODY)
    control.rotate_env_key(made.id, accept_old_for_ms=0, by=SOMEBODY)
    token, _ = control.create_token(production, "ci", by=SOMEBODY)
    control.rename_token(token.id, "ci 2", by=SOMEBODY)
    control.revoke_token(token.id, by=SOMEBODY)
    control.revoke_token(token.id, by=SOMEBODY)
    key, _ = control.signing_keys.create(made.id, by=SOMEBODY)
    control.signing_keys.delete(made.id, key.id, by=SOMEBODY)
    control.error_categories.decide(made.id, "1001", ErrorCategory.WARNING, by=SOMEBODY)
    control.custom_dimensions.show(made.id, "custom_1", display_name="Plan", by=SOMEBODY)
    note = control.annotations.create(made.id, "note", 1, by=SOMEBODY)
    control.annotations.change(made.id, note.id, Changes(note="more"), by=SOMEBODY)
    control.annotations.delete(made.id, note.id, by=SOMEBODY)
    control.recomputations.request(from_ms=1, to_ms=2, environment_id=made.id, by=SOMEBODY)
    return [
        "organization.created", "environment.created", "environment.created",
        "organization.renamed", "environment.created", "environment.changed",
        "environment.key_rotated", "access_token.created", "access_token.renamed",
        "access_token.revoked", "signing_key.created", "signing_key.deleted",
        "error_category.decided", "custom_dimension.changed", "annotation.created",
        "annotation.changed", "annotation.deleted", "recomputation.requested",
    ]  # fmt: skip


def test_every_change_is_in_the_log_once_with_who_made_it(control: Control) -> None:
    expected = _everything(control)
    entries = control.audit.listed(None, limit=PAGE_MOST).rows[::-1][3:]
    assert [each.action for each in entries] == expected
    assert {each.actor for each in entries} == {SOMEBODY}
    assert [each.id for each in entries] == sorted({each.id for each in entries})
    changed = next(each for each in entries if each.action == "environment.changed")
    assert changed.detail == {"view_retention_days": "7"}
    assert changed.organization_id == control.default_organization.id


def test_the_first_open_is_in_the_log_as_the_servers_own_work(control: Control) -> None:
    entries = control.audit.listed(control.default_organization.id, limit=10).rows
    assert [(each.action, each.target_name) for each in entries[::-1]] == [
        ("organization.created", "Default"),
        ("environment.created", "Production"),
        ("environment.created", "Development"),
    ]
    assert {each.actor.kind for each in entries} == {ActorKind.SYSTEM}


def test_an_organization_reads_its_own_log_alone(control: Control) -> None:
    acme = control.create_organization("Acme")
    theirs = control.find_environment("Acme/Production")
    control.create_token(theirs, "theirs", by=SOMEBODY)
    control.create_token(control.find_environment("Production"), "ours", by=SOMEBODY)
    control.recomputations.request(from_ms=1, to_ms=2)
    for owner, name in ((acme, "theirs"), (control.default_organization, "ours")):
        rows = control.audit.listed(owner.id, limit=PAGE_MOST).rows
        assert {each.organization_id for each in rows} == {owner.id}
        assert [each.target_name for each in rows if each.actor == SOMEBODY] == [name]
        assert rows[0].action == "recomputation.requested", "it is about everybody's views"


def test_the_log_is_read_page_by_page_and_by_what_is_asked(control: Control) -> None:
    environment = control.find_environment("Production")
    for number in range(5):
        control.create_token(environment, f"token {number}", by=SOMEBODY)
    owner = environment.organization_id
    seen: list[str] = []
    before_id = None
    for _ in range(4):
        page = control.audit.listed(
            owner, limit=2, before_id=before_id, action="access_token.created"
        )
        seen += [each.target_name for each in page.rows]
        before_id = page.next_before_id
        if before_id is None:
            break
    assert seen == [f"token {number}" for number in range(4, -1, -1)]
    assert len(control.audit.listed(owner, limit=50, actor_id=SOMEBODY.id).rows) == 5
    for nobody in ("\x00", "\ud800", "x" * 10_000):
        assert control.audit.listed(owner, limit=50, actor_id=nobody).rows == ()
        assert control.audit.listed(owner, limit=50, action=nobody).rows == ()
    for before in (-5, 0):
        assert control.audit.listed(owner, limit=50, before_id=before).rows == ()
    assert len(control.audit.listed(owner, limit=10**9, before_id=10**30).rows) == 8


def test_a_change_that_is_refused_leaves_no_entry(control: Control) -> None:
    before = control.audit.listed(None, limit=PAGE_MOST)
    environment = control.find_environment("Production")
    with pytest.raises(ControlError):
        control.create_environment("production", by=SOMEBODY)
    with pytest.raises(ControlError):
        control.create_token(environment, "", by=SOMEBODY)
    control.annotations.delete(environment.id, "nobody", by=SOMEBODY)
    control.signing_keys.delete(environment.id, "nobody", by=SOMEBODY)
    assert control.audit.listed(None, limit=PAGE_MOST) == before


def test_what_clients_send_cannot_make_an_entry_large_or_unwritable(control: Control) -> None:
    hostile = "\x00\ud800" + "å" * 100_000
    change = Change(
        "thing.done", target_id=hostile, target_name=hostile,
        detail={f"{number} {hostile}": hostile for number in range(1_000)},
    )  # fmt: skip
    with control._transactions.writing() as session:
        record(session, 1, Actor(ActorKind.TOKEN, hostile, hostile, hostile), change)
    [entry] = control.audit.listed(None, limit=1).rows
    assert entry.target_name.startswith("\ufffd\ufffdå")
    assert len(entry.detail) <= FIELDS_MOST
    assert all(len(value) <= VALUE_CHARS_MOST for value in entry.detail.values())
    assert len(json.dumps(entry.detail, ensure_ascii=False)) < 64_000
