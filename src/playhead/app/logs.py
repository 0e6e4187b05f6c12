"""Structured logs: one line an event, JSON for machines, colours for people.

What strangers send can stand in a value; both forms escape control characters.
"""

import logging
import sys
from typing import Any

import structlog

from playhead.app.settings import Settings

_TIME = structlog.processors.TimeStamper(fmt="iso", utc=True)


def set_up_logs(settings: Settings) -> Any:
    """Send all log lines of the process to standard error; return the server's own logger."""
    for_people = settings.log_format == "console" or (
        settings.log_format == "auto" and sys.stderr.isatty()
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _TIME,
        structlog.processors.format_exc_info,
    ]
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if for_people
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for noisy in ("httpx", "httpcore", "alembic", "clickhouse_connect"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It warns of every request that is no HTTP: a stranger could fill the disk with that.
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    return structlog.stdlib.get_logger("playhead")
