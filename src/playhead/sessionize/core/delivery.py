"""Rules of delivery: which CDNs brought the media, and how fast requests were.

The CDN is what the response header `x-cdn` told the player, else what the site stated; each
change is kept in order. Requests are measured here only for players that send no totals of their
own: completed ones that bring media (`video`, `audio`, `media`).

Law: pure; touches `OpenView.requests` only.
"""

from typing import Final

from playhead.sessionize.core.open_view import OpenView, PlayerEvent
from playhead.sessionize.core.values import Fields, Json, count, text, whole

MOST_CDNS = 100
_MEDIA: Final = frozenset({"media", "video", "audio"})


def note_cdn(view: OpenView, stated: Json) -> None:
    """Append a CDN to the trace, unless it is the one already in use."""
    name = text(stated, 128)
    trace = view.requests.cdn_trace
    if name and (not trace or trace[-1] != name) and len(trace) < MOST_CDNS:
        trace.append(name)


def on_cdn_change(view: OpenView, _: PlayerEvent, fields: Fields) -> None:
    """Take up the new CDN; the one before it was in use if nothing else was known."""
    if not view.requests.cdn_trace:
        note_cdn(view, fields.get("video_previous_cdn"))
    note_cdn(view, fields.get("video_cdn") or view.sticky.get("video_cdn"))


def on_request_completed(view: OpenView, _: PlayerEvent, fields: Fields) -> None:
    """Measure a media request and read the CDN that answered it."""
    kind = fields.get("request_type")
    if not isinstance(kind, str) or kind not in _MEDIA:
        return
    headers = fields.get("request_response_headers")
    if isinstance(headers, dict):
        for name, value in headers.items():
            if name.lower() == "x-cdn" and isinstance(value, str):
                note_cdn(view, value.strip().lower().replace(" ", "_"))
    start = whole(fields.get("request_start"))
    first_byte = whole(fields.get("request_response_start"))
    end = whole(fields.get("request_response_end"))
    loaded = count(fields.get("request_bytes_loaded"))
    if start is None or end is None or end <= start:
        return
    requests = view.requests
    if first_byte is not None and start <= first_byte <= end:
        requests.measured += 1
        requests.latency_sum_ms += first_byte - start
        requests.latency_max_ms = max(requests.latency_max_ms, first_byte - start)
    if loaded:
        requests.bits += loaded * 8
        requests.transfer_ms += end - start
