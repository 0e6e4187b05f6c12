"""Where the lab finds and puts things.

Law: every path of the lab is named here and hangs from the repository's root.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "lab" / "page"
MODULES = ROOT / "web" / "node_modules"
MEDIA = ROOT / "build" / "media"
SCENARIOS = ROOT / "tests" / "scenario"
DEMO = ROOT / "src" / "playhead" / "demo" / "recordings"
