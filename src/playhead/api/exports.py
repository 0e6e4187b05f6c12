"""Exports: the files of whole days. None are written, so that both lists are empty."""

import msgspec

from playhead.api.bodies import Envelope, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.scope import last_day


class ExportFile(msgspec.Struct, frozen=True):
    """One file of a day; `path` is a URL that carries its own signature."""

    version: int
    type: str
    path: str


class ViewsExport(msgspec.Struct, frozen=True):
    """The files of one day, `YYYY-MM-DD`."""

    export_date: str
    files: tuple[ExportFile, ...]


def list_exports(asked: Asked) -> Envelope[list[str]]:
    """Answer the older `/exports`."""
    return Envelope(total_row_count=0, timeframe=seconds_of(last_day(asked)), data=[])


def list_views_exports(asked: Asked) -> Envelope[list[ViewsExport]]:
    """Answer `/exports/views`."""
    return Envelope(total_row_count=0, timeframe=seconds_of(last_day(asked)), data=[])
