"""The sessionizer: from the journal's beacons to views in the store.

`core` decides, `shell` reads, writes and remembers how far it came. Which form of the core runs
is settled here, before the first of its modules is imported.
"""

import sys
from typing import Final

from playhead.sessionize import core
from playhead.sessionize.form import Form, take

FORM: Final[Form] = take(core.__path__, sys._xoptions.get("core"))  # noqa: SLF001 - the way to it
