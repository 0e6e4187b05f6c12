"""What viewers, sites and networks do in a scenario, step by step.

Law: a step waits for what it needs to see on the page, and sleeps only where time is the point.
"""

from lab.scenario import Steps
from lab.stage import Stage

MASTER, SEGMENTS = r"/master\.m3u8$", r"\.m4s$"
# Players that buffer little meet a fault soon; impatient ones need no half minute to say so.
SHORT_BUFFER = {"maxBufferLength": 4, "maxMaxBufferLength": 4}
IMPATIENT = SHORT_BUFFER | {
    "fragLoadPolicy": {
        "default": {
            "maxTimeToFirstByteMs": 9000,
            "maxLoadTimeMs": 20000,
            "timeoutRetry": {"maxNumRetry": 1, "retryDelayMs": 0, "maxRetryDelayMs": 0},
            "errorRetry": {"maxNumRetry": 2, "retryDelayMs": 500, "maxRetryDelayMs": 1000},
        }
    }
}
STALL_SECONDS = 3.0


def watch_until(seconds: float) -> Steps:
    """Play up to this point of the video, then leave."""

    async def steps(stage: Stage) -> None:
        await stage.play()
        await stage.until_playhead(seconds)

    return steps


async def watch_to_end(stage: Stage) -> None:
    """Play to the end, look at the last picture for a second, then leave."""
    await stage.play()
    await stage.until("v.ended")
    await stage.watch(1)


async def autoplay(stage: Stage) -> None:
    """Do nothing: the page plays by itself."""
    await stage.until_playhead(5)


async def seek(stage: Stage) -> None:
    """Seek ahead, back, and once while paused."""
    await stage.play()
    await stage.until_playhead(3)
    await stage.do("p.video.currentTime = 20")
    await stage.until("!v.seeking && v.currentTime > 22")
    await stage.do("p.video.currentTime = 6")
    await stage.until("!v.seeking && v.currentTime > 8 && v.currentTime < 20")
    await stage.do("p.video.pause()")
    await stage.watch(1)
    await stage.do("p.video.currentTime = 14")
    await stage.until("!v.seeking")
    await stage.watch(1)
    await stage.play()
    await stage.until_playhead(16)


async def pause_resume(stage: Stage) -> None:
    """Pause for three seconds."""
    await stage.play()
    await stage.until_playhead(4)
    await stage.do("p.video.pause()")
    await stage.watch(3)
    await stage.play()
    await stage.until_playhead(8)


async def pause_and_skip(stage: Stage) -> None:
    """Pause for two seconds, play on, and skip ahead."""
    await stage.play()
    await stage.until_playhead(3)
    await stage.do("p.video.pause()")
    await stage.watch(2)
    await stage.play()
    await stage.until_playhead(5)
    await stage.do("p.video.currentTime = 15")
    await stage.until_playhead(18)


async def fail_twice(stage: Stage) -> None:
    """Pause for two seconds, play on, and report one and the same fatal error twice."""
    await stage.play()
    await stage.until_playhead(4)
    await stage.do("p.video.pause()")
    await stage.watch(2)
    await stage.play()
    await stage.until_playhead(8)
    for _ in range(2):
        await stage.do("p.measures.at(-1).fatal()")
        await stage.emit(
            "error",
            {
                "player_error_code": "drm-17",
                "player_error_message": "The licence was taken back",
                "player_error_context": "device=lab",
            },
        )
        await stage.watch(1)


async def pause_and_seek(stage: Stage) -> None:
    """Pause for a while, play on, and skip ahead."""
    await stage.play()
    await stage.until_playhead(5)
    await stage.do("p.video.pause()")
    await stage.watch(4)
    await stage.play()
    await stage.until_playhead(8)
    await stage.do("p.video.currentTime = 18")
    await stage.until_playhead(22)


async def rebuffer(stage: Stage) -> None:
    """Keep the bytes back until the picture has stood still for three seconds."""
    await stage.play()
    await stage.until_playhead(3)
    stage.faults.held = SEGMENTS
    await stage.until("p.measures.at(-1).open.stall !== undefined")
    await stage.watch(STALL_SECONDS)
    stage.faults.held = None
    await stage.until("p.measures.at(-1).open.playing !== undefined")
    await stage.watch(4)


async def rendition_change(stage: Stage) -> None:
    """Force the ladder up, then down."""
    await stage.play()
    await stage.until_playhead(3)
    await stage.do("p.hls.nextLevel = 2")
    await stage.until("v.videoHeight === 720")
    await stage.watch(4)
    await stage.do("p.hls.nextLevel = 0")
    await stage.until("v.videoHeight === 180")
    await stage.watch(3)


async def rendition_drop(stage: Stage) -> None:
    """Force the ladder from the top to the bottom."""
    await stage.play()
    await stage.until_playhead(8)
    await stage.do("p.hls.nextLevel = 0")
    await stage.until("v.videoHeight === 180")
    await stage.watch(10)


async def fatal_error(stage: Stage) -> None:
    """Press play on a video whose manifest is gone."""
    stage.faults.missing = MASTER
    await stage.play()
    await stage.until("p.measures.at(-1).errors > 0")
    await stage.watch(2)


async def fatal_error_midplay(stage: Stage) -> None:
    """Lose all further segments while playing."""
    await stage.play()
    await stage.until_playhead(3)
    stage.faults.missing = SEGMENTS
    await stage.until("p.measures.at(-1).errors > 0")
    await stage.watch(2)


async def error_then_recover(stage: Stage) -> None:
    """Lose all further segments while playing, get them back and play on."""
    await stage.play()
    await stage.until_playhead(3)
    stage.faults.missing = SEGMENTS
    await stage.until("p.measures.at(-1).errors > 0")
    await stage.until("p.measures.at(-1).open.stall !== undefined")
    await stage.watch(1)
    stage.faults.missing = None
    await stage.do("p.hls.startLoad()")
    await stage.until_playhead(12)


async def warning_error(stage: Stage) -> None:
    """Report a warning while the picture goes on."""
    await stage.play()
    await stage.until_playhead(4)
    await stage.emit(
        "error",
        {
            "player_error_code": "captions-404",
            "player_error_message": "Captions could not be loaded",
            "player_error_context": "track=en",
            "player_error_severity": "warning",
        },
    )
    await stage.until_playhead(8)


async def business_exception(stage: Stage) -> None:
    """Refuse to play because the viewer may not, which is no fault of playback."""
    stage.faults.held = SEGMENTS
    await stage.play()
    await stage.watch(1)
    await stage.emit(
        "error",
        {
            "player_error_code": "geo-blocked",
            "player_error_message": "Not available in your country",
            "player_error_context": "rule=eu-only",
            "player_error_severity": "fatal",
            "player_error_business_exception": True,
        },
    )
    await stage.do("p.video.pause()")
    await stage.watch(1)


def exit_before_start(seconds: float) -> Steps:
    """Press play, see nothing, and leave after so many seconds."""

    async def steps(stage: Stage) -> None:
        stage.faults.held = SEGMENTS
        await stage.play()
        await stage.watch(seconds)

    return steps


async def videochange(stage: Stage) -> None:
    """Go on to the next video of a playlist."""
    await stage.play()
    await stage.until_playhead(5)
    await stage.do(
        "p.change('/media/clip.mp4?video=2', "
        "{video_id: 'lab-second', video_title: 'Second video', video_series: 'A playlist'})"
    )
    await stage.until("p.measures.length === 2 && v.currentTime > 4 && v.currentTime < 5")


async def programchange(stage: Stage) -> None:
    """Let the next programme of one stream begin without a break in the picture."""
    await stage.play()
    await stage.until_playhead(5)
    await stage.do("p.programme({video_id: 'lab-late-news', video_title: 'Late news'})")
    await stage.until_playhead(10)


async def load_only(stage: Stage) -> None:
    """Look at the page for two seconds and never press play."""
    await stage.watch(2)


async def cdn_change(stage: Stage) -> None:
    """Let another CDN deliver from the middle on."""
    stage.faults.cdn = "fastlane"
    await stage.play()
    await stage.until_playhead(4)
    stage.faults.cdn = "backroad"
    await stage.until_playhead(12)


async def text_audio_tracks(stage: Stage) -> None:
    """Switch captions on and off, change the audio language, go to picture-in-picture and back."""
    await stage.play()
    await stage.until_playhead(2)
    await stage.do(
        "p.track = p.video.addTextTrack('captions', 'English CC', 'en'); p.track.mode = 'showing'"
    )
    await stage.watch(2)
    await stage.do("p.track.mode = 'disabled'")
    await stage.emit(
        "audiotrackchange",
        {
            "player_audio_track_enabled": True,
            "player_audio_track_name": "Español",
            "player_audio_track_language": "es",
            "player_audio_track_codec": "mp4a.40.2",
            "player_audio_track_channels": "stereo",
            "player_audio_track_bitrate": 96000,
        },
    )
    await stage.emit("playbackmodechange", {"player_playback_mode": "pip"})
    await stage.watch(2)
    await stage.emit("playbackmodechange", {"player_playback_mode": "standard"})
    await stage.watch(2)


async def network_change(stage: Stage) -> None:
    """Lose the network for two seconds while the buffer plays on."""
    await stage.play()
    await stage.until_playhead(3)
    await stage.page.context.set_offline(offline=True)
    await stage.watch(2)
    await stage.page.context.set_offline(offline=False)
    await stage.until_playhead(8)


async def two_players(stage: Stage) -> None:
    """Play two videos on one page at once."""
    await stage.do("lab.players.forEach((player) => player.play())")
    await stage.until("lab.players.every((player) => player.video.currentTime > 5)")
