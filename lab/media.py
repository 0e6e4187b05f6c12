"""Makes the videos that the lab plays: an HLS ladder of three renditions, the same as DASH, an MP4.

Why: the lab plays without any network, and a moving test picture with a tone is enough for a
player. The pictures are drawn by ffmpeg, which comes with the Python package imageio-ffmpeg.

Law: made once and kept; a file that stands under its final name is whole.
"""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from lab.errors import LabError

LADDER_SECONDS = 30
CLIP_SECONDS = 12
SEGMENT_SECONDS = 2
FRAMES_PER_SECOND = 25


@dataclass(frozen=True, slots=True)
class Rendition:
    """One rung of the ladder."""

    name: str
    width: int
    height: int
    kilobits: int


LADDER = (
    Rendition(name="low", width=320, height=180, kilobits=150),
    Rendition(name="mid", width=640, height=360, kilobits=400),
    Rendition(name="high", width=1280, height=720, kilobits=1200),
)


def make(folder: Path) -> Path:
    """Make what is missing in the folder and answer the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "ladder").exists():
        _whole(folder / "ladder", _ladder)
    if not (folder / "dash").exists():
        _whole(folder / "dash", lambda target: _dash(folder / "ladder", target))
    if not (folder / "clip.mp4").exists():
        _whole(folder / "clip.mp4", _clip)
    return folder


def _whole(target: Path, maker: Callable[[Path], None]) -> None:
    unfinished = target.with_name(f"unfinished-{target.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    maker(unfinished)
    unfinished.rename(target)


def _ladder(folder: Path) -> None:
    folder.mkdir()
    lines = ["#EXTM3U", "#EXT-X-VERSION:7"]
    for rung in LADDER:
        (folder / rung.name).mkdir()
        _ffmpeg(
            *_source(rung, LADDER_SECONDS),
            *("-f", "hls", "-hls_time", str(SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
            *("-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4"),
            *("-hls_segment_filename", str(folder / rung.name / "%03d.m4s")),
            str(folder / rung.name / "index.m3u8"),
        )
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={rung.kilobits * 1000},NAME={rung.name},"
            f"RESOLUTION={rung.width}x{rung.height},FRAME-RATE={FRAMES_PER_SECOND}.000,"
            'CODECS="avc1.42c01f,mp4a.40.2"'
        )
        lines.append(f"{rung.name}/index.m3u8")
    (folder / "master.m3u8").write_text("\n".join(lines) + "\n")


def _dash(ladder: Path, folder: Path) -> None:
    """Pack the ladder's pictures and one of its tones again, without drawing them anew."""
    folder.mkdir()
    inputs = [part for rung in LADDER for part in ("-i", str(ladder / rung.name / "index.m3u8"))]
    pictures = [part for at in range(len(LADDER)) for part in ("-map", f"{at}:v")]
    _ffmpeg(
        *(*inputs, *pictures, "-map", "0:a", "-c", "copy", "-f", "dash"),
        *("-seg_duration", str(SEGMENT_SECONDS), "-use_template", "1", "-use_timeline", "0"),
        *("-adaptation_sets", "id=0,streams=v id=1,streams=a"),
        str(folder / "manifest.mpd"),
    )


def _clip(file: Path) -> None:
    _ffmpeg(*_source(LADDER[1], CLIP_SECONDS), "-f", "mp4", "-movflags", "+faststart", str(file))


def _source(rung: Rendition, seconds: int) -> tuple[str, ...]:
    keyframes = str(FRAMES_PER_SECOND * SEGMENT_SECONDS)
    picture = f"testsrc2=size={rung.width}x{rung.height}:rate={FRAMES_PER_SECOND}"
    return (
        *(
            "-f",
            "lavfi",
            "-i",
            picture,
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=330:sample_rate=44100",
        ),
        *("-t", str(seconds), "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "baseline"),
        *("-level", "3.1", "-pix_fmt", "yuv420p", "-g", keyframes, "-keyint_min", keyframes),
        *("-sc_threshold", "0", "-b:v", f"{rung.kilobits - 64}k", "-maxrate", f"{rung.kilobits}k"),
        *("-bufsize", f"{rung.kilobits}k", "-c:a", "aac", "-b:a", "48k", "-ac", "2"),
    )


def _ffmpeg(*arguments: str) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or ["nothing"]
        raise LabError(f"ffmpeg could not make {arguments[-1]}: it said {said[0]!r}.")
