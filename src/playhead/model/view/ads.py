"""Advertising in the view. All counts are null where the view had no ad."""

from typing import Annotated

import msgspec

from playhead.model.column import Column, Kind, flag, integer, label


class Ads(msgspec.Struct, frozen=True):
    """Breaks, attempts, impressions and errors, and how the pre-roll delayed the start."""

    view_has_ad: Annotated[bool, flag("an ad played or was tried")] = False
    ad_break_count: Annotated[int | None, integer("breaks entered")] = None
    ad_attempt_count: Annotated[int | None, integer("ads that tried to start")] = None
    ad_impression_count: Annotated[int | None, integer("ads that showed a frame")] = None
    ad_error_count: Annotated[int | None, integer("ad errors")] = None
    ad_break_error_count: Annotated[int | None, integer("breaks with an error")] = None
    ad_startup_error_count: Annotated[int | None, integer("errors before a frame")] = None
    ad_exit_before_start_count: Annotated[int | None, integer("left while one began")] = None
    ad_preroll_startup_time_ms: Annotated[int | None, integer("pre-roll to its frame")] = None
    preroll_requested: Annotated[bool | None, flag("a pre-roll was requested")] = None
    preroll_played: Annotated[bool | None, flag("a pre-roll played")] = None
    requests_for_first_preroll: Annotated[int | None, integer("ad requests until then")] = None
    video_startup_preroll_request_time_ms: Annotated[int | None, integer("asking")] = None
    video_startup_preroll_load_time_ms: Annotated[int | None, integer("loading")] = None
    preroll_ad_tag_hostname: Annotated[str | None, label("host of the ad tag", 253)] = None
    preroll_ad_asset_hostname: Annotated[str | None, label("host of the ad", 253)] = None
    ad_type_totals_ms: Annotated[
        dict[str, int], Column(Kind.TOTALS, "ad type to its playing time")
    ] = {}
