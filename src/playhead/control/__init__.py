"""Where intent rests: who may send, who may ask, and what people decided.

This is the shelf's only door; its modules are its own business.
"""

from playhead.control.environments import EnvironmentChanges
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.limits import ControlLimits
from playhead.control.password_hashing import HashingLimits
from playhead.control.people import People, PersonChanges
from playhead.control.sessions import Sessions
from playhead.control.shelf import Control, open_control
from playhead.control.snapshot import ControlSnapshot, Credential

__all__ = [
    "Control",
    "ControlError",
    "ControlErrorCode",
    "ControlLimits",
    "ControlSnapshot",
    "Credential",
    "EnvironmentChanges",
    "HashingLimits",
    "People",
    "PersonChanges",
    "Sessions",
    "open_control",
]
