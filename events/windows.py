"""Whether registration is open at an instant; where it is not, the sentence that says why."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from .choices import MeetingState
from .models import Meeting
from .times import end_of_minute
from .wording import day_in_words


def window_is_open(meeting: Meeting, at: datetime) -> bool:
    """Whether registration is open: opening <= at, until the end of the closing minute, never after the start."""
    return not why_closed(meeting, at)


def why_closed(meeting: Meeting, at: datetime) -> str:
    """Why nobody may register just now, in words; blank while the window is open."""
    return _because_of_state(meeting) or _because_of_time(meeting, at)


def _because_of_state(meeting: Meeting) -> str:
    if meeting.state == MeetingState.PUBLISHED:
        return ""
    if meeting.state == MeetingState.CANCELLED:
        return _("Cette rencontre est annulée.")
    if meeting.state == MeetingState.POSTPONED:
        return _("Cette rencontre est reportée : les inscriptions rouvriront avec la nouvelle date.")
    return _("Les inscriptions à cette rencontre ne sont pas ouvertes.")


def _because_of_time(meeting: Meeting, at: datetime) -> str:
    if at >= meeting.starts_at:
        return _("La rencontre a commencé : les inscriptions sont closes.")
    if meeting.registration_opens_at and at < meeting.registration_opens_at:
        day = day_in_words(meeting.registration_opens_at, meeting.zone)
        return _("Les inscriptions ouvrent le %(day)s.") % {"day": day}
    if at > end_of_minute(meeting.closes_at):
        day = day_in_words(meeting.closes_at, meeting.zone)
        return _("Les inscriptions sont closes depuis le %(day)s.") % {"day": day}
    return ""
