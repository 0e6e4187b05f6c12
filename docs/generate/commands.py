"""The reference of the command line, from the command tree."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from docs.generate.markdown import NOTE
from playhead.cli import app


def commands_page() -> str:
    """Return every command with its options."""
    with _started_as("playhead"):
        written = app.generate_docs(output_format="markdown", recursive=True)
    note = NOTE.format(source="`src/playhead/cli/`")
    lines = [line.rstrip() for line in written.strip().splitlines()]
    return "\n".join([note, *lines]) + "\n"


@contextmanager
def _started_as(program: str) -> Iterator[None]:
    """Let the process seem to have been started under another name.

    The command tree puts the name it was started by into its usage lines, and `python -m …` is
    none that a reader should type.
    """
    arguments = sys.argv
    sys.argv = [program]
    try:
        yield
    finally:
        sys.argv = arguments
