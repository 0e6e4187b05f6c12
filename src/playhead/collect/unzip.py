"""Undoes a body's Content-Encoding, up to a size.

Law: never more than the limit and one byte is unzipped. What follows the end of a zipped stream
is an error and not a second stream, since a chain of tiny ones would cost without limit.
"""

import zlib

from playhead.collect.refusal import RefusedError
from playhead.model.outcome import BeaconOutcome

_GZIP = zlib.MAX_WBITS | 16
_ZLIB = zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS


def unzip(body: bytes, content_encoding: bytes, *, most_bytes: int) -> bytes:
    """Return what `body` was before `content_encoding`.

    Raises:
        RefusedError: it unzips to more than `most_bytes`, is not what the header says, or the
            header names an encoding that no player uses.
    """
    encoding = content_encoding.strip().lower()
    if encoding in {b"", b"identity"}:
        return body
    if encoding in {b"gzip", b"x-gzip"}:
        window = _GZIP
    elif encoding == b"deflate":
        # HTTP means zlib's format by this name; some clients send the bare stream.
        window = _ZLIB if _looks_like_zlib(body) else _RAW_DEFLATE
    else:
        raise RefusedError(BeaconOutcome.MALFORMED_ENCODING)
    stream = zlib.decompressobj(window)
    try:
        unzipped = stream.decompress(body, most_bytes + 1)
    except zlib.error:
        raise RefusedError(BeaconOutcome.MALFORMED_ENCODING) from None
    if len(unzipped) > most_bytes:
        raise RefusedError(BeaconOutcome.DECOMPRESSION_BOMB)
    if not stream.eof or stream.unused_data:
        raise RefusedError(BeaconOutcome.MALFORMED_ENCODING)
    return unzipped


def _looks_like_zlib(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
