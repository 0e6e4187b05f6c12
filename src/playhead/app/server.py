"""One server: every room in one process, on one port.

Started in the order of the data's way from right to left, stopped from left to right, so that
what was acknowledged finds its way to the store before the process ends.

Law: here the parts are chosen and joined; nothing is decided about a beacon or a question.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import ssl
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Self

import uvicorn

from playhead.app.connections import (
    BoundedConnection,
    QuietServer,
    hang_up_on_the_silent,
    loop_factory,
    room_for_connections,
)
from playhead.app.first_run import offer_setup
from playhead.app.folder import DataFolder
from playhead.app.housekeeping import Housekeeping
from playhead.app.joined_api import join_api, join_counts
from playhead.app.kept_control import KeptControl
from playhead.app.limiting import RateLimits
from playhead.app.listening import BACKLOG, address_of
from playhead.app.live_telemetry import LiveTelemetry
from playhead.app.pages import RESERVED_PREFIXES, Pages, open_site
from playhead.app.proxies import Proxies
from playhead.app.sessionizing import join_sessionizer, now_ms
from playhead.app.settings import Settings
from playhead.app.telemetry import CONTENT_TYPE, Telemetry
from playhead.app.timed_ticks import TimedTicks
from playhead.app.token_uses import TokenUses
from playhead.app.transport_security import CIPHERS, with_hsts
from playhead.collect.collector import Collector
from playhead.collect.counts import OutcomeCounts
from playhead.collect.limits import Limits
from playhead.collect.places import open_places
from playhead.control import Control, ControlError, open_control
from playhead.journal.segment_writer import SegmentLimits, SegmentWriter
from playhead.model.outcome import BeaconOutcome
from playhead.query.run import Query
from playhead.sessionize.checkpoint import Checkpoints
from playhead.store.clickhouse import open_retention, open_store
from playhead.store.interface import ReadLimits

GRACE_S = 10
IDLE_S = 75
"""How long a connection may be idle: players send every 10 s, and should not have to dial again."""


class Server:
    """All rooms, joined. Use as a context manager; `run` returns when it is told to stop."""

    def __init__(self, folder: DataFolder, settings: Settings, log: Any) -> None:
        """Open every shelf; the folder is held from here on.

        Raises:
            FolderError, ControlError, StoreError, CheckpointError: a shelf cannot be opened.
        """
        self._folder = folder
        self._settings = settings
        self._log = log
        self._closing = contextlib.ExitStack()
        with contextlib.ExitStack() as opened:
            self._open(opened)
            self._closing = opened.pop_all()

    def _open(self, opened: contextlib.ExitStack) -> None:
        settings, folder, log = self._settings, self._folder, self._log
        opened.callback(folder.hold().close)
        control = open_control(
            folder.control_dsn(settings.control_dsn), clock=now_ms, random_bytes=os.urandom
        )
        opened.callback(control.close)
        self._people = control.people
        self._control = KeptControl(control, log)
        self._uses = TokenUses(control, log)
        writer, reader = open_store(folder.store_dsn, connections=settings.query_threads)
        opened.callback(reader.close)
        opened.callback(writer.close)
        checkpoints = Checkpoints(folder.checkpoint)
        opened.callback(checkpoints.close)
        self._journal = SegmentWriter(
            folder.journal,
            clock_ms=now_ms,
            limits=SegmentLimits(most_waiting_bytes=settings.journal_waiting_bytes),
            number_from=checkpoints.progress().next_record,
        )
        opened.callback(self._journal.close)
        timed = TimedTicks(writer, now_ms)
        self._sessionizer = join_sessionizer(
            folder,
            settings,
            self._journal.tail,
            writer=timed,
            checkpoints=checkpoints,
            control=control,
            snapshot=lambda: self._control.snapshot,
            log=log,
        )
        retention = open_retention(folder.store_dsn)
        opened.callback(retention.close)
        self._housekeeping = Housekeeping(
            settings=settings,
            snapshot=lambda: self._control.snapshot,
            drop_records=lambda since: self._sessionizer.drop_old_records(older_than_ms=since),
            retention=retention,
            clock=now_ms,
            log=log,
        )
        self._limits = RateLimits(settings, log)
        self._proxies = Proxies(settings.proxies, on_unbelieved=self._tell_unbelieved)
        self._hsts = (b"strict-transport-security", settings.hsts.encode("ascii"))
        self._counts = OutcomeCounts()
        places, warnings = open_places(
            [Path(path) for path in settings.geo_databases], keep_city=settings.keep_city
        )
        for warning in warnings:
            log.warning("geography is incomplete", what=warning)
        self._collector = Collector(
            self._journal,
            self._control,
            places,
            now_ms,
            Limits(),
            self._counts,
            admission=self._limits.beacons,
            default_environment=self._default_environment(control),
            reserved_prefixes=RESERVED_PREFIXES,
        )
        query = Query(reader, ReadLimits(time_s=settings.query_time_s))
        self._watching = join_counts(query, self._control, settings)
        self._api = join_api(
            query=query,
            control=control,
            kept=self._control,
            uses=self._uses,
            limits=self._limits,
            settings=settings,
            inspect=self._sessionizer.inspection.look,
        )
        self._site = open_site(log)
        status = self._sessionizer.status
        live = LiveTelemetry(self._api.streams, self._watching, status, timed)
        self._pages = Pages(
            metrics=Telemetry(self._counts, status, self._limits, live).text,
            metrics_type=CONTENT_TYPE,
            problems=self._problems,
            degraded=lambda: self._limits.degraded,
            metrics_for_all=settings.metrics_for_all,
        )

    def _default_environment(self, control: Control) -> str | None:
        name = self._settings.default_environment
        if name is None:
            return None
        try:
            return control.find_environment(name).id
        except ControlError as error:
            self._log.warning("default_environment does not exist", name=name, error=str(error))
            return None

    def _problems(self) -> Mapping[str, str]:
        """Return what keeps the server from doing its work, by room."""
        problems = {}
        if self._counts.beacons[BeaconOutcome.JOURNAL_FAILED]:
            problems["journal"] = "the disk refused a write; restart the server once it is mended"
        if not self._thread.is_alive():
            problems["sessionize"] = "the sessionizer has stopped; see the log"
        elif self._sessionizer.failing:
            problems["store"] = "the store refuses writes; they are tried again"
        return problems

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send each request to the room it is for."""
        if scope["type"] == "http":
            self._proxies.resolve(scope)
            if scope["scheme"] == "https" and self._hsts[1]:
                send = with_hsts(send, self._hsts)
        if self._watching.has(scope):
            await self._watching(scope, receive, send)
        elif self._collector.is_beacon(scope):
            await self._collector(scope, receive, send)
        elif self._site is not None and self._site.has(scope):
            await self._site(scope, send)
        elif self._pages.has(scope):
            await self._pages(scope, send)
        else:
            await self._api(scope, receive, send)

    def _tell_unbelieved(self) -> None:
        self._log.warning(
            "a proxy on this machine is not believed: who asks through it is not known, and its"
            " HTTPS is taken for plain HTTP; name its network in trusted_proxies"
        )

    def run(self, listener: socket.socket) -> None:
        """Serve on `listener` until SIGINT or SIGTERM, then finish what was begun."""
        stop = threading.Event()
        self._thread = threading.Thread(target=self._sessionize, args=(stop,), name="sessionize")
        self._thread.start()
        try:
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                runner.run(self._serve(listener))
        finally:
            self._log.info("stopping: no new requests; finishing what is in the journal")
            self._journal.close()
            stop.set()
            self._thread.join()
            self._log.info("stopped")

    def _sessionize(self, stop: threading.Event) -> None:
        try:
            self._sessionizer.run(stop)
        except Exception:  # noqa: BLE001 - whatever it was, it must be told
            # Beacons are still taken and kept; /readyz tells that nothing becomes of them.
            self._log.exception("the sessionizer stopped")

    async def _serve(self, listener: socket.socket) -> None:
        server = QuietServer(self._uvicorn_config())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._ask_to_stop, server)
        keeping = [
            asyncio.create_task(self._control.keep_fresh()),
            asyncio.create_task(self._uses.keep_written()),
            asyncio.create_task(self._housekeeping.keep()),
            asyncio.create_task(hang_up_on_the_silent(server.server_state.connections)),
        ]
        await self._limits.look()
        url = address_of(listener, secure=self._settings.tls_cert is not None)
        # Whole or not at all: others read it the moment it is there.
        written = self._folder.server.with_suffix(".new")
        written.write_text(json.dumps({"url": url, "process": os.getpid()}))
        written.replace(self._folder.server)
        self._log.info("serving", url=url, data=str(self._folder.path))
        offer_setup(self._people, self._log, self._settings.public_url or url)
        try:
            await server.serve(sockets=[listener])
        finally:
            self._folder.server.unlink(missing_ok=True)
            for task in keeping:
                task.cancel()
            await asyncio.gather(*keeping, return_exceptions=True)
            await self._uses.write()
            await self._limits.close()

    def _ask_to_stop(self, server: QuietServer) -> None:
        # A stream would else last as long as a server that stops lets requests last.
        self._api.end_streams()
        self._watching.end_streams()
        server.ask_to_stop()

    def _uvicorn_config(self) -> uvicorn.Config:
        return uvicorn.Config(
            self,
            loop="none",
            http=partial(BoundedConnection, most_connections=room_for_connections()),  # type: ignore[arg-type]
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=BACKLOG,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=IDLE_S,
            ssl_certfile=self._settings.tls_cert,
            ssl_keyfile=self._settings.tls_key,
            ssl_version=ssl.PROTOCOL_TLS_SERVER,
            ssl_ciphers=CIPHERS,
        )

    def close(self) -> None:
        """Close every shelf and let the folder go."""
        self._closing.close()

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()
