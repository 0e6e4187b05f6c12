"""What went wrong: failures, business exceptions, and the error they came from."""

from typing import Annotated

import msgspec

from playhead.model.column import flag, integer, label, text


class Failure(msgspec.Struct, frozen=True):
    """Fatal errors by kind; the error fields hold the last fatal error, else the last warning."""

    playback_failure: Annotated[bool, flag("a fatal error, not a business exception")] = False
    video_startup_failure: Annotated[bool, flag("the same, before the first frame")] = False
    ad_playback_failure: Annotated[bool, flag("the same, in an ad break")] = False
    content_playback_failure: Annotated[bool, flag("the same, outside ad breaks")] = False
    playback_business_exception: Annotated[bool, flag("a fatal business exception")] = False
    video_startup_business_exception: Annotated[bool, flag("that, before the first frame")] = False
    error_type_id: Annotated[int | None, integer("id of the error's code and message")] = None
    player_error_code: Annotated[str | None, label("code")] = None
    player_error_message: Annotated[str | None, text("message", 2048)] = None
    player_error_context: Annotated[str | None, text("detail of the instance", 16384)] = None
    player_error_severity: Annotated[str | None, label("fatal or warning")] = None
    error_count: Annotated[int, integer("error events, warnings included")] = 0
