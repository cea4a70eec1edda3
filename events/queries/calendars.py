"""What a person's own calendar holds, and who came in online."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from events.choices import MeetingState, RegistrationState
from events.models import JoinVisit, Meeting, PersonalCalendar, Registration

if TYPE_CHECKING:
    from actors.models import Person

REMEMBERED = timedelta(days=90)  # programs drop what a feed no longer holds
HELD = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)
HOPED = (RegistrationState.WAITING, RegistrationState.REQUESTED)


def calendar_under(secret: str) -> PersonalCalendar | None:
    """The personal calendar that a secret address opens, as long as its person has an account."""
    calendars = PersonalCalendar.objects.filter(secret=secret, person__is_active=True, person__erased_at__isnull=True)
    return calendars.select_related("person").first()


def calendar_of(person: Person) -> PersonalCalendar | None:
    """The personal calendar of a person, if they made one."""
    return PersonalCalendar.objects.filter(person=person).first()


def registrations_in(own: PersonalCalendar, at: datetime) -> list[Registration]:
    """What a personal calendar shows: places held, those that went with a cancelled meeting, and what the person waits
    for if they chose so. One registration a meeting, in the order of the meetings."""
    called_off = Q(state=RegistrationState.CANCELLED, meeting__state=MeetingState.CANCELLED, waitlisted_at__isnull=True)
    shown = Q(state__in=(*HELD, *HOPED) if own.shows_waiting else HELD) | called_off
    found = (
        Registration.objects.filter(shown, person=own.person_id, meeting__ends_at__gt=at - REMEMBERED)
        .filter(meeting__in=Meeting.objects.public())
        .select_related("meeting", "person")
        .order_by("meeting__starts_at", "meeting_id", "pk")
    )
    return list({registration.meeting_id: registration for registration in found}.values())


def visits_to(meeting: Meeting) -> list[JoinVisit]:
    """Who came in online, in order: for the team."""
    return list(meeting.visits.select_related("person", "registration__organisation").order_by("joined_at", "pk"))
