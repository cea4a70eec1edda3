"""Meetings as calendar entries: for one person's mail, for the public download."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Literal, cast

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar

from kernel.exports import ics
from kernel.languages.models import value_used

from .choices import MeetingFormat, MeetingState
from .models import Meeting, Registration

STATUS_OF: dict[str, ics.Status] = {
    MeetingState.CANCELLED: "CANCELLED",
    MeetingState.POSTPONED: "TENTATIVE",
}


def organizer() -> ics.Organizer:
    """The mailbox that calls meetings: ours, so that answers reach the team."""
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return ics.Organizer(name=name or str(settings.SITE_NAME), email=email)


def invitation(*, registration: Registration, meeting: Meeting, at: datetime) -> bytes:
    """REQUEST to one confirmed person: the entry appears or moves in their calendar."""
    return _entry(meeting, registration.person.language, at, method="REQUEST", status="CONFIRMED", to=registration)


def withdrawal(*, registration: Registration, meeting: Meeting, at: datetime) -> bytes:
    """CANCEL without status: the person no longer comes, the meeting itself goes on."""
    return _entry(meeting, registration.person.language, at, method="CANCEL", status=None, to=registration)


def cancellation(*, registration: Registration, meeting: Meeting, at: datetime) -> bytes:
    """CANCEL with status CANCELLED: the meeting does not take place."""
    return _entry(meeting, registration.person.language, at, method="CANCEL", status="CANCELLED", to=registration)


def publication(*, meeting: Meeting, language: str) -> bytes:
    """The public download, the same for everyone."""
    status = STATUS_OF.get(meeting.state, "CONFIRMED")
    return _entry(meeting, language, meeting.changed_at, method="PUBLISH", status=status)


def collection(*, meetings: Sequence[Meeting], language: str, name: str) -> bytes:
    """Several meetings as one calendar to subscribe to, each as in its own download."""
    whole = Calendar()
    for field, value in (("PRODID", ics.PRODUCT), ("VERSION", "2.0"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")):
        whole.add(field, value)
    whole.add("NAME", name)
    whole.add("REFRESH-INTERVAL", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        for entry in Calendar.from_ical(publication(meeting=meeting, language=language)).walk("VEVENT"):
            whole.add_component(entry)
    if meetings:
        first, last = min(m.starts_at for m in meetings), max(m.ends_at for m in meetings)
        whole.add_missing_timezones(first_date=date(first.year - 1, 1, 1), last_date=date(last.year + 2, 1, 1))
    return cast(bytes, whole.to_ical())


def place_in_words(meeting: Meeting, language: str) -> str:
    """Where it is: a place, « En ligne », or both."""
    place = str(value_used(meeting, "place", language) or "")
    with override(language):
        if meeting.format == MeetingFormat.ONLINE:
            return _("En ligne")
        return _("%(place)s et en ligne") % {"place": place} if meeting.format == MeetingFormat.HYBRID else place


def path_of(meeting: Meeting, language: str) -> str:
    """The meeting's stable address under one language."""
    with override(language):
        return meeting.get_absolute_url()


def address_of(meeting: Meeting, language: str) -> str:
    """The same with the site in front."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path_of(meeting, language)}"


def _entry(
    meeting: Meeting,
    language: str,
    at: datetime,
    *,
    method: Literal["REQUEST", "CANCEL", "PUBLISH"],
    status: ics.Status | None,
    to: Registration | None = None,
) -> bytes:
    attendee = ics.Attendee(name=to.person.name, email=to.person.email) if to else None
    if attendee and method == "CANCEL":
        attendee = ics.Attendee(name=attendee.name, email=attendee.email, state="DECLINED")
    return ics.calendar(
        method=method,
        uid=str(meeting.uid),
        sequence=meeting.ics_sequence,
        start=meeting.starts_at,
        end=meeting.ends_at,
        zone=meeting.zone,
        summary=value_used(meeting, "title", language),
        description=address_of(meeting, language),
        location=place_in_words(meeting, language),
        url=address_of(meeting, language),
        organizer=organizer(),
        attendee=attendee,
        status=status,
        at=at,
        language=language,
    )
