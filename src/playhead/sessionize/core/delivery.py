"""Rules of delivery: which CDNs brought the media, and how fast requests were.

The CDN is what the response header `x-cdn` told the player, else what the site stated; each
change is kept in order. Requests are measured here only for players that send no totals of their
own: completed ones that bring media (`video`, `audio`, `media`).

Law: pure; touches `OpenView.requests` only.
"""

from typing import Final

from playhead.model.field_names import short_name
from playhead.sessionize.core.open_view import OpenView, PlayerEvent
from playhead.sessionize.core.values import Fields, Json, count, text, whole

MOST_CDNS = 100
LONGEST_REQUEST_MS = 60 * 60_000
MOST_BYTES = 1 << 40
"""In one request. What is longer or larger is a mistake, and sums of such do not fit 64 bits."""
_TYPE: Final = short_name("request_type")
_HEADERS: Final = short_name("request_response_headers")
_START: Final = short_name("request_start")
_FIRST_BYTE: Final = short_name("request_response_start")
_END: Final = short_name("request_response_end")
_LOADED: Final = short_name("request_bytes_loaded")
_PREVIOUS_CDN: Final = short_name("video_previous_cdn")
_CDN_HEADERS: Final = ("x-cdn", "X-CDN")
_MEDIA: Final = frozenset({"media", "video", "audio"})


def note_cdn(view: OpenView, stated: Json) -> None:
    """Append a CDN to the trace, unless it is the one already in use."""
    name = text(stated, 128)
    trace = view.requests.cdn_trace
    if name and (not trace or trace[-1] != name) and len(trace) < MOST_CDNS:
        trace.append(name)


def on_cdn_change(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Take up the new CDN; the one before it was in use if nothing else was known."""
    if not view.requests.cdn_trace:
        note_cdn(view, event.fields.get(_PREVIOUS_CDN))
    note_cdn(view, view.sticky.get("video_cdn"))


def on_request_completed(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Measure a media request and read the CDN that answered it."""
    fields = event.fields
    kind = fields.get(_TYPE)
    if not isinstance(kind, str) or kind not in _MEDIA:
        return
    headers = fields.get(_HEADERS)
    if isinstance(headers, dict):
        for name in _CDN_HEADERS:
            if name in headers and isinstance(value := headers[name], str):
                note_cdn(view, value.strip().lower().replace(" ", "_"))
    start, first_byte, end = fields.get(_START), fields.get(_FIRST_BYTE), fields.get(_END)
    if type(start) is not int or type(first_byte) is not int or type(end) is not int:
        # Most players send whole numbers; a call for each would cost more than all the rest.
        start, first_byte, end = whole(start), whole(first_byte), whole(end)
    loaded = count(fields.get(_LOADED))
    if start is None or end is None or not 0 < end - start <= LONGEST_REQUEST_MS:
        return
    requests = view.requests
    if first_byte is not None and start <= first_byte <= end:
        requests.measured += 1
        requests.latency_sum_ms += first_byte - start
        requests.latency_max_ms = max(requests.latency_max_ms, first_byte - start)
    if loaded and loaded <= MOST_BYTES:
        requests.bits += loaded * 8
        requests.transfer_ms += end - start
