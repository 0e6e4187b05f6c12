"""Rules of errors: which are fatal, which are business exceptions, and when they struck.

An error is fatal unless its severity says `warning`. A fatal error flagged as business exception
is no failure. Old SDKs send a repeated error without its fields: then the last known one holds.
What an environment decided on an error code goes over what its players say of it.

Law: pure; touches `OpenView.problems` only.
"""

import hashlib
from typing import Final

from playhead.model.intent import CategoryOf, ErrorCategory
from playhead.model.view import Failure
from playhead.sessionize.core.open_view import OpenView, PlayerEvent, Problem
from playhead.sessionize.core.values import Fields, text, truth

LONGEST_CODE = 512
LONGEST_MESSAGE = 2048
LONGEST_CONTEXT = 16384

_FLAGS: Final[dict[ErrorCategory, Fields]] = {
    ErrorCategory.FATAL: {
        "player_error_severity": "fatal",
        "player_error_business_exception": False,
    },
    ErrorCategory.WARNING: {
        "player_error_severity": "warning",
        "player_error_business_exception": False,
    },
    ErrorCategory.BUSINESS_EXCEPTION: {
        "player_error_severity": "fatal",
        "player_error_business_exception": True,
    },
}
"""How a player would have said it."""
_UNTOLD: Final = Problem(None, None, None, fatal=True, business=False)


def decided(environment_id: str, fields: Fields, category_of: CategoryOf) -> Fields:
    """Return the fields of an error with the flags that its environment decided on."""
    code = text(fields.get("player_error_code"), LONGEST_CODE)
    category = None if code is None else category_of(environment_id, code)
    return fields if category is None else {**fields, **_FLAGS[category]}


def on_error(view: OpenView, _: PlayerEvent, fields: Fields) -> None:
    """Note an error."""
    problems = view.problems
    problem = problem_of(view, fields)
    problems.count += 1
    if not problem.fatal:
        problems.last_warning = problem
        return
    problems.last_fatal = problem
    # The event of the first frame may have been lost; the time it took is told ever after.
    starting = (
        view.playback.first_frame_ms is None and "view_time_to_first_frame" not in view.sticky
    )
    if problem.business:
        problems.exception = True
        problems.startup_exception |= starting
        return
    problems.failure = True
    problems.startup_failure |= starting
    problems.ad_failure |= view.ads.in_break
    problems.content_failure |= not view.ads.in_break


def problem_of(view: OpenView, fields: Fields) -> Problem:
    """Return which error `fields` tell; asked again after it was noted, the answer is the same."""
    known = view.problems
    return _read(fields) or known.last_fatal or known.last_warning or _UNTOLD


def _read(fields: Fields) -> Problem | None:
    code = text(fields.get("player_error_code"), LONGEST_CODE)
    message = text(fields.get("player_error_message"), LONGEST_MESSAGE)
    context = text(fields.get("player_error_context"), LONGEST_CONTEXT)
    severity = text(fields.get("player_error_severity"))
    business = truth(fields.get("player_error_business_exception"))
    if (code, message, context, severity, business) == (None,) * 5:
        return None
    return Problem(code, message, context, severity != "warning", business is True)


def type_id_of(code: str | None, message: str | None) -> int:
    """Return the stable id of an error's kind: the same code and message give the same id.

    31 bits of a hash, so that no table has to be asked; two kinds of one environment share an id
    with a chance of about one in 430,000 for a hundred kinds.
    """
    digest = hashlib.blake2b(f"{code}\x00{message}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) & 0x7FFFFFFF or 1


def failure_of(view: OpenView) -> Failure:
    """Return what went wrong in the view."""
    problems = view.problems
    shown = problems.last_fatal or problems.last_warning
    if shown is None:
        return Failure()
    return Failure(
        playback_failure=problems.failure,
        video_startup_failure=problems.startup_failure,
        ad_playback_failure=problems.ad_failure,
        content_playback_failure=problems.content_failure,
        playback_business_exception=problems.exception,
        video_startup_business_exception=problems.startup_exception,
        error_type_id=type_id_of(shown.code, shown.message),
        player_error_code=shown.code,
        player_error_message=shown.message,
        player_error_context=shown.context,
        player_error_severity="fatal" if shown.fatal else "warning",
        error_count=problems.count,
    )
