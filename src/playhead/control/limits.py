"""How much control may hold."""

import msgspec


class ControlLimits(msgspec.Struct, frozen=True):
    """How much control may hold. A snapshot holds all of it in memory, about 1 KB a token."""

    organizations: int = 100
    environments_per_organization: int = 1_000
    tokens_per_environment: int = 1_000
    signing_keys_per_environment: int = 100
    error_codes_per_environment: int = 1_000
    annotations_per_environment: int = 10_000
