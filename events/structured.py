"""schema.org Event: what search engines and calendars read of a public meeting. Never the online link.

Names, types and values are those of schema.org (Event, Place, VirtualLocation, Offer, Organization); moments carry the
offset of the meeting's zone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from kernel.languages.choices import current_language
from kernel.languages.models import value_used
from kernel.ui.structured import SCHEMA

from .choices import MeetingFormat, MeetingState
from .models import Meeting
from .queries.seats import Seats
from .windows import why_closed

MODE = {
    MeetingFormat.IN_PERSON: "OfflineEventAttendanceMode",
    MeetingFormat.ONLINE: "OnlineEventAttendanceMode",
    MeetingFormat.HYBRID: "MixedEventAttendanceMode",
}


def event(
    meeting: Meeting, seats: Seats, at: datetime, *, url: str, register_url: str, description: str = ""
) -> dict[str, Any]:
    """A meeting as an Event. `url` is its public page, `register_url` where a place is asked for."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": value_used(meeting, "title"),
        "description": description,
        "startDate": _local(meeting, meeting.starts_at),
        "endDate": _local(meeting, meeting.ends_at),
        "previousStartDate": _previous_start(meeting),
        "eventAttendanceMode": SCHEMA + MODE[MeetingFormat(meeting.format)],
        "eventStatus": _status(meeting),
        "location": _location(meeting, url),
        "inLanguage": _languages(meeting),
        "organizer": {"@type": "Organization", "name": str(settings.SITE_NAME), "url": settings.WAGTAILADMIN_BASE_URL},
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": seats.size,
        "remainingAttendeeCapacity": seats.left if _takes_registrations(meeting, at) else None,
        "offers": _offer(meeting, seats, at, register_url),
        "url": url,
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}


def moved_online(meeting: Meeting) -> bool:
    """Whether people were to meet on the spot, and nobody does any more."""
    on_site = (MeetingFormat.IN_PERSON, MeetingFormat.HYBRID)
    return meeting.format == MeetingFormat.ONLINE and meeting.previous_format in on_site


def _local(meeting: Meeting, moment: datetime) -> str:
    return moment.astimezone(meeting.tz).isoformat()


def _status(meeting: Meeting) -> Any:
    """One status, or both where a meeting was moved to another day and online. A cancelled or postponed one keeps the
    date it had, as schema.org asks."""
    if meeting.state == MeetingState.CANCELLED:
        return SCHEMA + "EventCancelled"
    if meeting.state == MeetingState.POSTPONED:
        return SCHEMA + "EventPostponed"
    moved = [
        *([SCHEMA + "EventMovedOnline"] if moved_online(meeting) else []),
        *([SCHEMA + "EventRescheduled"] if meeting.previous_starts_at else []),
    ]
    return moved[0] if len(moved) == 1 else moved or SCHEMA + "EventScheduled"


def _previous_start(meeting: Meeting) -> str | None:
    called_off = meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED)
    if called_off or not meeting.previous_starts_at:
        return None
    return _local(meeting, meeting.previous_starts_at)


def _languages(meeting: Meeting) -> list[str]:
    return list(dict.fromkeys([*meeting.languages_spoken, *meeting.languages_interpreted])) or [current_language()]


def _takes_registrations(meeting: Meeting, at: datetime) -> bool:
    return meeting.state == MeetingState.PUBLISHED and not why_closed(meeting, at)


def _offer(meeting: Meeting, seats: Seats, at: datetime, register_url: str) -> dict[str, Any] | None:
    """A place, free of charge; none once nobody can register any more. One that opens later says from when."""
    opens = meeting.registration_opens_at
    is_to_open = meeting.state == MeetingState.PUBLISHED and opens is not None and at < opens
    if not is_to_open and not _takes_registrations(meeting, at):
        return None
    return {
        "@type": "Offer",
        "url": register_url,
        "price": "0",
        "priceCurrency": "EUR",
        "availability": SCHEMA + ("SoldOut" if seats.is_full else "InStock"),
        "validFrom": _local(meeting, opens or meeting.published_at or meeting.created_at),
        "validThrough": _local(meeting, meeting.closes_at),
    }


def _location(meeting: Meeting, url: str) -> Any:
    online = {"@type": "VirtualLocation", "url": url}
    if meeting.format == MeetingFormat.ONLINE:
        return online
    return [_place(meeting), online] if meeting.format == MeetingFormat.HYBRID else _place(meeting)


def _place(meeting: Meeting) -> dict[str, Any]:
    name, territory = value_used(meeting, "place"), meeting.territory
    if territory is None:
        return {"@type": "Place", "name": name, "address": name}
    place: dict[str, Any] = {
        "@type": "Place",
        "name": name or value_used(territory, "name"),
        "address": {"@type": "PostalAddress", "addressLocality": value_used(territory, "name")},
    }
    if territory.country_id:
        place["address"]["addressCountry"] = territory.country_id
    if territory.latitude is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": territory.latitude, "longitude": territory.longitude}
    return place
