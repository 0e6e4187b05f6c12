"""Where intent rests: organizations, environments and access tokens.

This is the shelf's only door; its modules are its own business.
"""

from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.shelf import Control, ControlLimits, open_control
from playhead.control.snapshot import ControlSnapshot, Credential

__all__ = [
    "Control",
    "ControlError",
    "ControlErrorCode",
    "ControlLimits",
    "ControlSnapshot",
    "Credential",
    "open_control",
]
