"""Usage exports: the daily files of what a bill is made of. Whoever hosts it themselves gets none.

Law: what is asked is read as elsewhere, so that a mistake in it is told although nothing is there.
"""

import msgspec

from playhead.api.endpoint import Asked
from playhead.query.parameters import read_page


class UsageExport(msgspec.Struct, frozen=True):
    """One day's file."""

    date: str
    download_url: str
    download_url_expires_at: int
    file_size: int | None


class Paging(msgspec.Struct, frozen=True):
    """Which page of how many."""

    page: int
    limit: int
    pages: int
    total: int


class UsageEnvelope(msgspec.Struct, frozen=True):
    """The only answer with a block about its pages."""

    data: list[UsageExport]
    meta: Paging


def list_usage_exports(asked: Asked) -> UsageEnvelope:
    """Answer `/usage/exports`."""
    page = read_page(asked.arguments.last_of("limit"), asked.arguments.last_of("page"))
    number = page.offset // page.limit + 1
    return UsageEnvelope([], Paging(page=number, limit=page.limit, pages=0, total=0))
