"""The families that the site or the player states: video, source, player, page, custom."""

from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from playhead.model.view import Custom, Page, Player, Source, Video
from playhead.sessionize.core.complete.texts import text_columns, texts
from playhead.sessionize.core.domains import registrable_domain
from playhead.sessionize.core.fields import OWN, STICKY_FIELDS
from playhead.sessionize.core.open_view import OpenView, Rendition
from playhead.sessionize.core.values import (
    Json,
    count,
    duration_ms,
    number,
    positive,
    preload,
    text,
    truth,
)

_UNREACHED: Final = "MSE style URL"
"""What SDKs put in the place of a blob: or data: URL."""
_HOSTED: Final = "https://stream.mux.com/"
_NO_RENDITION: Final = Rendition()
_LONGEST_OWN: Final = 512
_LONGEST_URL: Final = 2048

_VIDEO: Final = text_columns(
    Video,
    stream_type="video_stream_type",
    video_language="video_language_code",
    # Ids of hosted videos: no field tells them.
    asset_id="",
    playback_id="",
    live_stream_id="",
)
_SOURCE: Final = text_columns(
    Source,
    player_source_url="video_source_url player_source_url",
    source_hostname="video_source_hostname",
    player_source_domain="video_source_domain",
    source_type="video_source_mime_type video_source_format",
    video_codec="video_source_codec video_codec",
    audio_codec="player_audio_track_codec video_audio_codec",
    video_codec_initial="",
    audio_codec_initial="",
    video_dynamic_range_type_initial="",
)
_PLAYER: Final = text_columns(
    Player,
    player_software="player_software_name player_software",
    player_language="player_language_code",
    player_poster="video_poster_url",
)
_PLAYER_NAME: Final = tuple(row for row in _PLAYER if row[0] == "player_name")
_PAGE: Final = text_columns(
    Page,
    client_application_name="view_client_application_name",
    client_application_version="view_client_application_version",
)
_CUSTOM: Final = text_columns(Custom, custom_dimensions="")
_NOT_CUSTOM: Final = STICKY_FIELDS - {field for _, _, field in _CUSTOM}
_NO_CUSTOM: Final = Custom()
_LONGEST_HOSTNAME: Final = 253


def video_of(view: OpenView) -> Video:
    """Return what the site says of the video."""
    known = texts(view.sticky, _VIDEO)
    if "stream_type" not in known:
        known["stream_type"] = _stream_type(view)
    return Video(
        video_duration_ms=duration_ms(view.sticky.get("video_duration")),
        playback_id=playback_id_of(view.sticky.get("video_source_url")),
        **known,
    )


def playback_id_of(url: Json) -> str | None:
    """Return the id in the address of a video that Mux hosts; its other ids cannot be known."""
    if not isinstance(url, str) or not url.startswith(_HOSTED):
        return None
    return text(url.removeprefix(_HOSTED).partition("?")[0].split("/")[0].split(".")[0], 128)


def _stream_type(view: OpenView) -> str | None:
    """Return what the manifest or the duration tells."""
    for field in ("video_source_is_live", "video_is_live"):
        live = truth(view.sticky.get(field))
        if live is not None:
            return "live" if live else "on-demand"
    return None


def source_of(view: OpenView) -> Source:
    """Return the media the player loaded."""
    sticky = view.sticky
    known = texts(sticky, _SOURCE)
    first = view.playback.first_rendition or _NO_RENDITION
    width = positive(sticky.get("video_source_width"))
    height = positive(sticky.get("video_source_height"))
    bitrate = positive(sticky.get("video_source_bitrate"))
    fps = _rate(sticky.get("video_source_fps"))
    host = _hostname(known, text(sticky.get("page_url"), _LONGEST_URL))
    known["source_hostname"] = host
    known["player_source_domain"] = registrable_domain(host) or known.get("player_source_domain")
    return Source(
        player_source_duration_ms=_source_duration(view),
        video_source_width_px=width,
        video_source_height_px=height,
        video_source_bitrate_bps=bitrate,
        video_source_fps=fps,
        video_source_width_initial_px=first.width or width,
        video_source_height_initial_px=first.height or height,
        video_source_bitrate_initial_bps=first.bitrate or bitrate,
        video_source_fps_initial=_rate(first.fps) or fps,
        video_codec_initial=first.codec or known.get("video_codec"),
        audio_codec_initial=known.get("audio_codec"),
        video_dynamic_range_type_initial=known.get("video_dynamic_range_type"),
        **known,
    )


def _rate(value: Json) -> float | None:
    found = number(value)
    return found if found is not None and 0 < found <= 1_000 else None


def _source_duration(view: OpenView) -> int | None:
    if truth(view.sticky.get("video_source_is_live")):
        return None
    stated = duration_ms(view.sticky.get("video_source_duration"))
    return stated or duration_ms(view.sticky.get("player_source_duration"))


def _hostname(known: dict[str, Any], page_url: str | None) -> str | None:
    """Return the media's host without its port; a relative URL is on the page's own host."""
    stated: str | None = known.get("source_hostname")
    if stated is not None:
        return _without_port(stated)
    url: str | None = known.get("player_source_url")
    if url is None or url == _UNREACHED:
        return None
    try:
        host = urlsplit(url).hostname or urlsplit(urljoin(page_url or "", url)).hostname
    except ValueError:
        return None
    return text(host, _LONGEST_HOSTNAME)


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and (":" not in name or name.endswith("]")) else host


def player_of(view: OpenView) -> Player:
    """Return the player and its SDK."""
    sticky = view.sticky
    used = view.playback
    dropped = sticky.get("view_dropped_frame_count")
    return Player(
        player_view_count=count(sticky.get("player_view_count")),
        player_width_px=positive(sticky.get("player_width")),
        player_height_px=positive(sticky.get("player_height")),
        player_autoplay=truth(sticky.get("player_autoplay_on")) is True,
        player_preload=preload(sticky.get("player_preload_on")),
        player_remote_played=truth(sticky.get("player_remote_played")),
        used_fullscreen=used.fullscreen,
        used_pip=used.pip,
        used_captions=used.captions,
        time_shift_enabled=truth(sticky.get("view_time_shift_enabled")) is True,
        view_dropped_frame_count=count(
            sticky.get("view_dropped_frames_count") if dropped is None else dropped
        ),
        playback_mode_totals_ms=dict(used.mode_totals_ms),
        **texts(sticky, _PLAYER),
    )


def player_name_of(view: OpenView) -> str | None:
    """Return the name that the site gave its player."""
    name: str | None = texts(view.sticky, _PLAYER_NAME).get("player_name")
    return name


def page_of(view: OpenView) -> Page:
    """Return the page around the player."""
    return Page(**texts(view.sticky, _PAGE))


def custom_of(view: OpenView) -> Custom:
    """Return the site's own dimensions."""
    sticky = view.sticky
    told = [name for name in sticky if name not in _NOT_CUSTOM]
    if not told:
        return _NO_CUSTOM
    own = {
        name.removeprefix(OWN): shown
        for name in told
        if name.startswith(OWN) and (shown := text(sticky[name], _LONGEST_OWN)) is not None
    }
    return Custom(custom_dimensions=own, **texts(sticky, _CUSTOM))
