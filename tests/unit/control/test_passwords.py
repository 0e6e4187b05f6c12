"""Passwords: which may be chosen, and what their hashing may cost."""

import os
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.password_hashing import HashingLimits, PasswordHashing
from playhead.control.passwords import check_new_password, common_passwords

CHEAP = HashingLimits(memory_kib=8, passes=1)
PASSWORD = "long enough for anybody"


def hashing(limits: HashingLimits = CHEAP) -> PasswordHashing:
    return PasswordHashing(os.urandom, limits)


def problem_with(password: str) -> str | None:
    try:
        check_new_password(password, email="ada.lovelace@example.org", name="Ada of Lovelace")
    except ControlError as refused:
        return f"{refused.code.value}: {refused}"
    return None


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "abcde fghijk",
        "все счастливые семьи",
        "🎬🎞📽🎥📹📼🎦📺🎙🎚🎛🔊",
        "no Capital 1s needed",
        "x" * 100 + "abcdefgh",
    ],
)
def test_what_is_long_and_not_common_may_be_chosen(password: str) -> None:
    assert problem_with(password) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "too short"),
        ("elevenchars", "too short"),
        ("e\u0301" * 11, "too short"),
        ("x" * 129, "too long"),
        ("\ufdfa" * 12, "too long"),
        ("halfacharacter\ud800", "half of a character"),
        ("aaaaaaaaaaaaaaa", "hardly any"),
        ("abababababababab", "hardly any"),
        ("qwertyqwerty", "most common"),
        ("QwertyQwerty", "most common"),
        ("\uff51\uff57\uff45\uff52\uff54\uff59qwerty", "most common"),
        ("ADA.lovelace@example.org", "own name"),
        ("ada.lovelace", "own name"),
        ("ada of lovelace", "own name"),
        ("AdaOfLovelace", "own name"),
    ],
    ids=ascii,
)
def test_what_is_guessed_first_is_refused_and_not_repeated(password: str, why: str) -> None:
    told = problem_with(password)
    assert told is not None
    assert told.startswith(ControlErrorCode.PASSWORD_REFUSED.value)
    assert why in told
    assert not password or password not in told


def test_the_common_ones_are_long_and_many() -> None:
    # OWASP's verification standard asks for the 3,000 most common that the rules would allow.
    assert len(common_passwords()) > 10_000
    assert min(len(each) for each in common_passwords()) >= 12


@given(st.text(min_size=1, max_size=60))
def test_a_hash_is_of_its_password_alone(password: str) -> None:
    hashes = hashing()
    try:
        password.encode()
    except UnicodeEncodeError:
        return
    stored = hashes.hash(password)
    assert stored != hashes.hash(password), "each has a salt of its own"
    assert hashes.verify(password, stored)
    assert not hashes.verify(password + "x", stored)
    assert not hashes.verify(password, None)


def test_different_keyboards_may_send_different_forms() -> None:
    stored = hashing().hash("cafe\u0301 cre\u0300me")
    assert hashing().verify("café crème", stored)


def test_a_hash_costs_what_is_advised() -> None:
    stored = hashing(HashingLimits()).hash(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_other_costs_is_outdated() -> None:
    stored = hashing().hash(PASSWORD)
    assert not hashing().is_outdated(stored)
    assert hashing(HashingLimits(memory_kib=8, passes=2)).is_outdated(stored)


@pytest.mark.parametrize("stored", ["", "plain", "$2b$12$abc", "$argon2id$v=19$m=8,t=1,p=1$$"])
def test_what_is_no_hash_is_told_and_not_repeated(stored: str) -> None:
    with pytest.raises(ControlError) as refused:
        hashing().verify(PASSWORD, stored)
    assert refused.value.code is ControlErrorCode.DATA_UNREADABLE
    assert not stored or stored not in str(refused.value)


def test_so_many_are_hashed_at_once_so_many_wait_and_the_rest_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = HashingLimits(memory_kib=8, passes=1, at_once=2, waiting=3, wait_s=30)
    hashes = hashing(limits)
    go_on = threading.Event()
    lock = threading.Lock()
    now, most = 0, 0

    def slowly(_self: PasswordHashing, _stored: str, _password: str) -> bool:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        assert go_on.wait(30)
        with lock:
            now -= 1
        return True

    monkeypatch.setattr(PasswordHashing, "_matches", slowly)
    outcomes: list[object] = []

    def sign_in() -> None:
        try:
            outcomes.append(hashes.verify(PASSWORD, "stored"))
        except ControlError as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=sign_in) for _ in range(9)]
    for thread in threads:
        thread.start()
    give_up = time.monotonic() + 30
    while len(outcomes) < 4:
        assert time.monotonic() < give_up
        time.sleep(0.005)
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert outcomes.count(ControlErrorCode.SIGN_INS_TOO_MANY) == 4
    assert outcomes.count(True) == 5
    assert most == 2
    assert hashes.verify(PASSWORD, "stored"), "there is room again"


def test_who_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = hashing(HashingLimits(memory_kib=8, passes=1, at_once=1, waiting=1, wait_s=0.01))
    begun, go_on = threading.Event(), threading.Event()

    def slowly(_self: PasswordHashing, _stored: str, _password: str) -> bool:
        begun.set()
        return go_on.wait(30)

    monkeypatch.setattr(PasswordHashing, "_matches", slowly)
    first = threading.Thread(target=hashes.verify, args=(PASSWORD, "stored"))
    first.start()
    assert begun.wait(30)
    with pytest.raises(ControlError) as refused:
        hashes.verify(PASSWORD, "stored")
    assert refused.value.code is ControlErrorCode.SIGN_INS_TOO_MANY
    go_on.set()
    first.join(30)
