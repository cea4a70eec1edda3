"""Registrations as people, the team and dialogue pages read them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Q, Value, When

from events.choices import LIVE_STATES, RegistrationState
from events.models import Meeting, Registration, RegistrationQuerySet
from kernel.audit.models import Entry
from kernel.languages.choices import LANGUAGES

if TYPE_CHECKING:
    from actors.models import Person

JOURNAL_SHOWN = 500


def my_registrations(person: Person, at: datetime) -> list[Registration]:
    """A person's live registrations at meetings that have not ended, the next one first, the undated ones last."""
    mine = Registration.objects.live().filter(person=person)
    return list(mine.at_meetings_to_come(at).select_related("meeting", "organisation"))


def registration_of(person: Person, meeting: Meeting) -> Registration | None:
    """A person's registration at a meeting: the live one, else the latest."""
    live_first = Case(When(state__in=LIVE_STATES, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Registration.objects.filter(person=person, meeting=meeting)
        .select_related("meeting", "organisation", "person")
        .order_by(live_first, "-created_at", "-pk")
        .first()
    )


def place_in_line(registration: Registration) -> int | None:
    """Where someone stands among those who wait under the same constituency: 1 is next. None when not waiting."""
    if not registration.is_waiting:
        return None
    since, priority = registration.waitlisted_at, registration.priority
    ahead = Q(priority__gt=priority) | Q(priority=priority, waitlisted_at__lt=since)
    ahead |= Q(priority=priority, waitlisted_at=since, pk__lt=registration.pk)
    line = Registration.objects.filter(
        meeting=registration.meeting_id, state=RegistrationState.WAITING, constituency=registration.constituency
    )
    return line.filter(ahead).count() + 1


def registrations_for_team() -> RegistrationQuerySet:
    """What the organiser's list shows, without one query a row."""
    return Registration.objects.select_related("person", "organisation", "meeting").order_by("-created_at", "-pk")


def named(registrations: RegistrationQuerySet, text: str) -> RegistrationQuerySet:
    """Those whose person or organisation carries these words, in any language."""
    wanted = Q(person__display_name__icontains=text) | Q(person__email__icontains=text)
    for language in LANGUAGES:
        wanted |= Q(**{f"organisation__name_{language}__icontains": text})
    return registrations.filter(wanted)


def people_in_line(at: datetime) -> int:
    """How many people wait for a seat at a meeting that has not started."""
    return Registration.objects.filter(state=RegistrationState.WAITING, meeting__starts_at__gt=at).count()


def journal_of(meeting: Meeting) -> list[Entry]:
    """What was done to a meeting and to its registrations, the latest first; the last five hundred acts."""
    registrations = Registration.objects.filter(meeting=meeting).values_list("pk", flat=True)
    about_meeting = Q(target_type=Meeting._meta.label_lower, target_id=str(meeting.pk))
    about_people = Q(target_type=Registration._meta.label_lower, target_id__in=[str(pk) for pk in registrations])
    return list(Entry.objects.filter(about_meeting | about_people).select_related("actor")[:JOURNAL_SHOWN])


def voices_heard(meeting_ids: list[int]) -> Counter[tuple[str, str]]:
    """How many confirmed registrations each constituency and shore has at these meetings."""
    found = Registration.objects.confirmed().filter(meeting__in=meeting_ids).values_list("constituency", "shore")
    return Counter(found)
