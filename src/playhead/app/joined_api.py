"""The API as the server joins it: its rooms, its door, and how often somebody may knock."""

import logging
import os
import time
import uuid

from playhead import __version__
from playhead.api import Api, ApiSettings, Rooms, create_api
from playhead.api.attempts import AttemptLimits, Attempts
from playhead.api.counts.app import CountsDoor
from playhead.api.counts.limits import CountsLimits
from playhead.api.door import Door, Lasting
from playhead.api.identity import Gate
from playhead.api.settings import DAY_MS
from playhead.api.streaming.limits import StreamLimits
from playhead.app.kept_control import KeptControl
from playhead.app.limiting import RateLimits, now_us
from playhead.app.sessionizing import now_ms
from playhead.app.settings import Settings
from playhead.app.sign_on import provider_http, provider_of
from playhead.app.token_uses import TokenUses
from playhead.control import Control
from playhead.model.inspection import Inspect
from playhead.query.run import Query
from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter

CSRF_KEY = "csrf"
DEVICE_KEY = "device"
ATTEMPTS_KEY = "attempts"
SIGN_ON_KEY = "sign_on"


def join_api(  # noqa: PLR0913 - it joins as many parts
    *,
    query: Query,
    control: Control,
    kept: KeptControl,
    uses: TokenUses,
    limits: RateLimits,
    settings: Settings,
    inspect: Inspect,
) -> Api:
    """Return the application.

    Raises:
        ControlError: the keys of the door cannot be read.
    """
    public_url = None if settings.public_url is None else settings.public_url.rstrip("/")
    door = Door(
        gate=Gate(control.server_key(CSRF_KEY), public_url),
        device_key=control.server_key(DEVICE_KEY),
        attempts=Attempts(limits.attempts, control.server_key(ATTEMPTS_KEY), AttemptLimits()),
        random_bytes=os.urandom,
        lasting=Lasting(),
        version=__version__,
        sign_on_key=control.server_key(SIGN_ON_KEY),
        provider=provider_of(settings, provider_http(settings)),
    )
    return create_api(
        Rooms(
            query=query,
            control=control,
            snapshot=lambda: kept.snapshot,
            refresh=kept.refresh,
            door=door,
            admission=limits.admission,
            note_use=uses.note,
            inspect=inspect,
        ),
        clock=now_ms,
        new_request_id=lambda: uuid.uuid4().hex,
        logger=logging.getLogger("playhead.api"),
        settings=ApiSettings(
            retention_ms=settings.view_retention_days * DAY_MS,
            allow_plain_http=settings.allow_plain_http,
            threads=settings.query_threads,
            streams=monitoring_streams(settings),
        ),
    )


def join_counts(query: Query, kept: KeptControl, settings: Settings) -> CountsDoor:
    """Return what tells a site's pages how many are watching."""
    return CountsDoor(
        query,
        lambda: kept.snapshot,
        clock=now_ms,
        monotonic=time.monotonic,
        limiter=MemoryLimiter(now_us),
        logger=logging.getLogger("playhead.counts"),
        limits=counts_limits(settings),
    )


def monitoring_streams(settings: Settings) -> StreamLimits:
    """Return how much monitoring is pushed, and to how many."""
    return StreamLimits(
        listeners=settings.monitoring_streams,
        listeners_per_caller=settings.monitoring_streams_each,
        questions=settings.monitoring_stream_questions,
        threads=settings.stream_threads,
        heartbeat_s=settings.stream_heartbeat_s,
        send_most_s=settings.stream_stalled_s,
    )


def counts_limits(settings: Settings) -> CountsLimits:
    """Return how much strangers may make the counts do."""
    return CountsLimits(
        network=Limit.per_second(settings.counts_rate, settings.counts_burst),
        fresh_s=settings.counts_fresh_s,
        numbers=settings.counts_remembered,
        tokens=2 * settings.counts_remembered,
        threads=settings.counts_threads,
        waiting_most=settings.counts_waiting,
        streams=StreamLimits(
            listeners=settings.counts_streams,
            listeners_per_caller=settings.counts_streams_each,
            questions=settings.counts_stream_contents,
            threads=settings.stream_threads,
            heartbeat_s=settings.stream_heartbeat_s,
            send_most_s=settings.stream_stalled_s,
        ),
    )
