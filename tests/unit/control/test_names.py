"""Names that people give, and the sentences that refuse them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.control import ControlError, ControlErrorCode
from playhead.control.names import (
    NAME_CHARS_MOST,
    check_name,
    check_permissions,
    folded,
    not_found,
    shown,
)
from playhead.model.access import Permission

ADVICE = " Give 1 to 128 characters without control characters, and no space at either end."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "The environment name '' is empty."),
        (
            "x" * 129,
            (
                f"The environment name '{'x' * 80}'… (129 characters)"
                " has 129 characters, which is too long."
            ),
        ),
        ("a\x00b", r"The environment name 'a\x00b' has the character U+0000 at position 2."),
        ("a\nb", r"The environment name 'a\nb' has the character U+000A at position 2."),
        ("\x7f", r"The environment name '\x7f' has the character U+007F at position 1."),
        ("a\u2028", r"The environment name 'a\u2028' has the character U+2028 at position 2."),
        ("\ud800", r"The environment name '\ud800' has the character U+D800 at position 1."),
        ("a\u202eb", r"The environment name 'a\u202eb' has the character U+202E at position 2."),
        (" a", "The environment name ' a' begins or ends with a space."),
        ("a\u3000", r"The environment name 'a\u3000' begins or ends with a space."),
    ],
)
def test_a_name_that_could_not_be_read_back_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(ControlError) as refused:
        check_name("environment", name)
    assert refused.value.code is ControlErrorCode.NAME_INVALID
    assert str(refused.value) == sentence + ADVICE


@pytest.mark.parametrize(
    "name", ["a", "x" * NAME_CHARS_MOST, "Наша среда", "本番", "👩\u200d🚀 team"]
)
def test_a_name_in_any_script_is_welcome(name: str) -> None:
    check_name("environment", name)


@given(st.text())
def test_folding_is_stable_and_case_blind(name: str) -> None:
    assert folded(folded(name)) == folded(name)
    assert folded(name.casefold()) == folded(name)


@given(st.text(alphabet=st.characters()))
def test_whatever_is_shown_can_be_printed(value: str) -> None:
    sentence = shown(value)
    assert sentence.isprintable()
    assert len(sentence) < 1_000
    sentence.encode()


@pytest.mark.parametrize(
    ("asked", "code", "sentence"),
    [
        (
            ["data:reed"],
            ControlErrorCode.PERMISSION_UNKNOWN,
            (
                "There is no permission 'data:reed'. Did you mean data:read?"
                " Allowed are data:read, data:write, system:read, system:write."
            ),
        ),
        (
            ["DATA:WRITE"],
            ControlErrorCode.PERMISSION_UNKNOWN,
            (
                "There is no permission 'DATA:WRITE'. Did you mean data:write?"
                " Allowed are data:read, data:write, system:read, system:write."
            ),
        ),
        (
            ["data:read", "zzz", "\x00"],
            ControlErrorCode.PERMISSION_UNKNOWN,
            (
                r"There is no permission '\x00', 'zzz'."
                " Allowed are data:read, data:write, system:read, system:write."
            ),
        ),
        (
            "system:reads",
            ControlErrorCode.PERMISSION_UNKNOWN,
            (
                "There is no permission 'system:reads'. Did you mean system:read?"
                " Allowed are data:read, data:write, system:read, system:write."
            ),
        ),
        (
            [],
            ControlErrorCode.PERMISSIONS_EMPTY,
            (
                "The token was given no permission, so it could do nothing."
                " Give at least one of data:read, data:write, system:read, system:write."
            ),
        ),
    ],
)
def test_permissions_outside_the_closed_list_are_refused(
    asked: list[str] | str, code: ControlErrorCode, sentence: str
) -> None:
    with pytest.raises(ControlError) as refused:
        check_permissions(asked)
    assert refused.value.code is code
    assert str(refused.value) == sentence


def test_one_permission_may_be_given_as_text() -> None:
    assert check_permissions("system:read") == (Permission.SYSTEM_READ,)


def test_a_long_list_of_environments_is_cut_after_the_nearest_ten() -> None:
    existing = [(f"Channel {number}", f"id{number:06}") for number in range(1, 31)]
    refused = not_found(
        ControlErrorCode.ENVIRONMENT_NOT_FOUND, "environment", "chanel 17", existing
    )
    sentence = str(refused)
    assert "There are: Channel 17 (id000017), " in sentence
    assert sentence.count("Channel") == 10
    assert sentence.endswith(" and 20 more. Use one of them.")
