"""Views: the list, newest first, and one with everything known of it.

Law: the window is rounded out to whole minutes and no more, since people look here for a view that
has just ended.
"""

import msgspec

from playhead.api.bodies import AbridgedView, Envelope, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.errors import UNPARSABLE_ID, invalid_parameters, not_found
from playhead.api.scope import minutes_of, scope_of
from playhead.api.spelling import iso_milliseconds
from playhead.api.view_shape import shape_view
from playhead.query.answer import ViewSummary
from playhead.query.parameters import read_direction, read_error_id, read_page
from playhead.query.question import Direction, ListViews, OneView

VIEW_ID_CHARS_MOST = 128


def list_views(asked: Asked) -> Envelope[list[AbridgedView]]:
    """Answer `/video-views`."""
    arguments = asked.arguments
    scope = scope_of(asked, minutes_of(asked))
    answer = asked.query.list_views(
        ListViews(
            scope,
            arguments.last_of("viewer_id"),
            read_error_id(arguments.last_of("error_id")),
            read_direction(arguments.last_of("order_direction"), Direction.DESCENDING),
            read_page(arguments.last_of("limit"), arguments.last_of("page")),
        )
    )
    return Envelope(
        total_row_count=answer.total_row_count,
        timeframe=seconds_of(scope.timeframe),
        data=[_abridged(row, answer.total_row_count) for row in answer.rows],
    )


def one_view(asked: Asked) -> Envelope[msgspec.Struct]:
    """Answer `/video-views/{VIDEO_VIEW_ID}`."""
    view_id = asked.path["VIDEO_VIEW_ID"]
    if len(view_id) > VIEW_ID_CHARS_MOST:
        raise invalid_parameters(UNPARSABLE_ID)
    answer = asked.query.one_view(OneView(asked.environment.id, view_id))
    if answer is None:
        raise not_found()
    return Envelope(
        total_row_count=None,
        timeframe=seconds_of(minutes_of(asked)),
        data=shape_view(answer, asked.environment),
    )


def _abridged(row: ViewSummary, total_row_count: int) -> AbridgedView:
    return AbridgedView(
        id=row.view_id,
        view_start=iso_milliseconds(row.view_start_ms),
        view_end=iso_milliseconds(row.view_end_ms),
        video_title=row.video_title,
        viewer_os_family=row.operating_system,
        viewer_application_name=row.browser,
        country_code=row.country,
        error_type_id=row.error_type_id,
        player_error_code=row.player_error_code,
        player_error_message=row.player_error_message,
        playback_failure=row.playback_failure,
        viewer_experience_score=row.viewer_experience_score,
        watch_time=row.watch_time_ms,
        total_row_count=total_row_count,
    )
