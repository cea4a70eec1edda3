"""A country changes its clocks: people still meet at the hour that was typed, so the instants move.

Nobody is written to: on the clocks of the meeting nothing has changed, and calendars that know the zone follow by
themselves. What counts from the instants (offers, reminders, the door, the lists) follows with them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from events.choices import MeetingState
from events.models import Meeting
from kernel.audit.actions import record
from kernel.audit.models import Entry
from kernel.search import actions as search
from kernel.wall_times import LocalTimeError, instant

from .locking import lock_seats, seats_transaction
from .telling import seats_changed

MARGIN = timedelta(days=1)  # a change of clocks moves nothing farther
OVER = (MeetingState.CANCELLED, MeetingState.DONE)
TYPED = ("zone", "start_date", "start_time", "start_fold", "end_date", "end_time", "end_fold")


def rederive_instants(*, at: datetime) -> int:
    """Derive the instants of every meeting to come again from what was typed; returns how many moved. Safe to repeat.

    A meeting whose hour no longer exists keeps its instants; the journal says so, once. Raises RetryLater.
    """
    to_come = Meeting.objects.filter(ends_at__gt=at - MARGIN).exclude(state__in=OVER).order_by("pk")
    return sum(_rederive(meeting.pk, at) for meeting in to_come if _derived(meeting) != {})


def _rederive(meeting_id: int, at: datetime) -> bool:
    with seats_transaction():
        meeting = lock_seats(meeting_id).meeting
        moved = _derived(meeting)
        if moved is None:
            _note_lost_hour(meeting, at)
        if not moved:
            return False
        was = {name: getattr(meeting, name).isoformat() for name in moved}
        for name, moment in moved.items():
            setattr(meeting, name, moment)
        meeting.changed_at = at
        meeting.save(update_fields=[*moved, "changed_at"])
        now = {name: moment.isoformat() for name, moment in moved.items()}
        record(actor=None, verb="events.clocks_changed", target=meeting, at=at, data={"was": was, "is": now})
        seats_changed(meeting, at)
        search.index(meeting)
        return True


def _derived(meeting: Meeting) -> dict[str, datetime] | None:
    """The moments that the clocks, as they are known now, put elsewhere; None where an hour of it exists no more."""
    derived = Meeting(**{name: getattr(meeting, name) for name in TYPED})
    try:
        derived.derive_instants()
    except ValidationError:
        return None
    moments: dict[str, Any] = {"starts_at": derived.starts_at, "ends_at": derived.ends_at}
    moments |= {name: _deadline(typed, meeting.zone) for name, typed in meeting.deadlines_typed.items()}
    return {name: moment for name, moment in moments.items() if moment and moment != getattr(meeting, name)}


def _deadline(typed: list[Any], zone: str) -> datetime | None:
    wall, fold = datetime.fromisoformat(typed[0]), typed[1]
    try:
        return instant(wall.date(), wall.time(), zone, fold or 0)
    except LocalTimeError:
        return None  # the hour is gone: the deadline stays at its instant


def _note_lost_hour(meeting: Meeting, at: datetime) -> None:
    noted = Entry.objects.filter(
        verb="events.clocks_lost",
        target_type=Meeting._meta.label_lower,
        target_id=str(meeting.pk),
        at__gte=meeting.changed_at,
    )
    if not noted.exists():
        record(actor=None, verb="events.clocks_lost", target=meeting, at=at)
