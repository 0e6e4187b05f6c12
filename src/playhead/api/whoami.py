"""Who asks, a token or a person, and in which environment of which organization."""

from playhead.api.bodies import SystemEnvelope, WhoAmI
from playhead.api.endpoint import Asked


def whoami(asked: Asked) -> SystemEnvelope[WhoAmI]:
    """Answer `/whoami`."""
    environment = asked.environment
    organization = asked.snapshot.organizations_by_id[environment.organization_id]
    return SystemEnvelope(
        WhoAmI(
            access_token_name=asked.actor.name,
            organization_id=organization.id,
            organization_name=organization.name,
            environment_id=environment.id,
            environment_name=environment.name,
            environment_type=environment.kind.value,
            permissions=tuple(each.value for each in asked.identity.permissions),
        )
    )
