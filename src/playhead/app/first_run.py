"""The first run: how whoever starts the server, and nobody else, becomes its first admin.

A new server has nobody who could let anybody in. It makes a link and says so where only those look
who run it: on its terminal and in its log. A stranger who is faster at the page has no link.

Law: a link is made only while no admin can sign in; each start makes a new one and ends the last.
"""

import sys
from typing import TextIO

from playhead.app.links import setup_link
from playhead.control import ControlError, People
from playhead.model.audit import SYSTEM_ACTOR
from playhead.sessionize.placing import Log

LASTS_HOURS = 12
HOUR_MS = 3_600_000


def offer_setup(people: People, log: Log, url: str, terminal: TextIO | None = None) -> None:
    """Tell the link to the page that sets the server up, if there is nobody who could sign in."""
    told_on = sys.stderr if terminal is None else terminal
    secret, problem = _first_run_secret(people)
    if problem is not None:
        log.error("no set-up link could be made; `playhead person setup-link` may", error=problem)
    if secret is None:
        return
    link = setup_link(url, secret)
    log.info(
        "nobody can sign in yet: make yourself an admin at this link",
        link=link,
        hours=LASTS_HOURS,
    )
    if told_on.isatty():
        told_on.write(
            f"\n  Nobody can sign in yet. Within {LASTS_HOURS} hours, make yourself an admin at\n\n"
            f"  {link}\n\n"
        )
        told_on.flush()


def _first_run_secret(people: People) -> tuple[str | None, str | None]:
    """Return the secret if one is needed, or why there is none though there should be."""
    try:
        if not people.needs_setup():
            return None, None
        lasts_ms = LASTS_HOURS * HOUR_MS
        return people.first_run_link_secret(lasts_ms=lasts_ms, by=SYSTEM_ACTOR), None
    except ControlError as error:
        return None, str(error)
