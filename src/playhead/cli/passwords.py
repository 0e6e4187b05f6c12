"""Passwords as they come to a command: from a prompt, or from standard input for scripts.

Law: never from an argument or a variable, which other users of the machine can read.
"""

import getpass
import sys

from playhead.cli.stop import CommandError

READ_MOST = 4_096


def read_new_password() -> str:
    """Return a password: asked for twice at a terminal, else the first line of standard input.

    Raises:
        CommandError: there is none, or the two differ.
    """
    if not sys.stdin.isatty():
        password = sys.stdin.readline(READ_MOST).rstrip("\r\n")
        if not password:
            raise CommandError(
                "no password on standard input: write it there as one line, or run this at a"
                " terminal to be asked"
            )
        return password
    try:
        password = getpass.getpass("New password: ")
        again = getpass.getpass("The same again: ")
    except EOFError as ended:
        raise CommandError("no password was given") from ended
    if password != again:
        raise CommandError("the two passwords differ, so nothing was changed; try again")
    return password
