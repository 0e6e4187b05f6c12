"""Random keys that all processes of an installation share, each made when first asked for.

Law: a key is 32 bytes, is made once, and never leaves the processes that use it.
"""

import re

from playhead.control import names
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.people_tables import ServerKeyRow
from playhead.control.transactions import Transactions

_KEY_BYTES = 32
_NAME = re.compile(r"[a-z0-9_]{1,32}")


def server_key(transactions: Transactions, name: str) -> bytes:
    """Return the key of this name, the same for all processes from the first call on.

    Raises:
        ControlError: NAME_INVALID.
    """
    if not _NAME.fullmatch(name):
        raise ControlError(
            ControlErrorCode.NAME_INVALID,
            f"The server key name {names.shown(name)} is not 1 to 32 characters of a-z, 0-9 and _.",
        )
    with transactions.reading() as session:
        row = session.get(ServerKeyRow, name)
        if row is not None:
            return row.key
    with transactions.writing() as session:
        row = session.get(ServerKeyRow, name)
        if row is None:
            row = ServerKeyRow(name=name, key=transactions.making(1).random_bytes(_KEY_BYTES))
            session.add(row)
        return row.key
