"""What meetings hold about a person: the copy they may have, and what goes when they leave. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data

from .actions.registrations import withdraw_erased
from .choices import Listing
from .models import Registration

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> list[dict[str, Any]]:
    """Every registration, with what was asked for."""
    registrations = Registration.objects.filter(person=person).select_related("meeting", "organisation")
    return [
        {
            "meeting": str(registration.meeting),
            "starts_at": registration.meeting.starts_at.isoformat(),
            "state": registration.get_state_display(),
            "constituency": registration.get_constituency_display(),
            "organisation": str(registration.organisation or ""),
            "mode": registration.get_mode_display(),
            "listening_language": registration.listening_language,
            "needs": registration.needs,
            "listed": registration.get_listed_display(),
            "asked_at": registration.created_at.isoformat(),
        }
        for registration in registrations.order_by("created_at", "pk")
    ]


def erase(person: Person, at: datetime) -> None:
    """Places in meetings to come are free again; needs and reasons go; what has been stays counted under its voice."""
    to_come = Registration.objects.live().filter(person=person, meeting__ends_at__gt=at).order_by("meeting_id")
    for registration in to_come:
        withdraw_erased(registration, at)
    Registration.objects.filter(person=person).update(needs="", reason="", listed=Listing.NONE)


register_personal_data("events", export=export, erase=erase)
