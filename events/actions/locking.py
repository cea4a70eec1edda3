"""The lock behind which seats change: the meeting's row, its quotas in order of id, then a code, before reading.

Everything that takes a seat goes through `lock_seats`, so two such transactions on one meeting follow each other and
the second reads what the first wrote (READ COMMITTED). On SQLite the IMMEDIATE transaction is the lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from events.errors import RetryLater
from events.models import InvitationCode, Meeting, Quota

LOCK_SECONDS = 10
# PostgreSQL: lock_not_available, deadlock_detected, serialization_failure (where a stricter isolation is set)
BUSY = {"55P03", "40P01", "40001"}


@dataclass(frozen=True)
class Locked:
    """A meeting and its quotas, read under the lock; the invitation code too where one was asked for and exists."""

    meeting: Meeting
    quotas: tuple[Quota, ...]
    code: InvitationCode | None = None


@contextmanager
def seats_transaction() -> Iterator[None]:
    """One durable transaction that waits at most ten seconds for a lock. Raises RetryLater when that is not enough."""
    try:
        with _patience(), transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{round(LOCK_SECONDS * 1000)}ms"])
            yield
    except OperationalError as error:
        if _is_busy(error):
            raise RetryLater from error
        raise


@contextmanager
def _patience() -> Iterator[None]:
    """On SQLite the whole transaction waits for its turn, before it begins: for as long as a row lock elsewhere."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = round(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {round(LOCK_SECONDS * 1000)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _is_busy(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in BUSY or "database is locked" in str(error)


def lock_seats(meeting_id: int, code: str = "") -> Locked:
    """Lock a meeting, its quotas and one of its codes (folded) until the transaction ends, then read them.

    Call it once in a transaction, before anything that the decision rests on is read.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    quotas = Quota.objects.select_for_update(no_key=True).filter(meeting=meeting_id).order_by("pk")
    codes = InvitationCode.objects.select_for_update(no_key=True).filter(meeting=meeting_id, code=code)
    return Locked(meeting, tuple(quotas), codes.first() if code else None)
