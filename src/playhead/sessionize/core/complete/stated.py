"""The families that the site or the player states: video, source, player, page, custom."""

from typing import Final
from urllib.parse import urlsplit

import msgspec

from playhead.model.column import Column, fields_of
from playhead.model.view import Custom, Page, Player, Source, Video
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


def _limits(*structs: type) -> dict[str, int]:
    return {
        field.name: field.column.limit
        for struct in structs
        for field in fields_of(struct, "")
        if isinstance(field.column, Column) and field.column.limit is not None
    }


_LIMITS: Final = _limits(Video, Source, Player, Page, Custom)


def _text(view: OpenView, column: str, *fields: str) -> str | None:
    """Return the first known of `fields`, cut to the length of `column`."""
    sticky = view.sticky
    for field in fields or (column,):
        value = sticky.get(field)
        if value is not None and value != "":
            return text(value, _LIMITS[column])
    return None


def video_of(view: OpenView) -> Video:
    """Return what the site says of the video."""
    return Video(
        video_id=_text(view, "video_id"),
        video_title=_text(view, "video_title"),
        video_series=_text(view, "video_series"),
        video_producer=_text(view, "video_producer"),
        video_content_type=_text(view, "video_content_type"),
        stream_type=_stream_type(view),
        video_language=_text(view, "video_language", "video_language_code"),
        video_variant_id=_text(view, "video_variant_id"),
        video_variant_name=_text(view, "video_variant_name"),
        video_encoding_variant=_text(view, "video_encoding_variant"),
        video_creator_id=_text(view, "video_creator_id"),
        video_affiliate=_text(view, "video_affiliate"),
        video_brand=_text(view, "video_brand"),
        video_duration_ms=duration_ms(view.sticky.get("video_duration")),
    )


def _stream_type(view: OpenView) -> str | None:
    """Return what the site states, else what the manifest or the duration tells."""
    stated = _text(view, "stream_type", "video_stream_type")
    if stated is not None:
        return stated
    for field in ("video_source_is_live", "video_is_live"):
        live = truth(view.sticky.get(field))
        if live is not None:
            return "live" if live else "on-demand"
    return None


def source_of(view: OpenView) -> Source:
    """Return the media the player loaded."""
    sticky = view.sticky
    first = view.playback.first_rendition or Rendition()
    url = _text(view, "player_source_url", "video_source_url", "player_source_url")
    width = positive(sticky.get("video_source_width"))
    height = positive(sticky.get("video_source_height"))
    bitrate = positive(sticky.get("video_source_bitrate"))
    fps = _rate(sticky.get("video_source_fps"))
    video_codec = _text(view, "video_codec", "video_source_codec", "video_codec")
    audio_codec = _text(view, "audio_codec", "player_audio_track_codec", "video_audio_codec")
    dynamic_range = _text(view, "video_dynamic_range_type")
    return Source(
        player_source_url=url,
        source_hostname=_hostname(view, url),
        player_source_domain=_text(view, "player_source_domain", "video_source_domain"),
        source_type=_text(view, "source_type", "video_source_mime_type", "video_source_format"),
        player_source_duration_ms=_source_duration(view),
        video_source_width_px=width,
        video_source_height_px=height,
        video_source_bitrate_bps=bitrate,
        video_source_fps=fps,
        video_source_rendition_name=_text(view, "video_source_rendition_name"),
        video_codec=video_codec,
        audio_codec=audio_codec,
        video_dynamic_range_type=dynamic_range,
        video_source_width_initial_px=first.width or width,
        video_source_height_initial_px=first.height or height,
        video_source_bitrate_initial_bps=first.bitrate or bitrate,
        video_source_fps_initial=_rate(first.fps) or fps,
        video_codec_initial=first.codec or video_codec,
        audio_codec_initial=audio_codec,
        video_dynamic_range_type_initial=dynamic_range,
    )


def _rate(value: Json) -> float | None:
    found = number(value)
    return found if found is not None and 0 < found <= 1_000 else None


def _source_duration(view: OpenView) -> int | None:
    if truth(view.sticky.get("video_source_is_live")):
        return None
    stated = duration_ms(view.sticky.get("video_source_duration"))
    return stated or duration_ms(view.sticky.get("player_source_duration"))


def _hostname(view: OpenView, url: str | None) -> str | None:
    """Return the media's host without its port."""
    stated = _text(view, "source_hostname", "video_source_hostname")
    if stated is not None:
        return _without_port(stated)
    if url is None or url == _UNREACHED:
        return None
    try:
        return text(urlsplit(url).hostname, _LIMITS["source_hostname"])
    except ValueError:
        return None


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and (":" not in name or name.endswith("]")) else host


def player_of(view: OpenView) -> Player:
    """Return the player and its SDK."""
    sticky = view.sticky
    used = view.playback
    dropped = sticky.get("view_dropped_frame_count")
    return Player(
        player_instance_id=_text(view, "player_instance_id"),
        player_view_count=count(sticky.get("player_view_count")),
        player_name=_text(view, "player_name"),
        player_version=_text(view, "player_version"),
        player_software=_text(view, "player_software", "player_software_name", "player_software"),
        player_software_version=_text(view, "player_software_version"),
        player_mux_plugin_name=_text(view, "player_mux_plugin_name"),
        player_mux_plugin_version=_text(view, "player_mux_plugin_version"),
        mux_embed=_text(view, "mux_embed"),
        mux_embed_version=_text(view, "mux_embed_version"),
        mux_api_version=_text(view, "mux_api_version"),
        player_language=_text(view, "player_language", "player_language_code"),
        player_poster=_text(view, "player_poster", "video_poster_url"),
        player_width_px=positive(sticky.get("player_width")),
        player_height_px=positive(sticky.get("player_height")),
        player_autoplay=truth(sticky.get("player_autoplay_on")) is True,
        player_preload=preload(sticky.get("player_preload_on")),
        player_remote_played=truth(sticky.get("player_remote_played")),
        player_playback_mode=_text(view, "player_playback_mode"),
        player_playback_mode_data=_text(view, "player_playback_mode_data"),
        used_fullscreen=used.fullscreen,
        used_pip=used.pip,
        used_captions=used.captions,
        time_shift_enabled=truth(sticky.get("view_time_shift_enabled")) is True,
        view_dropped_frame_count=count(
            sticky.get("view_dropped_frames_count") if dropped is None else dropped
        ),
        playback_mode_totals_ms=dict(used.mode_totals_ms),
    )


def page_of(view: OpenView) -> Page:
    """Return the page around the player."""
    return Page(
        page_type=_text(view, "page_type"),
        page_url=_text(view, "page_url"),
        experiment_name=_text(view, "experiment_name"),
        client_application_name=_text(
            view, "client_application_name", "view_client_application_name"
        ),
        client_application_version=_text(
            view, "client_application_version", "view_client_application_version"
        ),
    )


_SLOTS: Final = tuple(f"custom_{n}" for n in range(1, 21))


def custom_of(view: OpenView) -> Custom:
    """Return the site's own dimensions."""
    sticky = view.sticky
    known = {slot: _text(view, slot) for slot in _SLOTS if slot in sticky}
    return msgspec.structs.replace(Custom(), **known) if known else Custom()
