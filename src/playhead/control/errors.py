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
    ORGANIZATION_NAME_TAKEN = "organization_name_taken"
    """There is an organization of that name already, whatever the case."""
    ORGANIZATION_NOT_FOUND = "organization_not_found"
    """No organization has that name or id."""
    ORGANIZATION_LIMIT = "organization_limit"
    """There are as many organizations as there may be."""
    ENVIRONMENT_NAME_TAKEN = "environment_name_taken"
    """The organization has an environment of that name already, whatever the case."""
    ENVIRONMENT_NOT_FOUND = "environment_not_found"
    """No environment has that name or id."""
    ENVIRONMENT_LIMIT = "environment_limit"
    """The organization has as many environments as it may have."""
    RETENTION_INVALID = "retention_invalid"
    """A number of days that views cannot be kept for."""
    KEY_LIMIT = "key_limit"
    """The environment has as many former keys in use as it may have."""
    PERMISSION_UNKNOWN = "permission_unknown"
    """A permission that is not in the closed list."""
    PERMISSIONS_EMPTY = "permissions_empty"
    """A token that may do nothing."""
    TOKEN_NOT_FOUND = "token_not_found"  # noqa: S105 - a code, not a password
    """No token has that id."""
    TOKEN_LIMIT = "token_limit"  # noqa: S105 - a code, not a password
    """The environment has as many tokens in force as it may have."""
    TOKEN_EXPIRY_INVALID = "token_expiry_invalid"  # noqa: S105 - a code, not a password
    """A token that would end before it begins, or after the year 9999."""
    SIGNING_KEY_LIMIT = "signing_key_limit"
    """The environment has as many signing keys as it may have."""
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
    EMAIL_INVALID = "email_invalid"
    """What is no email address, or one that cannot be stored."""
    EMAIL_TAKEN = "email_taken"
    """Somebody has that address already, whatever the case."""
    PERSON_NOT_FOUND = "person_not_found"
    """Nobody has that id or address."""
    PERSON_DISABLED = "person_disabled"
    """Somebody who may not sign in."""
    PEOPLE_LIMIT = "people_limit"
    """The organization has as many people and invitations as it may have."""
    PASSWORD_REFUSED = "password_refused"  # noqa: S105 - a code, not a password
    """A new password that is too short, too long, or easily guessed."""
    PASSWORD_WRONG = "password_wrong"  # noqa: S105 - a code, not a password
    """Not the password of the person with that address."""
    SIGN_INS_TOO_MANY = "sign_ins_too_many"
    """More passwords wait to be hashed than may; try again in a moment."""
    ENVIRONMENTS_EMPTY = "environments_empty"
    """A member who would see no environment."""
    MEMBERSHIP_EXISTS = "membership_exists"
    """Whoever is invited is in the organization already."""
    MEMBERSHIP_NOT_FOUND = "membership_not_found"
    """That person is not in that organization."""
    LAST_ADMIN = "last_admin"
    """Nobody would be left who may sign in and change the organization's settings."""
    INVITATION_NOT_FOUND = "invitation_not_found"
    """No invitation has that id or secret, or it was used, withdrawn, or has expired."""
    INVITATION_FOR_ANOTHER = "invitation_for_another"
    """The invitation is for another email address."""
    RESET_NOT_FOUND = "reset_not_found"
    """No reset has that secret, or it was used or has expired."""
    IDENTITY_INVALID = "identity_invalid"
    """An issuer or subject that is empty, too long, or cannot be stored."""
    IDENTITY_TAKEN = "identity_taken"
    """The provider's subject is linked to somebody else."""
    CHANGED_MEANWHILE = "changed_meanwhile"
    """Somebody changed what this rests on at the same moment; try again."""
    RANDOMNESS_REPEATS = "randomness_repeats"
    """The random source keeps giving identifiers that are taken, so it is not random."""


class ControlError(Exception):
    """A refusal of the control shelf: `code` for programs, `str(error)` for people."""

    def __init__(self, code: ControlErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
