"""Places in line, live: whoever waits sees their rank move when somebody before them leaves the line."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from events.errors import RetryLater
from events.models import Meeting, Registration
from kernel.live import actions as live

from .locking import lock_seats, seats_transaction
from .telling import standing_changed

AT_ONCE = 50  # a long line is renewed in pieces: newcomers wait for none of them for long


def line_moved(meeting: Meeting) -> None:
    """Renew the ranks that people see, after the commit: not under the lock that newcomers wait for."""
    transaction.on_commit(partial(renew_ranks.enqueue, meeting.pk), robust=True)


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def renew_ranks(meeting_id: int) -> None:
    """Publish where everyone who waits stands now. Safe to run twice; a busy lock is left to the next move."""
    at = timezone.now()
    line = list(Registration.objects.in_line().filter(meeting=meeting_id).values_list("pk", flat=True))
    for start in range(0, len(line), AT_ONCE):
        with suppress(RetryLater):
            _publish(meeting_id, line[start : start + AT_ONCE], at)


def _publish(meeting_id: int, ids: Sequence[int], at: datetime) -> None:
    with seats_transaction():
        lock_seats(meeting_id)
        waiting = Registration.objects.in_line().filter(pk__in=ids)
        waiting.order_by().update(rev=F("rev") + 1)
        shown = list(waiting)
        live.lock(*(f"mr:{registration.pk}" for registration in shown))
        for registration in shown:
            standing_changed(registration, at)
