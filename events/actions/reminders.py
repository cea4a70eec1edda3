"""Reminders before a meeting: planned while their hour is to come, told in rounds, to each person once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from events.choices import MeetingState, Mode
from events.models import Meeting, Registration, ReminderRound
from events.models.reminding import FURTHEST_HOURS
from events.reminding import ReminderKind, RoundState

from .telling import tell

PEOPLE_A_STEP = 50  # a transaction
PEOPLE_A_RUN = 200  # a minute, so that neither the mail server nor other periodic work waits

Lead = tuple[str, timedelta]


def leads_of(meeting: Meeting) -> set[Lead]:
    """Which reminders a meeting's people get, and how long before its start: elapsed time, whatever the clocks do."""
    hours = {meeting.reminder_hours, meeting.last_reminder_hours} - {None}
    leads: set[Lead] = {(ReminderKind.REMINDER, timedelta(hours=lead)) for lead in hours if lead}
    if meeting.join_reminder_minutes and Mode.ONLINE in meeting.modes:
        leads.add((ReminderKind.JOIN, timedelta(minutes=meeting.join_reminder_minutes)))
    return leads


def plan_reminders(*, at: datetime) -> int:
    """Note the rounds whose hour is still to come; returns how many are new.

    What has no round when its hour comes is never told: whoever registers or moves a meeting inside the last day has
    just been written to. Safe to repeat.
    """
    soon = Meeting.objects.filter(
        state=MeetingState.PUBLISHED, starts_at__gt=at, starts_at__lte=at + timedelta(hours=FURTHEST_HOURS + 1)
    )
    known = set(ReminderRound.objects.filter(meeting__in=soon).values_list("meeting_id", "kind", "starts_at", "due_at"))
    fresh = [
        ReminderRound(meeting=meeting, kind=kind, starts_at=meeting.starts_at, due_at=meeting.starts_at - lead)
        for meeting in soon
        for kind, lead in sorted(leads_of(meeting))
        if meeting.starts_at - lead > at
        and (meeting.pk, kind, meeting.starts_at, meeting.starts_at - lead) not in known
    ]
    ReminderRound.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def remind(*, at: datetime) -> int:
    """Tell the rounds that are due, at most two hundred people; returns how many were told. Safe to repeat."""
    told = 0
    due = ReminderRound.objects.filter(state=RoundState.PLANNED, due_at__lte=at).order_by("due_at", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        while told < PEOPLE_A_RUN:
            count, goes_on = _step(pk, min(PEOPLE_A_STEP, PEOPLE_A_RUN - told), at)
            told += count
            if not goes_on:
                break
    return told


@transaction.atomic
def _step(pk: int, limit: int, at: datetime) -> tuple[int, bool]:
    """Tell the next people of a round, under its row's lock; how many, and whether others are left."""
    current = ReminderRound.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=pk)
    if current.state != RoundState.PLANNED:
        return 0, False
    if not _is_right(current, at):
        _end(current, RoundState.SKIPPED, at)
        return 0, False
    people = list(_people(current)[:limit])
    for registration in people:
        tell(current.kind, registration, current.meeting, at, once=f"round-{current.pk}")
    current.told += len(people)
    current.reached = people[-1].pk if people else current.reached
    current.save(update_fields=["told", "reached"])
    if len(people) < limit:
        _end(current, RoundState.SENT, at)
        return len(people), False
    return len(people), True


def _is_right(current: ReminderRound, at: datetime) -> bool:
    """Whether the meeting is still on, at that hour, with that reminder, and it is not too late for it.

    Too late, after an absence of ours: the next reminder is due already, or half the time that was left has passed.
    """
    meeting, lead = current.meeting, current.starts_at - current.due_at
    if meeting.state != MeetingState.PUBLISHED or meeting.starts_at != current.starts_at or at >= meeting.starts_at:
        return False
    if (current.kind, lead) not in leads_of(meeting):
        return False
    if current.kind == ReminderKind.REMINDER and at > current.due_at + lead / 2:
        return False
    later = ReminderRound.objects.filter(meeting=meeting, kind=current.kind, starts_at=current.starts_at)
    return not later.filter(due_at__gt=current.due_at, due_at__lte=at).exists()


def _people(current: ReminderRound) -> QuerySet[Registration]:
    """Who holds a seat since before the reminder's hour and was not told yet; from afar where it is to join."""
    confirmed = Registration.objects.confirmed().filter(
        meeting=current.meeting_id, state_changed_at__lte=current.due_at, pk__gt=current.reached
    )
    if current.kind == ReminderKind.JOIN:
        confirmed = confirmed.filter(mode=Mode.ONLINE)
    return confirmed.select_related("person", "organisation", "registered_by").order_by("pk")


def _end(current: ReminderRound, state: RoundState, at: datetime) -> None:
    current.state, current.ended_at = state, at
    current.save(update_fields=["state", "ended_at"])
