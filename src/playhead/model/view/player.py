"""What played it: the player, its software and how it was used, and the page around it."""

from typing import Annotated

import msgspec

from playhead.model.column import Column, Kind, flag, integer, label, text


class Player(msgspec.Struct, frozen=True):
    """The player object and the SDK that watched it."""

    player_instance_id: Annotated[str | None, text("id of the player object")] = None
    player_view_count: Annotated[int | None, integer("ordinal of the view in its player")] = None
    player_name: Annotated[str | None, label("the site's name of the player")] = None
    player_version: Annotated[str | None, label("the site's version of the player")] = None
    player_software: Annotated[str | None, label("player library")] = None
    player_software_version: Annotated[str | None, label("version of the library")] = None
    player_mux_plugin_name: Annotated[str | None, label("integration")] = None
    player_mux_plugin_version: Annotated[str | None, label("version of the integration")] = None
    mux_embed: Annotated[str | None, label("name of the core SDK")] = None
    mux_embed_version: Annotated[str | None, label("version of the core SDK")] = None
    mux_api_version: Annotated[str | None, label("version of the beacon protocol")] = None
    player_language: Annotated[str | None, label("language of the player's interface")] = None
    player_poster: Annotated[str | None, text("poster URL", 2048)] = None
    player_width_px: Annotated[int | None, integer("width in logical pixels")] = None
    player_height_px: Annotated[int | None, integer("height in logical pixels")] = None
    player_autoplay: Annotated[bool, flag("configured to start by itself")] = False
    player_preload: Annotated[bool, flag("configured to preload")] = False
    player_remote_played: Annotated[bool | None, flag("played on another device")] = None
    player_playback_mode: Annotated[str | None, label("last playback mode")] = None
    player_playback_mode_data: Annotated[str | None, text("JSON on the mode", 2048)] = None
    used_fullscreen: Annotated[bool, flag("fullscreen at any time")] = False
    used_pip: Annotated[bool, flag("picture-in-picture at any time")] = False
    used_captions: Annotated[bool, flag("captions at any time")] = False
    time_shift_enabled: Annotated[bool, flag("time shift on")] = False
    view_dropped_frame_count: Annotated[int | None, integer("frames dropped")] = None
    playback_mode_totals_ms: Annotated[
        dict[str, int], Column(Kind.TOTALS, "playback mode to its playing time")
    ] = {}


class Page(msgspec.Struct, frozen=True):
    """The page the player stands on."""

    page_type: Annotated[str | None, label("watchpage, iframe or empty")] = None
    page_url: Annotated[str | None, text("URL of the page", 2048)] = None
    experiment_name: Annotated[str | None, label("A/B test label")] = None
    client_application_name: Annotated[str | None, label("the site's application")] = None
    client_application_version: Annotated[str | None, label("its version")] = None
