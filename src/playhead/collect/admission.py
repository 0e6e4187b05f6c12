"""How many beacons an environment and a network may send: so many that players never notice.

A limit of an environment is the share of the server that the others are sure of; a limit of a
network keeps one machine from being a thousand viewers. Both are kept in memory: each collector
counts what it takes itself.

Law: what one environment or network does costs no other one anything.
"""

from playhead.collect.refusal import RefusedError
from playhead.model.outcome import BeaconOutcome
from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter

DEFAULT_ENVIRONMENT = Limit.per_second(5_000, 50_000)
DEFAULT_CLIENT = Limit.per_second(500, 5_000)
_HERE = ("127.", "::/")


class BeaconAdmission:
    """Keeps the limits of a collector."""

    def __init__(
        self,
        environments: MemoryLimiter,
        clients: MemoryLimiter,
        environment_limit: Limit = DEFAULT_ENVIRONMENT,
        client_limit: Limit = DEFAULT_CLIENT,
    ) -> None:
        self._environment_passes = environments.passes
        self._client_passes = clients.passes
        self._environment_limit = environment_limit
        self._client_limit = client_limit

    def admit_client(self, prefix: str | None) -> None:
        """Count a beacon of a network.

        One whose network is not known, or is this machine's own, may be anybody's behind a proxy
        that nobody named: a limit would be one for all of them.

        Raises:
            RefusedError: it sent too many.
        """
        if prefix is None or prefix.startswith(_HERE):
            return
        if not self._client_passes(prefix, self._client_limit):
            raise RefusedError(BeaconOutcome.RATE_LIMITED)

    def admit_environment(self, environment_id: str) -> None:
        """Count a beacon of an environment.

        Raises:
            RefusedError: it sent too many.
        """
        if not self._environment_passes(environment_id, self._environment_limit):
            raise RefusedError(BeaconOutcome.RATE_LIMITED)
