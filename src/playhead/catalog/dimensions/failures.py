"""Whether and how it went wrong."""

from playhead.catalog.dimension import Dimension, Level

DIMENSIONS = (
    Dimension(
        id="ad_playback_failure",
        label="Ad Playback Failure",
        meaning="whether a fatal error came in an ad break",
        column="ad_playback_failure",
        level=Level.NONE,
    ),
    Dimension(
        id="content_playback_failure",
        label="Content Playback Failure",
        meaning="whether a fatal error came outside ad breaks",
        column="content_playback_failure",
        level=Level.NONE,
    ),
    Dimension(
        id="exit_before_video_start",
        label="Exit Before Video Start",
        meaning="whether the viewer left before the first frame",
        column="exit_before_video_start",
        level=Level.BASIC,
    ),
    Dimension(
        id="playback_business_exception",
        label="Business Exception",
        meaning="whether a business exception ended it",
        column="playback_business_exception",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="playback_failure",
        label="Playback Failure",
        meaning="whether a fatal error ended it",
        column="playback_failure",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="player_error_code",
        label="Player Error Code",
        meaning="code of the error",
        column="player_error_code",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="video_startup_business_exception",
        label="Video Startup Business Exception",
        meaning="whether a business exception came before the first frame",
        column="video_startup_business_exception",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="video_startup_failure",
        label="Video Startup Failure",
        meaning="whether a fatal error came before the first frame",
        column="video_startup_failure",
        level=Level.BASIC,
    ),
    Dimension(
        id="view_dropped",
        label="View Dropped",
        meaning="whether it closed without a clean end",
        column="view_dropped",
        level=Level.ADVANCED,
    ),
)
