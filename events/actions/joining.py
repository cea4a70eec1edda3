"""Coming in online, and the personal calendar's address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from events import providers, queries, rules
from events.door import Verdict, door_of
from events.errors import NotAllowed, RoomUnavailable
from events.models import JoinVisit, Meeting, PersonalCalendar
from events.models.joining import VISITS_KEPT, new_secret
from kernel.audit.actions import record

if TYPE_CHECKING:
    from actors.models import Person

SAME_VISIT = timedelta(minutes=1)  # a second click is no second visit


def join(*, meeting: Meeting, person: Person, language: str, at: datetime) -> str:
    """Note that a person comes in, and give the address to send them to: for their browser alone, never to be kept.

    Raises NotAllowed with the sentence where the door is not open for them, RoomUnavailable when the provider fails.
    """
    registration = queries.registration_of(person, meeting)
    provider, room = providers.provider_of(meeting), providers.room_of(meeting)
    is_team = rules.may_manage(person)
    door = door_of(meeting, registration, is_team=is_team, is_ready=provider.is_ready(room), at=at)
    if door.verdict is not Verdict.OPEN:
        raise NotAllowed(door.sentence or _("La salle n’est pas ouverte."))
    guest = providers.guest_of(person, meeting, role=door.role, language=language)
    try:
        address = provider.address(room=room, guest=guest, at=at)
    except providers.Unavailable as error:
        raise RoomUnavailable from error
    recent = JoinVisit.objects.filter(meeting=meeting, person=person, joined_at__gt=at - SAME_VISIT)
    with transaction.atomic():
        if not recent.exists():
            own = registration if registration and registration.is_confirmed else None
            JoinVisit.objects.create(
                meeting=meeting, registration=own, person=person, role=door.role, language=language, joined_at=at
            )
    return address


def purge_visits(*, at: datetime) -> int:
    """Erase who came in online once it has served; returns how many. Safe to repeat."""
    erased, _by_model = JoinVisit.objects.filter(meeting__ends_at__lt=at - VISITS_KEPT).delete()
    return erased


def open_personal_calendar(*, person: Person, at: datetime) -> PersonalCalendar:
    """Give a person the secret address of their calendar. Safe to repeat: the address there is stays."""
    with transaction.atomic():
        own, created = PersonalCalendar.objects.get_or_create(person=person, defaults={"created_at": at})
        if created:
            record(actor=person, verb="events.calendar_opened", target=own, at=at)
    return own


def renew_personal_calendar(*, person: Person, at: datetime) -> PersonalCalendar | None:
    """Another secret address: whoever knew the old one reads nothing from now on. None where there is no calendar."""
    with transaction.atomic():
        own = PersonalCalendar.objects.select_for_update().filter(person=person).first()
        if own is None:
            return None
        own.secret, own.created_at = new_secret(), at
        own.save(update_fields=["secret", "created_at"])
        record(actor=person, verb="events.calendar_renewed", target=own, at=at)
    return own


def show_waiting(*, person: Person, shows: bool) -> None:
    """Whether the calendar also holds, as tentative, what the person waits for."""
    PersonalCalendar.objects.filter(person=person).update(shows_waiting=shows)


def close_personal_calendar(*, person: Person, at: datetime) -> None:
    """Take the address away. Safe to repeat."""
    with transaction.atomic():
        for own in PersonalCalendar.objects.select_for_update().filter(person=person):
            record(actor=person, verb="events.calendar_closed", target=own, at=at)
            own.delete()
