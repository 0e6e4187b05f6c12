"""The segment log's bytes: files of groups, named by the number of their first record.

    folder/00000000000000000000.segment
    folder/00000000000000081723.segment   <- the last one, still growing

A group is a header and a payload: msgpack's array of the records, compressed with zstd. The
header carries zlib's crc32 of the payload and, last, the crc32 of itself, so that a damaged
payload can be stepped over by a length that is known to be true.

Law: nothing here trusts a byte that no checksum covers, and every search moves forward.
"""

import errno
import os
import struct
import zlib
from pathlib import Path

import msgspec
import zstandard

MAGIC = b"PHG1"
_FIELDS = struct.Struct("<4sQIIQI")
_CHECKSUM = struct.Struct("<I")
HEADER_BYTES = _FIELDS.size + _CHECKSUM.size
_SUFFIX = ".segment"
_SCAN_BYTES = 1024 * 1024
_ZSTD_LEVEL = 1

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[bytes]).decode


class GroupHeader(msgspec.Struct, frozen=True):
    """What stands before a group's payload."""

    first: int
    count: int
    stored_bytes: int
    written_at_ms: int
    payload_crc32: int


class Mark(msgspec.Struct, frozen=True):
    """A place between two groups: `offset` bytes into `segment`; `number` is the next record's."""

    segment: int
    offset: int
    number: int


class GroupEncoder:
    """Turns records into a group's bytes. For one thread."""

    def __init__(self) -> None:
        self._compress = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress

    def encode(self, records: list[bytes], *, first: int, written_at_ms: int) -> bytes:
        """Return header and payload."""
        payload = self._compress(_encode(records))
        fields = _FIELDS.pack(
            MAGIC, first, len(records), len(payload), written_at_ms, zlib.crc32(payload)
        )
        return b"".join((fields, _CHECKSUM.pack(zlib.crc32(fields)), payload))


def segment_path(folder: Path, number: int) -> Path:
    """Return where the segment lies whose first record is `number`."""
    return folder / f"{number:020d}{_SUFFIX}"


def segment_numbers(folder: Path) -> list[int]:
    """Return the first numbers of all segments, rising; none where no writer has been yet."""
    try:
        names = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    stems = (name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))
    return sorted(int(stem) for stem in stems if stem.isdecimal())


def find_group(fd: int, offset: int, limit: int, number: int) -> tuple[int, GroupHeader] | None:
    """Return the group at `offset` or, where damage lies there, the nearest one after it.

    None when no whole group ends before `limit`. Groups before record `number` do not count:
    they can only be an echo of an older file in blocks that the disk lost.
    """
    header = _read_header(fd, offset, limit)
    if header is not None and header.first >= number:
        return offset, header
    position = offset
    while position + HEADER_BYTES <= limit:
        chunk = _pread(fd, min(_SCAN_BYTES, limit - position), position)
        if len(chunk) < HEADER_BYTES:
            return None
        at = chunk.find(MAGIC)
        while at != -1:
            header = _read_header(fd, position + at, limit)
            if header is not None and header.first >= number:
                return position + at, header
            at = chunk.find(MAGIC, at + 1)
        position += len(chunk) - len(MAGIC) + 1
    return None


def read_records(fd: int, offset: int, header: GroupHeader) -> list[bytes] | None:
    """Return the records of the group whose header lies at `offset`; None when it is damaged."""
    payload = _read_payload(fd, offset, header)
    if payload is None:
        return None
    try:
        records = _decode(zstandard.ZstdDecompressor().decompress(payload))
    except (zstandard.ZstdError, msgspec.DecodeError):
        return None
    return records if len(records) == header.count else None


def last_good(fd: int, mark: Mark, limit: int) -> Mark:
    """Return the place after the last whole group between `mark` and `limit`."""
    position = mark.offset
    while (found := find_group(fd, position, limit, mark.number)) is not None:
        at, header = found
        position = at + HEADER_BYTES + header.stored_bytes
        if _read_payload(fd, at, header) is not None:
            mark = Mark(mark.segment, position, header.first + header.count)
    return mark


def newest_write_ms(fd: int, limit: int) -> int:
    """Return when the youngest group of a segment was written; 0 for a segment without any."""
    newest = position = 0
    while (found := find_group(fd, position, limit, 0)) is not None:
        at, header = found
        position = at + HEADER_BYTES + header.stored_bytes
        newest = max(newest, header.written_at_ms)
    return newest


def _read_header(fd: int, offset: int, limit: int) -> GroupHeader | None:
    raw = _pread(fd, HEADER_BYTES, offset)
    if len(raw) < HEADER_BYTES or not raw.startswith(MAGIC):
        return None
    fields = raw[: _FIELDS.size]
    if _CHECKSUM.unpack_from(raw, _FIELDS.size)[0] != zlib.crc32(fields):
        return None
    _, first, count, stored, written_at_ms, crc32 = _FIELDS.unpack(fields)
    if offset + HEADER_BYTES + stored > limit:
        return None
    return GroupHeader(first, count, stored, written_at_ms, crc32)


def _read_payload(fd: int, offset: int, header: GroupHeader) -> bytes | None:
    payload = _pread(fd, header.stored_bytes, offset + HEADER_BYTES)
    whole = len(payload) == header.stored_bytes and zlib.crc32(payload) == header.payload_crc32
    return payload if whole else None


def _pread(fd: int, size: int, offset: int) -> bytes:
    try:
        return os.pread(fd, size, offset)
    except OSError as error:
        # A sector that cannot be read is damage like any other: its group is stepped over.
        if error.errno == errno.EIO:
            return b""
        raise
