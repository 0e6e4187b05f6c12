"""Uses of tokens are noted without waiting, and none is lost while the shelf is away."""

import asyncio
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from playhead.app.token_uses import TokenUses
from playhead.control import Control, ControlError, ControlErrorCode, open_control


class Heard:
    """A log that keeps what it is told."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def error(self, event: str, **_values: object) -> None:
        self.errors.append(event)

    def warning(self, event: str, **_values: object) -> None:
        self.errors.append(event)

    def exception(self, event: str, **_values: object) -> None:
        self.errors.append(event)

    def info(self, event: str, **_values: object) -> None:
        self.errors.append(event)


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    dsn = f"sqlite:///{tmp_path}/control.db"
    with open_control(dsn, clock=lambda: 1, random_bytes=secrets.token_bytes) as opened:
        yield opened


def _used(control: Control) -> list[int | None]:
    return [each.last_used_at_ms for each in control.list_tokens()]


def test_the_last_use_is_written_down(control: Control) -> None:
    token, _ = control.create_token(control.find_environment("Production"), "ci")
    uses = TokenUses(control, Heard())
    for at_ms in (5, 9, 7):
        uses.note(token.id, at_ms)
    assert _used(control) == [None]
    asyncio.run(uses.write())
    assert _used(control) == [9]


def test_nothing_noted_is_nothing_written(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_uses: Mapping[str, int]) -> None:
        raise AssertionError("written")

    monkeypatch.setattr(control, "note_token_uses", never)
    asyncio.run(TokenUses(control, Heard()).write())


def test_what_cannot_be_written_is_kept_for_the_next_time(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, _ = control.create_token(control.find_environment("Production"), "ci")
    heard = Heard()
    uses = TokenUses(control, heard)
    uses.note(token.id, 5)

    def away(_uses: Mapping[str, int]) -> None:
        uses.note(token.id, 8)
        raise ControlError(ControlErrorCode.DATABASE_UNAVAILABLE, "away")

    with monkeypatch.context() as broken:
        broken.setattr(control, "note_token_uses", away)
        asyncio.run(uses.write())
    assert heard.errors == ["uses of tokens cannot be written"]
    asyncio.run(uses.write())
    assert _used(control) == [8]
