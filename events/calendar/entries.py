"""A meeting as an entry of a calendar: the same for everyone, or for one person's registration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.choices import MeetingState, Mode, RegistrationState
from events.models import Meeting, Registration
from kernel.exports import ics
from kernel.languages.choices import OWN_NAMES
from kernel.languages.models import language_used, value_used

from .places import address_of, join_address_of, place_in_words

COLOR = "teal"  # the nearest of CSS's names to the sea of our maps; RFC 7986 takes names only
STATUS_OF: dict[str, ics.Status] = {
    MeetingState.CANCELLED: "CANCELLED",
    MeetingState.POSTPONED: "TENTATIVE",
}
AWAY = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def organizer() -> ics.Organizer:
    """The mailbox that calls meetings: ours, so that answers reach the team."""
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return ics.Organizer(name=name or str(settings.SITE_NAME), email=email)


def public_entry(meeting: Meeting, language: str) -> ics.Entry:
    """The meeting as everyone may read it. A postponed one keeps its old day, says so, and leaves the time free."""
    summary_language = language_used(meeting, "title", language) or language
    online = Mode.ONLINE in meeting.modes
    return ics.Entry(
        uid=str(meeting.uid),
        sequence=meeting.ics_sequence,
        start=meeting.starts_at,
        end=meeting.ends_at,
        zone=meeting.zone,
        summary=_summary(meeting, language, summary_language),
        summary_language=summary_language,
        description=_description(meeting, language, online=online),
        location=place_in_words(meeting, language),
        url=address_of(meeting, language),
        organizer=organizer(),
        status=STATUS_OF.get(meeting.state, "CONFIRMED"),
        at=meeting.changed_at,
        created_at=meeting.published_at,
        changed_at=meeting.changed_at,
        conferences=_channels(meeting, language) if online else (),
        color=COLOR,
        is_free=meeting.state in AWAY,
        language=language,
    )


def own_entry(registration: Registration, meeting: Meeting, language: str) -> ics.Entry:
    """The meeting as one person's registration stands: the way in only for who takes part from afar, their hold on
    the time only once they are confirmed."""
    entry = public_entry(meeting, language)
    if registration.mode != Mode.ONLINE:
        entry = replace(entry, conferences=(), description=_description(meeting, language, online=False))
    if registration.state in (RegistrationState.CONFIRMED, RegistrationState.CANCELLED):
        return entry
    with override(language):
        label = registration.get_state_display()
        summary = _("%(state)s : %(title)s") % {"state": label, "title": entry.summary}
    return replace(entry, summary=summary, status="TENTATIVE", is_free=True)


def invited(entry: ics.Entry, registration: Registration, at: datetime) -> ics.Entry:
    """The entry as it is sent to the person, whose answer we know: they registered."""
    return replace(entry, at=at, attendee=ics.Attendee(registration.person.name, registration.person.email))


def taken_back(entry: ics.Entry, registration: Registration, at: datetime, status: ics.Status | None) -> ics.Entry:
    """The entry as it leaves the person's calendar."""
    attendee = ics.Attendee(registration.person.name, registration.person.email, state="DECLINED")
    return replace(entry, at=at, attendee=attendee, status=status, conferences=(), is_free=True)


def _summary(meeting: Meeting, language: str, summary_language: str) -> str:
    title = str(value_used(meeting, "title", language))
    if meeting.state != MeetingState.POSTPONED:
        return title
    with override(summary_language):
        return _("Reportée : %(title)s") % {"title": title}


def _description(meeting: Meeting, language: str, *, online: bool) -> str:
    address = address_of(meeting, language)
    if not online or meeting.state in AWAY:
        return address
    with override(language):
        way_in = _("En ligne, une fois votre place confirmée : %(address)s")
        return f"{address}\n{way_in % {'address': join_address_of(meeting, language)}}"


def _channels(meeting: Meeting, language: str) -> Sequence[ics.Conference]:
    """One way in for each language that can be listened to, each to our door in that language."""
    if meeting.state in AWAY:
        return ()
    codes = meeting.listening_languages or [language]
    return tuple(ics.Conference(join_address_of(meeting, code), code, OWN_NAMES[code]) for code in codes)
