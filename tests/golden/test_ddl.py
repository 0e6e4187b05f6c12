"""The tables as they are today, for the eye: a change of a column shows in the difference.

Rewrite with `PLAYHEAD_REWRITE_GOLDEN=1`.
"""

import os
import pathlib

from playhead.store.ddl import TABLES, create_table

GOLDEN = pathlib.Path(__file__).parent / "ddl.sql"


def test_the_tables_are_as_written_down() -> None:
    text = "\n".join(f"{create_table(table)};\n" for table in TABLES)
    if os.environ.get("PLAYHEAD_REWRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
