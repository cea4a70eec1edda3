"""What coming in online leaves of a person: the copy they may have, and what goes when they leave. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data

from .models import JoinVisit, PersonalCalendar

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> dict[str, Any]:
    """When they came in online, and whether a calendar is read for them; its address is on their page, not here."""
    visits = JoinVisit.objects.filter(person=person).select_related("meeting")
    own = PersonalCalendar.objects.filter(person=person).first()
    return {
        "visits": [
            {
                "meeting": str(visit.meeting),
                "joined_at": visit.joined_at.isoformat(),
                "role": visit.get_role_display(),
                "language": visit.language,
            }
            for visit in visits
        ],
        "calendar_since": own.created_at.isoformat() if own else None,
    }


def erase(person: Person, at: datetime) -> None:
    """Visits go, and the calendar's address is nobody's at once."""
    JoinVisit.objects.filter(person=person).delete()
    PersonalCalendar.objects.filter(person=person).delete()


register_personal_data("events_joining", export=export, erase=erase)
