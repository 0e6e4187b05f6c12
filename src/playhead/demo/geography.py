"""A database of networks in MaxMind's format, version 2.0, as far as the demo needs it.

A tree over the bits of IPv4 prefixes, whose leaves point at records, then the records, then what
the file is (https://maxmind.github.io/MaxMind-DB/).

Law: pure; the same networks are the same bytes.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"
Record: TypeAlias = Mapping[str, Value]

_MARK: Final = b"\xab\xcd\xefMaxMind.com"
_RECORD_BITS: Final = 24
_SEPARATOR: Final = bytes(16)
_TEXT, _UINT16, _UINT32, _MAP, _UINT64, _ARRAY = 2, 5, 6, 7, 9, 11
_EXTENDED_FROM: Final = 8
_SHORT_SIZE: Final = 29


class _Tree:
    """The nodes by their number: each leads to two others, or to a record of the data section."""

    def __init__(self) -> None:
        self.nodes: list[list[int | None]] = [[None, None]]

    def insert(self, prefix: bytes, data: int) -> None:
        """Let a prefix lead to the record at `data`; offsets are kept below zero until the end."""
        bits = [byte >> shift & 1 for byte in prefix for shift in range(7, -1, -1)]
        node = 0
        for bit in bits[:-1]:
            following = self.nodes[node][bit]
            if following is None:
                self.nodes.append([None, None])
                following = self.nodes[node][bit] = len(self.nodes) - 1
            node = following
        self.nodes[node][bits[-1]] = -1 - data

    def packed(self) -> bytes:
        """Return the nodes as they lie in the file."""
        count = len(self.nodes)
        return b"".join(
            self._pointer(record, count).to_bytes(_RECORD_BITS // 8, "big")
            for node in self.nodes
            for record in node
        )

    @staticmethod
    def _pointer(record: int | None, count: int) -> int:
        if record is None:
            return count  # nothing is known
        return record if record >= 0 else count + len(_SEPARATOR) - 1 - record


def database_of(networks: Mapping[bytes, Record], *, kind: str) -> bytes:
    """Return the file that knows these prefixes, none of which is within another."""
    tree = _Tree()
    data = bytearray()
    offsets: dict[bytes, int] = {}
    for prefix, record in sorted(networks.items()):
        packed = _packed(record)
        if packed not in offsets:
            offsets[packed] = len(data)
            data += packed
        tree.insert(prefix, offsets[packed])
    return tree.packed() + _SEPARATOR + bytes(data) + _MARK + _about(kind, len(tree.nodes))


def _about(kind: str, node_count: int) -> bytes:
    """Return what the file is; readers insist on the width of each number."""
    fields = {
        "binary_format_major_version": _number(_UINT16, 2),
        "binary_format_minor_version": _number(_UINT16, 0),
        "build_epoch": _number(_UINT64, 1),  # a file of no time is refused
        "database_type": _packed(kind),
        "description": _packed({}),
        "ip_version": _number(_UINT16, 4),
        "languages": _packed([]),
        "node_count": _number(_UINT32, node_count),
        "record_size": _number(_UINT16, _RECORD_BITS),
    }
    pairs = b"".join(_packed(name) + packed for name, packed in fields.items())
    return _head(_MAP, len(fields)) + pairs


def _packed(value: Value) -> bytes:
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    if isinstance(value, int):
        return _number(_UINT32, value)
    if isinstance(value, Mapping):
        pairs = b"".join(_packed(key) + _packed(each) for key, each in value.items())
        return _head(_MAP, len(value)) + pairs
    return _head(_ARRAY, len(value)) + b"".join(map(_packed, value))


def _number(kind: int, value: int) -> bytes:
    number = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return _head(kind, len(number)) + number


def _head(kind: int, size: int) -> bytes:
    """Return the control byte, with the byte that follows it where kind or size need one."""
    short = min(size, _SHORT_SIZE)
    head = bytes((kind << 5 | short,)) if kind < _EXTENDED_FROM else bytes((short, kind - 7))
    return head if size < _SHORT_SIZE else head + bytes((size - _SHORT_SIZE,))
