"""One step of a registration, inside a transaction that holds the lock of its meeting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from events import calendar
from events.choices import FOLLOWING, OfferAnswer, RegistrationState
from events.models import Meeting, Offer, Registration

from .telling import tell

if TYPE_CHECKING:
    from actors.models import Person

TICK = timedelta(microseconds=1)


def fresh(registration: Registration, meeting: Meeting) -> Registration:
    """The registration as it is now that its meeting is locked."""
    found = Registration.objects.select_related("person", "organisation", "registered_by", "invitation")
    current = found.get(pk=registration.pk)
    current.meeting = meeting
    return current


def move(registration: Registration, state: RegistrationState, at: datetime, **fields: Any) -> None:
    """Put a registration in another state, with what belongs to it.

    An offer that is left without an answer is cancelled. Raises ValueError for a step that the machine does not have.
    """
    if state not in FOLLOWING[RegistrationState(registration.state)]:
        raise ValueError(f"{registration.state} is not followed by {state}")
    if registration.is_offered:
        answer_offer(registration, OfferAnswer.CANCELLED, at)
    registration.state = state
    registration.state_changed_at = at
    registration.rev += 1
    for name, value in fields.items():
        setattr(registration, name, value)
    registration.save(update_fields=["state", "state_changed_at", "rev", "offered_until", *fields])


def answer_offer(registration: Registration, answer: OfferAnswer, at: datetime) -> None:
    """Note what became of the open offer; the state moves after it."""
    Offer.objects.filter(registration=registration, answer="").update(answer=answer, answered_at=at)
    registration.offered_until = None


def make_offer(registration: Registration, until: datetime, by: Person | None, at: datetime) -> None:
    """Hold a seat for someone until an hour."""
    move(registration, RegistrationState.OFFERED, at, offered_until=until)
    Offer.objects.create(registration=registration, offered_at=at, offered_until=until, by=by)


def end_of_line(meeting: Meeting, at: datetime) -> datetime:
    """The time under which someone joins the waiting list: later than everyone's in it, whatever the clocks say."""
    latest = Registration.objects.filter(meeting=meeting).aggregate(latest=Max("waitlisted_at"))["latest"]
    return max(at, latest + TICK) if latest else at


def welcome(registration: Registration, meeting: Meeting, at: datetime) -> None:
    """Confirm by letter, with the calendar entry; whoever comes back needs a higher number than their CANCEL had."""
    came_back = Registration.objects.filter(meeting=meeting, person=registration.person_id).exclude(pk=registration.pk)
    if came_back.exists():
        advance_calendar(meeting)
    entry = calendar.invitation(registration=registration, meeting=meeting, at=at)
    tell("registration_confirmed", registration, meeting, at, entry=entry)


def advance_calendar(meeting: Meeting) -> None:
    """The next number of the meeting's calendar entry."""
    meeting.ics_sequence += 1
    meeting.save(update_fields=["ics_sequence"])
