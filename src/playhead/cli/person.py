"""`playhead person`: who may sign in, also while the server runs and when nobody can sign in."""

from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import App, Parameter
from cyclopts.validators import Number

from playhead.app.links import invitation_link, reset_link, setup_link
from playhead.cli.data import (
    DEFAULT_DATA,
    Data,
    Json,
    control_in,
    folder_at,
    running_server,
    settings_in,
    this_user,
)
from playhead.cli.moment import shown_moment
from playhead.cli.passwords import read_new_password
from playhead.cli.stop import CommandError
from playhead.model.people import Membership, Person, Role

if TYPE_CHECKING:
    from playhead.control import Control

person = App(name="person", help="Invite, make, change and list the people who may sign in.")
HOUR_MS = 3_600_000
Who = Annotated[str, Parameter(help="Email address or id of the person.")]
Email = Annotated[str, Parameter(help="Email address.")]
RoleGiven = Annotated[Role, Parameter(name="--role", help="admin, or member who only reads.")]
Environments = Annotated[
    list[str] | None,
    Parameter(
        name="--environment", negative="", help="Name or id of one that a member sees [all]."
    ),
]
Owner = Annotated[
    str | None,
    Parameter(name="--organization", help="Name or id of the organization [the first]."),
]
Hours = Annotated[
    float, Parameter(name="--hours", validator=Number(gt=0), help="How long the link is of use.")
]
Url = Annotated[
    str | None,
    Parameter(name="--url", help="Where browsers find the server [public_url, or as it listens]."),
]


@person.command
def invite(  # noqa: PLR0913 - each is an option
    email: Email,
    /,
    *,
    role: RoleGiven = Role.MEMBER,
    environment: Environments = None,
    organization: Owner = None,
    hours: Hours = 168.0,
    url: Url = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a link with which whoever has this address joins the organization.

    Hand the link over yourself: no mail is sent.
    """
    base = _base(data, url)
    with control_in(data) as control:
        _, secret = control.people.invite(
            _owner(control, organization),
            email,
            role,
            _environment_ids(control, environment),
            lasts_ms=round(hours * HOUR_MS),
            by=this_user(),
        )
    _tell_link(invitation_link(base, secret), json=json)


@person.command
def create(  # noqa: PLR0913 - each is an option
    email: Email,
    /,
    *,
    name: Annotated[str, Parameter(help="What the person is called.")],
    role: RoleGiven = Role.MEMBER,
    environment: Environments = None,
    organization: Owner = None,
    without_password: Annotated[
        bool,
        Parameter(negative="", help="For somebody who signs in through an identity provider."),
    ] = False,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a person. The password is asked for, or read from standard input."""
    password = None if without_password else read_new_password()
    with control_in(data, new=True) as control:
        made = control.people.create(
            email,
            name,
            password,
            _owner(control, organization),
            role,
            _environment_ids(control, environment),
            by=this_user(),
        )
    print(msgspec.json.encode(made).decode() if json else f"{made.id}  {made.email}  {made.name}")


@person.command(name="list")
def list_(*, organization: Owner = None, json: Json = False, data: Data = DEFAULT_DATA) -> None:
    """List the people of an organization, and what they may do there."""
    with control_in(data) as control:
        found = control.people.listed(_owner(control, organization))
        names = {one.id: one.name for one in control.list_environments()}
    if json:
        listed = [{"person": one, "membership": place} for one, place in found]
        print(msgspec.json.encode(listed).decode())
        return
    for one, place in found:
        print(_line(one, place, names))


@person.command
def set_role(
    who: Who, /, *, role: RoleGiven, organization: Owner = None, data: Data = DEFAULT_DATA
) -> None:
    """Make somebody an admin, or a member. A former admin goes on to see all environments."""
    with control_in(data) as control:
        found, place = _place(control, who, organization)
        control.people.set_membership(
            found.id, place.organization_id, role, place.environment_ids, by=this_user()
        )
    print(f"{found.email} is {role.value}")


@person.command
def set_environments(
    who: Who,
    /,
    *,
    environment: Environments = None,
    organization: Owner = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Say which environments a member sees; without any, all of them."""
    with control_in(data) as control:
        found, place = _place(control, who, organization)
        if place.role is Role.ADMIN:
            raise CommandError(f"{found.email} is admin and sees all; make a member of them first")
        seen = _environment_ids(control, environment)
        control.people.set_membership(
            found.id, place.organization_id, place.role, seen, by=this_user()
        )
    print(f"{found.email} sees {'all environments' if seen is None else ', '.join(seen)}")


@person.command
def remove(who: Who, /, *, organization: Owner = None, data: Data = DEFAULT_DATA) -> None:
    """Take somebody out of an organization."""
    with control_in(data) as control:
        found, place = _place(control, who, organization)
        control.people.remove_membership(found.id, place.organization_id, by=this_user())
    print(f"{found.email} is removed")


@person.command
def disable(who: Who, /, *, data: Data = DEFAULT_DATA) -> None:
    """Keep somebody from signing in, and sign them out: within a second, on a running server."""
    with control_in(data) as control:
        found = control.people.disable(_found(control, who).id, by=this_user())
    print(f"{found.email} is disabled")


@person.command
def enable(who: Who, /, *, data: Data = DEFAULT_DATA) -> None:
    """Let somebody who was disabled sign in again."""
    with control_in(data) as control:
        found = control.people.enable(_found(control, who).id, by=this_user())
    print(f"{found.email} is enabled")


@person.command(name="reset-link")
def make_reset_link(
    who: Who,
    /,
    *,
    hours: Hours = 24.0,
    url: Url = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a link with which somebody sets a new password, once. No mail is sent."""
    base = _base(data, url)
    with control_in(data) as control:
        found = _found(control, who)
        lasts_ms = round(hours * HOUR_MS)
        secret = control.people.reset_link_secret(found.id, lasts_ms=lasts_ms, by=this_user())
    _tell_link(reset_link(base, secret), json=json)


@person.command
def set_password(who: Who, /, *, data: Data = DEFAULT_DATA) -> None:
    """Set somebody's password, asked for or read from standard input, and sign them out."""
    with control_in(data) as control:
        found = _found(control, who)
        control.people.set_password(found.id, read_new_password(), by=this_user())
    print(f"{found.email} has a new password")


@person.command
def sign_out(who: Who, /, *, data: Data = DEFAULT_DATA) -> None:
    """End all sessions of somebody."""
    with control_in(data) as control:
        found = _found(control, who)
        ended = control.sessions.end_all(found.id, by=this_user())
    print(f"{found.email} is signed out of {ended} {'session' if ended == 1 else 'sessions'}")


@person.command(name="setup-link")
def make_setup_link(
    *, hours: Hours = 12.0, url: Url = None, json: Json = False, data: Data = DEFAULT_DATA
) -> None:
    """Make a link that makes an admin of whoever opens it. Earlier ones end.

    It is for a new server, and for the day on which no admin can sign in.
    """
    base = _base(data, url)
    with control_in(data) as control:
        is_new = control.people.needs_setup()
        lasts_ms = round(hours * HOUR_MS)
        secret = control.people.first_run_link_secret(lasts_ms=lasts_ms, by=this_user())
    _tell_link((setup_link if is_new else invitation_link)(base, secret), json=json)


def _base(data: Data, url: str | None) -> str:
    """Return where browsers find the server, before anything is made that needs to be told."""
    folder = folder_at(data)
    public = url or settings_in(folder.path).public_url
    if public is not None:
        if not public.startswith(("https://", "http://")):
            raise CommandError(f"--url {public}: give a URL such as https://video.example.com")
        return public
    try:
        return running_server(folder)
    except CommandError as none_runs:
        raise CommandError(
            f"a link needs to know where browsers find the server: {none_runs}; or give --url, or"
            " set public_url"
        ) from none_runs


def _tell_link(link: str, *, json: bool) -> None:
    print(msgspec.json.encode({"link": link}).decode() if json else link)


def _owner(control: "Control", organization: str | None) -> str:
    if organization is None:
        return control.default_organization.id
    return control.find_organization(organization).id


def _environment_ids(control: "Control", asked: list[str] | None) -> list[str] | None:
    return [control.find_environment(one).id for one in asked] if asked else None


def _found(control: "Control", who: str) -> Person:
    found = control.people.find(who)
    if found is None:
        raise CommandError(
            f"nobody has the email address or id {who!r}; `playhead person list` shows who there is"
        )
    return found


def _place(control: "Control", who: str, organization: str | None) -> tuple[Person, Membership]:
    found, owner = _found(control, who), _owner(control, organization)
    place = control.snapshot().membership(found.id, owner)
    if place is None:
        raise CommandError(
            f"{found.email} is not in the organization {owner}; name another with --organization"
        )
    return found, place


def _line(one: Person, place: Membership, names: dict[str, str]) -> str:
    seen = place.environment_ids
    sees = "all" if seen is None else ",".join(names[each] for each in seen)
    gone = "" if one.disabled_at_ms is None else f"  disabled {shown_moment(one.disabled_at_ms)}"
    return f"{one.id}  {one.email}  {place.role.value}  {sees}  {one.name}{gone}"
