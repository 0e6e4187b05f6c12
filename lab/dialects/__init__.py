"""The players that cannot run in a browser here: Roku, Android, iOS, Chromecast.

Composed by hand from their open sources and public documents, as far as those go.

Law: one play each, and what its story promises follows from its moments.
"""

from lab import capture, places
from lab.composing import Dialect, rows
from lab.dialects.android import ANDROID
from lab.dialects.chromecast import CHROMECAST
from lab.dialects.ios import IOS
from lab.dialects.roku import ROKU

DIALECTS = {dialect.name: dialect for dialect in (ROKU, ANDROID, IOS, CHROMECAST)}


def write(dialect: Dialect) -> None:
    """Write a composed play into its folder, beside what was recorded."""
    folder = places.SCENARIOS / dialect.name
    capture.write(rows(dialect), folder / "beacons.jsonl")
    (folder / "story.md").write_text(f"# {dialect.name}\n\n{dialect.story}\n")
