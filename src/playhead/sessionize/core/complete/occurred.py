"""The families that follow from what occurred: identity, delivery, ads, scores."""

import hashlib
from typing import Final

from playhead.catalog.scores import score_view
from playhead.model.view import (
    Ads,
    Delivery,
    Engagement,
    Failure,
    Identity,
    Quality,
    Scores,
    Smoothness,
    Startup,
)
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.values import amount, count, duration_ms, number, text, truth

RULES_VERSION: Final = 1
"""Raised whenever these rules would build another view from the same beacons."""
LONGEST_STALL_MS: Final = 5 * 60_000
LONGEST_REQUEST_MS: Final = 300_000
LONGEST_STARTUP_MS: Final = 60 * 60_000


def identity_of(view: OpenView, *, now_ms: int, checkpoint_number: int) -> Identity:
    """Return the view's key, times and bookkeeping."""
    sticky = view.sticky
    start_ms, end_ms = _times(view, now_ms)
    user, mux_viewer = viewer_ids_of(view)
    rate = number(sticky.get("mux_sample_rate"))
    return Identity(
        environment_id=view.environment_id,
        view_id=view.stored_id,
        view_start_ms=start_ms,
        view_end_ms=end_ms,
        version=view.version,
        checkpoint_number=checkpoint_number,
        rules_version=RULES_VERSION,
        inserted_at_ms=view.inserted_ms,
        updated_at_ms=now_ms,
        viewer_id=user or mux_viewer,
        mux_viewer_id=mux_viewer,
        viewer_user_id=user,
        session_id=view.session_id,
        view_session_id=text(sticky.get("view_session_id"), 128),
        sub_property_id=sub_property_of(view),
        view_dropped=view.end_viewer_ms is None,
        long_resume=view.long_resume,
        long_rebuffering=(duration_ms(sticky.get("view_rebuffer_duration")) or 0)
        > LONGEST_STALL_MS,
        program_changed=truth(sticky.get("view_program_changed")) is True,
        event_count=view.event_count,
        missing_event_count=view.seen.missing,
        clock_skew_ms=view.skew_ms,
        sample_rate=rate if rate is not None and 0 <= rate <= 1 else None,
        view_message=text(sticky.get("mux_view_message")),
    )


def _times(view: OpenView, now_ms: int) -> tuple[int, int]:
    """Return start and end by the server's clock.

    A view cannot end after now, nor before it started, nor can it have started long before its
    first beacon: then the viewer's clock is disbelieved and the times of receipt are taken.
    """
    sticky = view.sticky
    skew = view.skew_ms or 0
    stated_start = duration_ms(sticky.get("view_start"))
    start = (stated_start or view.start_viewer_ms) + skew
    end = (view.end_viewer_ms or view.last_viewer_ms) + skew
    earliest = view.first_received_ms - 24 * 60 * 60_000
    if not earliest <= start <= view.last_received_ms + 60_000:
        start = view.first_received_ms
    if not start <= end <= now_ms + 60_000:
        end = max(start, view.last_received_ms)
    return start, end


def viewer_ids_of(view: OpenView) -> tuple[str | None, str]:
    """Return the site's id of the viewer, and the player's; the viewer goes by the first known."""
    sticky = view.sticky
    player_s = text(sticky.get("mux_viewer_id"), 128) or _surrogate(view)
    return text(sticky.get("viewer_user_id"), 128), player_s


def _surrogate(view: OpenView) -> str:
    """Return a viewer id for a view that brings none: each such view is a viewer of its own."""
    return "anonymous-" + hashlib.blake2b(view.view_id.encode(), digest_size=12).hexdigest()


def sub_property_of(view: OpenView) -> str | None:
    """Return the part of the site that the view belongs to."""
    return text(view.sticky.get("sub_property_id"), 128)


def cdn_of(view: OpenView) -> str | None:
    """Return the CDN used last: the one detected, else the one stated."""
    trace = view.requests.cdn_trace
    return trace[-1] if trace else text(view.sticky.get("video_cdn"))


def delivery_of(view: OpenView) -> Delivery:
    """Return CDNs, DRM and request metrics: the player's totals, else what was measured here."""
    sticky = view.sticky
    seen = view.requests
    latency = amount(sticky.get("view_average_request_latency"))
    if latency is None and seen.measured:
        latency = seen.latency_sum_ms / seen.measured
    slowest = duration_ms(sticky.get("view_max_request_latency"))
    if slowest is None and seen.measured:
        slowest = seen.latency_max_ms
    throughput = amount(sticky.get("view_average_request_throughput"))
    if throughput is None and seen.transfer_ms:
        throughput = seen.bits * 1000 / seen.transfer_ms
    # A player that tells only an average counts as one second of requests at that rate.
    transfer_ms = seen.transfer_ms or (1_000 if throughput is not None else None)
    trace = tuple(seen.cdn_trace)
    return Delivery(
        cdn=cdn_of(view),
        video_cdn_trace=trace,
        view_cdn_edge_pop=text(sticky.get("view_cdn_edge_pop")),
        view_cdn_origin=text(sticky.get("view_cdn_origin")),
        view_drm_type=text(sticky.get("view_drm_type")),
        view_drm_level=text(sticky.get("view_drm_level")),
        request_count=count(sticky.get("view_request_count")),
        request_failed_count=count(sticky.get("view_request_failed_count")),
        request_canceled_count=count(sticky.get("view_request_canceled_count")),
        request_latency_ms=_within(latency, LONGEST_REQUEST_MS),
        max_request_latency_ms=(
            slowest if slowest is not None and slowest <= LONGEST_REQUEST_MS else None
        ),
        request_throughput_bps=throughput,
        request_bits=_bits(throughput, transfer_ms),
        request_transfer_ms=transfer_ms,
        min_request_throughput_bps=amount(sticky.get("view_min_request_throughput")),
    )


def _bits(throughput_bps: float | None, transfer_ms: int | None) -> int | None:
    if throughput_bps is None or transfer_ms is None:
        return None
    return round(throughput_bps * transfer_ms / 1_000)


def _within(value: float | None, most: float) -> float | None:
    return value if value is not None and value <= most else None


def has_ad(view: OpenView) -> bool:
    """Return whether an ad was asked for or shown."""
    return truth(view.sticky.get("view_has_ad")) is True or view.ads.seen


def ads_of(view: OpenView) -> Ads:
    """Return what advertising did to the view; nothing but a flag where there was none."""
    sticky = view.sticky
    ads = view.ads
    if not has_ad(view):
        return Ads()
    unfinished = ads.attempt_open and not ads.attempt_shown
    return Ads(
        view_has_ad=True,
        ad_break_count=ads.breaks,
        ad_attempt_count=ads.attempts,
        ad_impression_count=ads.impressions,
        ad_error_count=ads.errors,
        ad_break_error_count=ads.break_errors,
        ad_startup_error_count=ads.startup_errors,
        ad_exit_before_start_count=int(unfinished),
        ad_preroll_startup_time_ms=ads.preroll_startup_ms,
        preroll_requested=truth(sticky.get("view_preroll_requested")),
        preroll_played=truth(sticky.get("view_preroll_played")),
        requests_for_first_preroll=count(sticky.get("view_preroll_request_count")),
        video_startup_preroll_request_time_ms=_startup_part(
            sticky.get("view_startup_preroll_request_time")
        ),
        video_startup_preroll_load_time_ms=_startup_part(
            sticky.get("view_startup_preroll_load_time")
        ),
        preroll_ad_tag_hostname=text(sticky.get("view_preroll_ad_tag_hostname"), 253),
        preroll_ad_asset_hostname=text(sticky.get("view_preroll_ad_asset_hostname"), 253),
        ad_type_totals_ms=dict(view.playback.ad_totals_ms),
    )


def _startup_part(value: object) -> int | None:
    return duration_ms(value, longest_ms=LONGEST_STARTUP_MS)


def scores_of(
    view: OpenView,
    engagement: Engagement,
    startup: Startup,
    smoothness: Smoothness,
    quality: Quality,
    failure: Failure,
) -> Scores:
    """Return the five scores."""
    exception_at_start = failure.video_startup_business_exception and not engagement.watched
    return score_view(
        playback_failure=failure.playback_failure,
        left_before_start=startup.exit_before_video_start or exception_at_start,
        waited_ms=engagement.watch_time_ms,
        startup_time_ms=startup.video_startup_time_ms,
        rebuffer_count=smoothness.rebuffer_count,
        rebuffer_duration_ms=smoothness.rebuffer_duration_ms,
        watch_time_ms=engagement.watch_time_ms,
        max_upscale=quality.max_upscale_percentage,
        mean_upscale=quality.upscale_percentage,
        audio_only=_audio_only(view),
    )


def _audio_only(view: OpenView) -> bool:
    mime = view.sticky.get("video_source_mime_type")
    return isinstance(mime, str) and mime.lower().startswith("audio/")
