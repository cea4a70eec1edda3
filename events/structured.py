"""schema.org Event: what search engines and calendars read of a public meeting. Never the online link."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.html import _json_script_escapes  # type: ignore[attr-defined]  # the table behind json_script
from django.utils.safestring import SafeString, mark_safe

from kernel.languages.choices import current_language
from kernel.languages.models import value_used

from .choices import MeetingFormat, MeetingState
from .models import Meeting

SCHEMA = "https://schema.org/"
MODE = {
    MeetingFormat.IN_PERSON: "OfflineEventAttendanceMode",
    MeetingFormat.ONLINE: "OnlineEventAttendanceMode",
    MeetingFormat.HYBRID: "MixedEventAttendanceMode",
}
STATUS = {MeetingState.CANCELLED: "EventCancelled", MeetingState.POSTPONED: "EventPostponed"}


def json_ld(meeting: Meeting, url: str) -> SafeString:
    """The meeting as a <script type="application/ld+json"> block: data, so no script policy applies to it."""
    written = json.dumps(event(meeting, url), ensure_ascii=False).translate(_json_script_escapes)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308  (escaped as json_script does)


def event(meeting: Meeting, url: str) -> dict[str, Any]:
    """The facts, with hours and their offset in the meeting's zone."""
    status = STATUS.get(MeetingState(meeting.state), "EventScheduled")
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": value_used(meeting, "title"),
        "startDate": meeting.starts_at.astimezone(meeting.tz).isoformat(),
        "endDate": meeting.ends_at.astimezone(meeting.tz).isoformat(),
        "eventAttendanceMode": SCHEMA + MODE[MeetingFormat(meeting.format)],
        "eventStatus": SCHEMA + status,
        "location": _location(meeting, url),
        "inLanguage": meeting.languages_spoken or [current_language()],
        "organizer": {"@type": "Organization", "name": str(settings.SITE_NAME), "url": settings.WAGTAILADMIN_BASE_URL},
        "isAccessibleForFree": True,
        "url": url,
    }
    if meeting.previous_starts_at and status == "EventScheduled":
        facts["eventStatus"] = SCHEMA + "EventRescheduled"
        facts["previousStartDate"] = meeting.previous_starts_at.astimezone(meeting.tz).isoformat()
    return facts


def _location(meeting: Meeting, url: str) -> Any:
    online = {"@type": "VirtualLocation", "url": url}
    name = value_used(meeting, "place")
    on_site = {"@type": "Place", "name": name, "address": name}
    if meeting.format == MeetingFormat.ONLINE:
        return online
    return [on_site, online] if meeting.format == MeetingFormat.HYBRID else on_site
