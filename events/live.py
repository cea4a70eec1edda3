"""What moves on open pages: the seats of a meeting for everyone, one's own registration for its person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from kernel.live.queries import LiveEvent
from kernel.live.registry import is_row, stream_kind

from .models import Meeting, Registration
from .queries import place_in_line, seats_of
from .rules import may_manage


def may_follow_seats(person: Any, ident: str) -> bool:
    """Seats of a public meeting are public."""
    return is_row(ident) and Meeting.objects.visible_to(person).filter(pk=ident).exists()


def load_seats(events: Iterable[LiveEvent]) -> dict[str, Any]:
    """The seats as they are now, by the object's id in the page."""
    found: dict[str, Any] = {}
    for event in events:
        meeting = Meeting.objects.filter(pk=event.stream.partition(":")[2]).first()
        if meeting and event.object_id not in found:
            found[event.object_id] = seats_of(meeting)
    return found


def render_seats(event: LiveEvent, language: str) -> str:
    """The seats' fragment, the same for every reader."""
    return render_to_string("events/_seats.html", {"seats": event.object, "meeting": event.object.meeting})


def seats_page(ident: str, language: str) -> str:
    """Where the whole region is shown."""
    meeting = Meeting.objects.filter(pk=ident).first()
    with override(language):
        return meeting.get_absolute_url() if meeting else reverse("events:list")


def may_follow_standing(person: Any, ident: str) -> bool:
    """One's own registration, or any for the team."""
    if person is None or not is_row(ident):
        return False
    owner = Registration.objects.filter(pk=ident).values_list("person_id", flat=True).first()
    return owner is not None and (owner == person.pk or may_manage(person))


def load_standing(events: Iterable[LiveEvent]) -> dict[str, Any]:
    """The registrations as they are now."""
    idents = {event.stream.partition(":")[2]: event.object_id for event in events}
    found = Registration.objects.filter(pk__in=idents).select_related("meeting", "organisation", "person")
    return {idents[str(registration.pk)]: registration for registration in found}


def render_standing(event: LiveEvent, language: str) -> str:
    """Where a registration stands."""
    registration = event.object
    context = {"registration": registration, "meeting": registration.meeting, "line": place_in_line(registration)}
    return render_to_string("events/_standing.html", context)


def standing_page(ident: str, language: str) -> str:
    """Where a person reads it."""
    registration = Registration.objects.filter(pk=ident).select_related("meeting").first()
    with override(language):
        if registration is None:
            return reverse("events:list")
        return reverse("events:registration", args=[registration.meeting.slug])


stream_kind("m", may_read=may_follow_seats, render=render_seats, snapshot=seats_page, load=load_seats)
stream_kind("mr", may_read=may_follow_standing, render=render_standing, snapshot=standing_page, load=load_standing)
