"""How the control shelf refuses: one error type, a closed list of codes, a sentence for people.

Law: codes are stable, for programs; sentences may improve, and say what failed, with which value,
and what to do. No sentence holds a secret or a password.
"""

import enum


class ControlErrorCode(enum.StrEnum):
    """Why the shelf refused."""

    DSN_NOT_SUPPORTED = "dsn_not_supported"
    """The DSN names no database this shelf can use."""
    DATABASE_UNAVAILABLE = "database_unavailable"
    """The database cannot be opened, is locked for too long, or went away."""
    DATABASE_NEWER = "database_newer"
    """A newer Playhead has migrated the database to a form this one does not know."""
    DATA_UNREADABLE = "data_unreadable"
    """A row holds what no Playhead of this version writes."""
    NAME_INVALID = "name_invalid"
    """A name that is empty, too long, or has characters that names may not have."""
    ENVIRONMENT_NAME_TAKEN = "environment_name_taken"
    """The organization has an environment of that name already, whatever the case."""
    ENVIRONMENT_NOT_FOUND = "environment_not_found"
    """No environment has that name or id."""
    ENVIRONMENT_LIMIT = "environment_limit"
    """The organization has as many environments as it may have."""
    PERMISSION_UNKNOWN = "permission_unknown"
    """A permission that is not in the closed list."""
    PERMISSIONS_EMPTY = "permissions_empty"
    """A token that may do nothing."""
    TOKEN_NOT_FOUND = "token_not_found"  # noqa: S105 - a code, not a password
    """No token has that id."""
    TOKEN_LIMIT = "token_limit"  # noqa: S105 - a code, not a password
    """The environment has as many tokens in force as it may have."""
    ERROR_CODE_INVALID = "error_code_invalid"
    """A player's error code that is empty, too long, or cannot be stored."""
    ERROR_CATEGORY_LIMIT = "error_category_limit"
    """The environment has decided on as many error codes as it may."""
    SLOT_UNKNOWN = "slot_unknown"
    """No custom dimension has that slot."""
    RANGE_INVALID = "range_invalid"
    """A time range that is empty, runs backwards, or lies out of this world."""
    RECOMPUTATION_UNDER_WAY = "recomputation_under_way"
    """One recomputation is requested or running already."""
    RECOMPUTATION_NOT_FOUND = "recomputation_not_found"
    """No recomputation has that id, or it is forgotten."""
    ANNOTATION_INVALID = "annotation_invalid"
    """A note, date or sub property that is empty, too long, or cannot be stored."""
    ANNOTATION_LIMIT = "annotation_limit"
    """The environment has as many annotations as it may have."""
    RANDOMNESS_REPEATS = "randomness_repeats"
    """The random source keeps giving identifiers that are taken, so it is not random."""


class ControlError(Exception):
    """A refusal of the control shelf: `code` for programs, `str(error)` for people."""

    def __init__(self, code: ControlErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
