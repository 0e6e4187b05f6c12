"""Former keys of environments: which players that have not heard of the new one may still send.

Law: a key that an environment once had is never given to another one while it is remembered, and
it is remembered for as long as it is accepted.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.tables import RetiredKeyRow
from playhead.model.access import RetiredKey

RETIRED_MOST = 100
"""How many former keys an environment may have; expired ones make room."""
ACCEPTED_MS_MOST = 10 * 366 * 24 * 60 * 60 * 1000


def check_acceptance(accept_old_for_ms: int) -> None:
    """Refuse a time that no key should be accepted for.

    Raises:
        ControlError: RANGE_INVALID.
    """
    if not 0 <= accept_old_for_ms <= ACCEPTED_MS_MOST:
        raise ControlError(
            ControlErrorCode.RANGE_INVALID,
            f"The old key cannot be accepted for another {accept_old_for_ms} ms: give 0 to"
            f" {ACCEPTED_MS_MOST}, which are ten years.",
        )


def is_retired(session: Session, env_key: str) -> bool:
    """Tell whether this is remembered as some environment's former key."""
    return session.get(RetiredKeyRow, env_key) is not None


def retire(
    session: Session, environment_id: str, env_key: str, *, now_ms: int, accept_for_ms: int
) -> None:
    """Remember a key as a former one, accepted for so long; the oldest expired ones are forgotten.

    Raises:
        ControlError: KEY_LIMIT.
    """
    of_environment = (
        select(RetiredKeyRow)
        .where(RetiredKeyRow.environment_id == environment_id)
        .order_by(RetiredKeyRow.accepted_until_ms.desc())
    )
    known = session.scalars(of_environment).all()
    forgotten = known[RETIRED_MOST - 1 :]
    if any(each.accepted_until_ms > now_ms for each in forgotten):
        raise ControlError(
            ControlErrorCode.KEY_LIMIT,
            f"The key cannot be rotated: the environment has {len(known)} former keys that are"
            f" still accepted, and {RETIRED_MOST} is the most. Wait until one of them ends.",
        )
    session.execute(
        delete(RetiredKeyRow).where(RetiredKeyRow.env_key.in_([each.env_key for each in forgotten]))
    )
    session.add(
        RetiredKeyRow(
            env_key=env_key,
            environment_id=environment_id,
            accepted_until_ms=now_ms + accept_for_ms,
        )
    )


def accepted_keys(session: Session, now_ms: int) -> tuple[RetiredKey, ...]:
    """Return the former keys that are accepted at this moment."""
    accepted = select(RetiredKeyRow).where(RetiredKeyRow.accepted_until_ms > now_ms)
    return tuple(
        RetiredKey(row.env_key, row.environment_id, row.accepted_until_ms)
        for row in session.scalars(accepted)
    )
