"""How often somebody may ask: after it is known who asks, before any work is done.

Requests by token share one limit for the whole organization, whichever of its environments and
tokens they name; a person signed in has one of their own. What fails to authenticate is counted by
the network it comes from, and what does not fail never is: nobody can lock out somebody else.

Law: every endpoint is in a class, since its field has a default; the answer tells how much is left.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from playhead.api.endpoint import Endpoint
from playhead.api.errors import too_many_requests
from playhead.api.identity import Identity
from playhead.api.limit_class import LimitClass
from playhead.control.snapshot import ControlSnapshot
from playhead.model.access import AccessToken
from playhead.throttle.client import prefix_of
from playhead.throttle.interface import Limit, Limiter, Verdict

DEFAULT_LIMITS: Final[Mapping[LimitClass, Limit]] = MappingProxyType(
    {
        LimitClass.STANDARD: Limit.per_second(5, 50),
        LimitClass.REALTIME: Limit.per_second(1, 10),
        LimitClass.PERSON: Limit.per_second(20, 200),
    }
)
"""The first two rates are those of Mux; the bursts are ten seconds' worth."""

DEFAULT_FAILURES: Final = Limit.per_second(1, 20)


class Bucket(NamedTuple):
    """Whom a request is counted against, and under which limit."""

    limit_class: LimitClass
    key: str


def bucket_of_token(token: AccessToken, snapshot: ControlSnapshot, endpoint: Endpoint) -> Bucket:
    """Return the bucket of a request by token: its organization's, for endpoints of this class."""
    environment = snapshot.environments_by_id[token.environment_id]
    return Bucket(endpoint.limit, environment.organization_id)


def bucket_of_person(person_id: str) -> Bucket:
    """Return the bucket of a request by somebody who is signed in, whatever they ask."""
    return Bucket(LimitClass.PERSON, person_id)


def bucket_of_visitor(client: str | None) -> Bucket:
    """Return the bucket of a request by nobody who is known, at a door that is open to all."""
    return Bucket(LimitClass.PERSON, prefix_of(client))


def bucket_of(
    known: Identity, address: str | None, endpoint: Endpoint, snapshot: ControlSnapshot
) -> Bucket:
    """Return whom a request is counted against."""
    if known.token is not None:
        return bucket_of_token(known.token, snapshot, endpoint)
    if known.person is not None:
        return bucket_of_person(known.person.id)
    return bucket_of_visitor(address)


class AdmissionCounts:
    """What was refused since the start; the numbers only ever rise."""

    def __init__(self) -> None:
        self.limited = dict.fromkeys(LimitClass, 0)
        self.failed_authentications = 0
        self.failed_and_limited = 0
        self.plain_http = 0


class Admission:
    """Keeps the limits.

    `limiter` counts who was authenticated, `failures` who was not: a limiter of this process
    alone, so that guessing costs it next to nothing.
    """

    def __init__(
        self,
        limiter: Limiter,
        failures: Limiter,
        limits: Mapping[LimitClass, Limit] = DEFAULT_LIMITS,
        failure_limit: Limit = DEFAULT_FAILURES,
    ) -> None:
        self._limiter = limiter
        self._failures = failures
        self._limits = limits
        self._failure_limit = failure_limit
        self.counts = AdmissionCounts()

    async def admit(self, bucket: Bucket) -> Mapping[str, str]:
        """Count one request; return the headers that tell how much is left.

        Raises:
            ApiError: 429.
        """
        limit = self._limits[bucket.limit_class]
        said = await self._limiter.take(f"{bucket.limit_class.value}:{bucket.key}", limit)
        headers = _told(limit, said)
        if not said.allowed:
            self.counts.limited[bucket.limit_class] += 1
            raise too_many_requests(said.retry_after_s, headers)
        return headers

    async def count_failure(self, client: str | None) -> None:
        """Count a credential that was wrong, by the client's address.

        Raises:
            ApiError: 429; too many of them came from there.
        """
        self.counts.failed_authentications += 1
        said = await self._failures.take(prefix_of(client), self._failure_limit)
        if not said.allowed:
            self.counts.failed_and_limited += 1
            raise too_many_requests(said.retry_after_s, _told(self._failure_limit, said))


def _told(limit: Limit, said: Verdict) -> dict[str, str]:
    return {
        "ratelimit-limit": str(limit.burst),
        "ratelimit-remaining": str(said.remaining),
        "ratelimit-reset": str(said.reset_s),
    }
