"""The formats of answers, and which one a request's `Accept` header asks for.

Law: JSON unless another one is named; a client that accepts everything, or nothing we have, gets
JSON, since the official clients send all sorts of headers.
"""

import enum
import re


class Format(enum.StrEnum):
    """The content types that there are."""

    JSON = "application/json; charset=utf-8"
    CSV = "text/csv; charset=utf-8"
    NDJSON = "application/x-ndjson"


_NAMES = {
    "application/json": Format.JSON,
    "text/csv": Format.CSV,
    "application/x-ndjson": Format.NDJSON,
    "application/jsonl": Format.NDJSON,
}
_QUALITY = re.compile(r"q=([01](?:\.[0-9]{0,3})?)", re.ASCII)


def wanted_format(accept: str) -> Format:
    """Return the format with the highest quality, the first of equal ones."""
    best, best_quality = Format.JSON, 0.0
    for part in accept.lower().split(","):
        name, *parameters = [each.strip() for each in part.split(";")]
        quality = _quality(parameters)
        if name in _NAMES and quality > best_quality:
            best, best_quality = _NAMES[name], quality
    return best


def _quality(parameters: list[str]) -> float:
    for each in parameters:
        found = _QUALITY.fullmatch(each)
        if found is not None:
            return float(found[1])
    return 1.0
