"""Email addresses: what one may hold, and when two are the same."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playhead.control.emails import checked_email, folded_email
from playhead.control.errors import ControlError, ControlErrorCode

ANY_TEXT = st.text(max_size=80)


def is_taken(email: str) -> bool:
    try:
        checked_email(email)
    except ControlError as refused:
        return refused.code is not ControlErrorCode.EMAIL_INVALID
    return True


@pytest.mark.parametrize(
    "email",
    [
        "a@b",
        "ada@example.org",
        "Ada.Lovelace+video@mail.example.co.uk",
        "o_o!#$&*=?^{}~-/@example.org",
        "jörg@müller.example",
        "用户@例子.公司",
        f"{'x' * 64}@example.org",
        f"a@{'.'.join(['x' * 62] * 3)}.{'x' * 62}",
    ],
)
def test_addresses_are_taken_as_given(email: str) -> None:
    assert checked_email(f" {email}\t") == email


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@example..org",
        "ada@.org",
        "ada@-example.org",
        "ada@exam_ple.org",
        ".ada@example.org",
        "ada..l@example.org",
        "ada l@example.org",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada\n@example.org",
        "ada@example.org,eve@example.org",
        "ada@example.org;eve@example.org",
        "Ada <ada@example.org>",
        '"ada"@example.org',
        "ada\x00@example.org",
        "ada\u202e@example.org",
        "ada\u200b@example.org",
        "ada\ud800@example.org",
        "ada\uff20eve.org@example.org",
        f"{'x' * 65}@example.org",
        f"{'é' * 40}@example.org",
        f"a@{'x' * 64}.org",
        f"a@{'.'.join(['x' * 63] * 4)}",
        "a@" + "x." * 100_000,
    ],
    ids=lambda email: ascii(email[:24]),
)
def test_what_is_no_address_is_refused(email: str) -> None:
    assert not is_taken(email)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ADA@EXAMPLE.ORG", "ada@example.org"),
        ("\uff41\uff44\uff41@example.org", "ada@example.org"),
        ("jo\u0308rg@example.org", "jörg@example.org"),
        ("STRASSE@example.org", "straße@example.org"),
        ("\ufb01t@example.org", "FIT@example.org"),
    ],
)
def test_addresses_that_look_alike_are_the_same(one: str, other: str) -> None:
    assert folded_email(one) == folded_email(other)
    assert is_taken(one)
    assert is_taken(other)


@given(ANY_TEXT)
@example("\u0345\u1fb3")
@example("\u03d3\u0345")
def test_to_fold_what_is_folded_changes_nothing(text: str) -> None:
    once = folded_email(text)
    assert folded_email(once) == once


@given(ANY_TEXT)
def test_case_and_form_make_no_difference(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded_email(unicodedata.normalize(form, text)) == folded_email(text)
    assert folded_email(text.casefold()) == folded_email(text)
    assert folded_email(f" {text}\n") == folded_email(text)


@given(ANY_TEXT | st.builds("{}@{}".format, ANY_TEXT, ANY_TEXT))
def test_what_is_taken_can_stand_in_a_header_and_in_a_row(text: str) -> None:
    if not is_taken(text):
        return
    kept = checked_email(text)
    assert checked_email(kept) == kept
    for form in (kept, folded_email(kept)):
        assert form.count("@") == 1
        assert form.isprintable()
        assert len(form.encode()) <= 254
        assert not set(form) & set(' \r\n\t\x00,;:<>()[]"\\')
