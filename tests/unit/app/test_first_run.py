"""The set-up link: told while nobody can sign in, where only those look who run the server."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.app.first_run import offer_setup
from playhead.control import Control, ControlLimits, HashingLimits, open_control
from playhead.model.audit import SYSTEM_ACTOR
from playhead.model.people import Role

URL = "https://video.example.com/"
PLACE = "https://video.example.com/setup#"


class Lines:
    """A log that keeps what it is told."""

    def __init__(self) -> None:
        self.infos: list[dict[str, object]] = []
        self.errors: list[dict[str, object]] = []

    def info(self, event: str, **values: object) -> None:
        self.infos.append({"event": event, **values})

    def error(self, event: str, **values: object) -> None:
        self.errors.append({"event": event, **values})

    def exception(self, event: str, **values: object) -> None:
        raise AssertionError((event, values))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    limits = ControlLimits(hashing=HashingLimits(memory_kib=8, passes=1))
    dsn = f"sqlite:///{tmp_path}/control.db"
    with open_control(
        dsn, clock=lambda: 1_700_000_000_000, random_bytes=os.urandom, limits=limits
    ) as opened:
        yield opened


def test_the_link_is_told_in_the_log_and_on_a_terminal_and_ends_with_the_next_start(
    control: Control,
) -> None:
    secrets = []
    for _ in range(2):
        log, terminal = Lines(), Terminal()
        offer_setup(control.people, log, URL, terminal)
        link = log.infos[0]["link"]
        assert isinstance(link, str)
        assert link.startswith(PLACE)
        assert link in terminal.getvalue()
        secrets.append(link.removeprefix(PLACE))
    assert control.people.read_invitation(secrets[0]) is None
    assert control.people.read_invitation(secrets[1]) is not None


def test_what_is_no_terminal_is_told_nothing(control: Control) -> None:
    plain = io.StringIO()
    offer_setup(control.people, Lines(), URL, plain)
    assert plain.getvalue() == ""


def test_no_link_is_made_where_an_admin_can_sign_in(control: Control) -> None:
    place = control.default_organization.id
    password = "long enough for anybody"
    control.people.create(
        "ada@example.org", "Ada", password, place, Role.ADMIN, None, by=SYSTEM_ACTOR
    )
    log, terminal = Lines(), Terminal()
    offer_setup(control.people, log, URL, terminal)
    assert (log.infos, log.errors, terminal.getvalue()) == ([], [], "")
    assert control.people.invitations(place) == ()


def test_a_control_that_cannot_be_written_is_told_and_does_not_end_the_server(
    control: Control, tmp_path: Path
) -> None:
    control.close()
    for file in tmp_path.glob("control.db*"):
        file.unlink()
    (tmp_path / "control.db").mkdir()
    log, terminal = Lines(), Terminal()
    offer_setup(control.people, log, URL, terminal)
    assert "cannot be used" in str(log.errors[0]["error"])
    assert (log.infos, terminal.getvalue()) == ([], "")
