"""What this app holds about a person, for their own copy."""

from __future__ import annotations

from typing import Any

from kernel.mail.models import Mail
from kernel.notifications.models import Notification

from .models import Membership, Person
from .registry import register_personal_data


def account(person: Person) -> dict[str, Any]:
    """The account itself."""
    return {
        "email": person.email,
        "display_name": person.display_name,
        "language": person.language,
        "time_zone": person.time_zone,
        "country": person.country_id,
        "shows_presence": person.shows_presence,
        "joined_at": person.date_joined.isoformat(),
        "last_login": person.last_login.isoformat() if person.last_login else None,
    }


def memberships(person: Person) -> list[dict[str, Any]]:
    """Every membership, whatever became of it."""
    found = Membership.objects.filter(person=person).select_related("organisation").order_by("requested_at", "pk")
    return [
        {
            "organisation": str(membership.organisation),
            "role": membership.role,
            "state": membership.state,
            "function": membership.function,
            "message": membership.message,
            "reason": membership.reason,
            "requested_at": membership.requested_at.isoformat(),
            "decided_at": membership.decided_at.isoformat() if membership.decided_at else None,
        }
        for membership in found
    ]


def notifications(person: Person) -> list[dict[str, Any]]:
    """What the bell has told."""
    found = Notification.objects.filter(person=person).order_by("created_at", "pk")
    return [
        {"kind": n.kind, "data": n.data, "at": n.created_at.isoformat(), "read": n.read_at is not None} for n in found
    ]


def mails(person: Person) -> list[dict[str, Any]]:
    """Which mails were sent: their subjects, not their codes and links."""
    found = Mail.objects.filter(person=person).order_by("queued_at", "pk")
    return [{"letter": m.letter, "subject": m.subject, "at": m.queued_at.isoformat()} for m in found]


register_personal_data("account", export=account)
register_personal_data("memberships", export=memberships)
register_personal_data("notifications", export=notifications)
register_personal_data("mails", export=mails)
