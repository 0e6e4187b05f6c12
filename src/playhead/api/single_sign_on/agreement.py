"""What was agreed with a provider, and what it is trusted to decide.

Law: unless the operator says more, a provider lets in nobody but those who are linked to it or were
invited; an address alone, which people may change at a provider, never takes over an account.
"""

import enum

import msgspec


class UnknownPeople(enum.StrEnum):
    """What becomes of somebody whom the provider knows and this server does not."""

    REFUSE = "refuse"
    MEMBER = "member"
    """A member of the default organization, who sees all of its environments."""


class Agreement(msgspec.Struct, frozen=True):
    """One provider. `link_by_email`: a verified address is enough to be whoever has it here."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    link_by_email: bool = False
    unknown_people: UnknownPeople = UnknownPeople.REFUSE
