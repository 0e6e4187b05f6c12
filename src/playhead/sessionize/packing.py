"""Making saved views small: most of one is said by another in the same words.

Field names, titles, user agents and addresses repeat from view to view, so a few views as a
dictionary make all others a fraction of their size, and a checkpoint costs what is left.

Law: a dictionary, once made, stays with the file, since what was packed with it needs it. What
was saved without one is told by its first bytes, and stays readable.
"""

from collections.abc import Sequence
from typing import Final

import zstandard

DICTIONARY_OF: Final = 16
"""Views in a dictionary."""
MOST_OF_ONE_BYTES: Final = 4_096
FEWEST: Final = 64
"""With fewer views saved at once there is little to learn, and little to save."""
_LEVEL: Final = 1
_PACKED: Final = zstandard.FRAME_HEADER


def dictionary_of(bodies: Sequence[bytes]) -> bytes:
    """Return a dictionary for views like these."""
    return b"".join(body[:MOST_OF_ONE_BYTES] for body in bodies[:DICTIONARY_OF])


class Packing:
    """Packs and unpacks; without a dictionary it leaves what it is given as it is."""

    def __init__(self, dictionary: bytes | None = None) -> None:
        """Take the dictionary that belongs to the file, if it has one."""
        self.has_dictionary = dictionary is not None
        self._compressor: zstandard.ZstdCompressor | None = None
        if dictionary is None:
            return
        data = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        data.precompute_compress(level=_LEVEL)
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=data)
        self._decompressor = zstandard.ZstdDecompressor(dict_data=data)

    def pack(self, body: bytes) -> bytes:
        """Return what to save."""
        return body if self._compressor is None else self._compressor.compress(body)

    def unpack(self, saved: bytes) -> bytes:
        """Return what was packed.

        Raises:
            ValueError: it is damaged, or the dictionary is missing.
        """
        if not saved.startswith(_PACKED):
            return saved
        if self._compressor is None:
            raise ValueError("it was packed with a dictionary that is not in the file")
        try:
            return self._decompressor.decompress(saved)
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from error
