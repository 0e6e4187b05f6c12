"""How much control may hold."""

import msgspec

from playhead.control.kept import KeptLimits
from playhead.control.password_hashing import HashingLimits


class ControlLimits(msgspec.Struct, frozen=True):
    """How much control may hold. A snapshot holds all of it in memory, about 1 KB a token."""

    organizations: int = 100
    environments_per_organization: int = 1_000
    tokens_per_environment: int = 1_000
    signing_keys_per_environment: int = 100
    error_codes_per_environment: int = 1_000
    annotations_per_environment: int = 10_000
    error_notes_per_environment: int = 1_000
    filter_sets: KeptLimits = KeptLimits(private_per_person=50, shared=200)
    """In each environment."""
    boards: KeptLimits = KeptLimits(private_per_person=50, shared=200)
    """In each environment."""
    favourites_per_person: int = 20
    """In each environment."""
    people_per_organization: int = 1_000
    """With those who are invited."""
    sessions_per_person: int = 20
    hashing: HashingLimits = HashingLimits()
