"""What an integration should mend, told from a view as it stands and from how its events ended.

Law: pure. Each remark says what is missing or wrong, what is lost by it, and what to do.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from playhead.model.inspection import Remark
from playhead.model.outcome import EventOutcome
from playhead.model.view import View
from playhead.sessionize.core.open_view import OpenView

_SENTENCES: Final[Mapping[EventOutcome, str]] = {
    EventOutcome.APPLIED_LATE: "came after later ones of its view: it fills only what those left"
    " open. Players do so when a beacon is sent again; often means beacons are lost on the way",
    EventOutcome.DUPLICATE: "came twice, and counts once. A beacon that is sent again after no"
    " answer came in time does this; see that the server's answer reaches the player",
    EventOutcome.MALFORMED: "is no event that can be read. Send events as the official SDKs do",
    EventOutcome.NO_VIEW: "has no view id, so it belongs to no view; players send such between"
    " views, and nothing is lost by it",
    EventOutcome.OTHER_ENVIRONMENT: "has another env key than the rest of its beacon. Give each"
    " player on the page one key",
    EventOutcome.UNREADABLE: "could not be decoded",
    EventOutcome.OVER_VIEW_LIMIT: "is one too many for its view, which takes 50,000",
    EventOutcome.OVER_OPEN_VIEWS: "would have begun one view more than the server holds open",
    EventOutcome.FAULT: "was lost by a mistake of the server's; its log says where",
}
_MISSING: Final = (
    ("video_title", "video_title", "Views cannot be told by title. Set it in the player's data"),
    ("video_id", "video_id", "Copies and renamed titles cannot be told to be one video. Set it"),
    (
        "viewer_user_id",
        "viewer_user_id",
        "A viewer cannot be found by your own id. Set one that is no name and no address",
    ),
    ("player_name", "player_name", "Players of one site cannot be told apart. Give each a name"),
)
_SKEW_TOLD_MS: Final = 60_000
_DOUBLE_WITHIN_MS: Final = 3_000


def of_outcomes(outcomes: Mapping[EventOutcome, int]) -> tuple[Remark, ...]:
    """Return what is to be said of how a beacon's events ended."""
    return tuple(
        Remark(outcome.value, f"{count} of its events: each {_SENTENCES[outcome]}.")
        for outcome, count in outcomes.items()
        if outcome in _SENTENCES
    )


def of_view_in_parts() -> tuple[Remark, ...]:
    """Return what is to be said of a view whose first events came before anybody looked."""
    return (
        Remark(
            "began_before",
            "It began before you looked, so what it told at its start is not known here. Load the"
            " page with the player anew to see a whole view.",
        ),
    )


def of_view(open_view: OpenView, view: View, others: Iterable[OpenView]) -> tuple[Remark, ...]:
    """Return what is to be said of a view; `others` are the other views of the environment."""
    return (*_missing(open_view), *_timing(open_view, view), *_doubled(open_view, others))


def _missing(view: OpenView) -> Iterable[Remark]:
    for field, code, text in _MISSING:
        if view.sticky.get(field) in (None, ""):
            yield Remark(f"no_{code}", f"{field} is missing. {text}.")
    if view.player_startup_ms is None:
        yield Remark(
            "no_player_startup_time",
            "Player startup time is not told. Give the player's data a player_init_time: the moment"
            " at which your page began to make the player.",
        )


def _timing(open_view: OpenView, view: View) -> Iterable[Remark]:
    if open_view.start_viewer_ms == 0:
        yield Remark(
            "no_viewstart",
            "There was no viewstart yet: nobody has tried to play, and such a view is not stored.",
        )
    skew_ms = open_view.skew_ms
    if skew_ms is not None and abs(skew_ms) > _SKEW_TOLD_MS:
        yield Remark(
            "clock_off",
            f"The viewer's clock is off by {round(skew_ms / 1000)} s. Times are put right by the"
            " server's clock.",
        )
    if view.startup.video_startup_time_ms is None and view.engagement.playing_time_ms:
        yield Remark(
            "no_startup_time",
            "It plays, but the first frame was not told: `playing` is missing after `play`.",
        )


def _doubled(view: OpenView, others: Iterable[OpenView]) -> Iterable[Remark]:
    viewer = view.sticky.get("mux_viewer_id")
    if viewer is None:
        return
    for other in others:
        alike = other.sticky.get("mux_viewer_id") == viewer and other.sticky.get(
            "player_source_url"
        ) == view.sticky.get("player_source_url")
        apart_ms = abs(other.first_received_ms - view.first_received_ms)
        if other.view_id != view.view_id and alike and apart_ms <= _DOUBLE_WITHIN_MS:
            yield Remark(
                "double_view",
                f"The same viewer began another view of the same source within"
                f" {_DOUBLE_WITHIN_MS // 1000} s ({other.view_id}). Is the player watched twice?",
            )
            return
