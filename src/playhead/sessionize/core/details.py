"""What the timeline keeps of an event beside its times: the fields that the event is about.

Law: data and one pure function. A field not listed for an event is not kept, since players let
fields of earlier events ride along.
"""

from typing import Any, Final

import msgspec

from playhead.model.field_names import short_name
from playhead.sessionize.core.fields import FieldNames
from playhead.sessionize.core.values import Fields

LONGEST_DETAILS_BYTES: Final = 16_384
_AD: Final = ("ad_asset_url", "ad_tag_url", "ad_creative_id", "ad_id", "ad_universal_id", "ad_type")
_ERROR: Final = {
    "player_error_code": "error_code",
    "player_error_message": "error_message",
    "player_error_context": "error_context",
    "player_error_severity": "error_severity",
    "player_error_business_exception": "is_business_exception",
}
_ABOUT: Final = ("request_url", "request_hostname", "request_type")


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


DETAILS: Final[dict[str, dict[str, str]]] = {
    "renditionchange": {
        "video_source_width": "width",
        "video_source_height": "height",
        "video_source_fps": "fps",
        "video_source_bitrate": "bitrate",
        "video_source_codec": "codec",
        "video_source_rendition_name": "rendition_name",
    },
    "error": _ERROR,
    "aderror": _ERROR | _same(*_AD),
    "requestcompleted": _same(
        *_ABOUT,
        "request_start",
        "request_response_start",
        "request_response_end",
        "request_bytes_loaded",
        "request_labeled_bitrate",
        "request_id",
        "request_current_level",
        "request_media_duration",
        "request_video_width",
        "request_video_height",
        "request_media_start_time",
        # What SDKs collect of the answer: the CDN, ids, and the site's own `x-litix-…`.
        "request_response_headers",
    ),
    "requestfailed": _same(
        *_ABOUT, "request_error", "request_error_code", "request_error_text", "request_id"
    ),
    "requestcanceled": _same(*_ABOUT, "request_cancel"),
    "cdnchange": _same("video_cdn", "video_previous_cdn"),
    "playbackmodechange": _same("player_playback_mode", "player_playback_mode_data"),
    "networkchange": _same("viewer_connection_type", "viewer_connection_low_data_mode"),
    "texttrackchange": _same(
        "player_text_track_enabled",
        "player_text_track_type",
        "player_text_track_format",
        "player_text_track_name",
        "player_text_track_language",
    ),
    "audiotrackchange": _same(
        "player_audio_track_enabled",
        "player_audio_track_name",
        "player_audio_track_language",
        "player_audio_track_codec",
        "player_audio_track_channels",
        "player_audio_track_bitrate",
    ),
    "orientationchange": _same("viewer_device_orientation"),
    **dict.fromkeys(
        (
            "adrequest adresponse adbreakstart adbreakend adplay adplaying adpause adended "
            "adfirstquartile admidpoint adthirdquartile adskipped adclicked adimpression"
        ).split(),
        _same(*_AD),
    ),
}
"""Event name to the fields it is about: the name they travel under, the name the API gives them."""

UNTOLD: Final = frozenset({"hb", "timeupdate"})
"""Events that the timeline leaves out: they say only that the player is still there."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def _told_of(event: str) -> tuple[type[msgspec.Struct], tuple[str, ...]]:
    """Return a struct with the details of an event as its fields, and the short names they have."""
    details = DETAILS[event]
    told = msgspec.defstruct(
        event,
        [(shown, Any, None) for shown in details.values()],
        omit_defaults=True,
        gc=False,
    )
    return told, tuple(map(short_name, details))


_REQUESTS: Final = {
    name: _told_of(name) for name in ("requestcompleted", "requestfailed", "requestcanceled")
}
"""Requests are the most frequent events, and all SDKs abbreviate their words alike: what is known
of them is picked without a look at everything that rides along."""

_SHOWN: Final = {name: FieldNames(shown) for name, shown in DETAILS.items()}


def details_json(name: str, fields: Fields) -> str:
    """Return the details of an event as JSON text: an object, empty where nothing is known.

    `fields` are the event's own, under their short names.
    """
    if name in _REQUESTS:
        request, keys = _REQUESTS[name]
        encoded = _encode(request(*map(fields.get, keys)))
    elif name in _SHOWN:
        encoded = _encode(_SHOWN[name].pick(fields))
    else:
        return "{}"
    if len(encoded) > LONGEST_DETAILS_BYTES:
        found = _decode(encoded)
        encoded = _encode({k: v[:1024] if isinstance(v, str) else v for k, v in found.items()})
    if len(encoded) > LONGEST_DETAILS_BYTES:
        return '{"truncated":true}'
    return encoded.decode()
