"""What an endpoint asks of whoever calls it: each entry declares one of these.

Law: there is no default and no way around: an endpoint without a need cannot be written.
"""

import enum
from typing import TypeAlias

from playhead.model.access import Permission
from playhead.model.people import Role


class Access(enum.StrEnum):
    """Needs that are neither a permission nor a role."""

    OPEN = "open"
    """Nothing: signing in, and what is needed to do so."""
    SIGNED_IN = "signed in"
    """A person, whatever their role: what is their own."""
    ENVIRONMENT = "environment"
    """Any token, or a person in one of their environments."""


Need: TypeAlias = Permission | Role | Access
"""A permission is a token's, or a person's in an environment. A role is a person's in the
organization of the path; an admin has a member's rights too."""


def described(need: Need) -> str:
    """Return the need in words, for documents."""
    match need:
        case Permission():
            return f"the permission `{need.value}`"
        case Role.ADMIN:
            return "an admin of the organization, signed in"
        case Role.MEMBER:
            return "a member of the organization, signed in"
        case Access.SIGNED_IN:
            return "anybody who is signed in"
        case Access.ENVIRONMENT:
            return "any token"
    return "nothing"
