"""What is open at an instant: registration, edits, offers, promotion; where closed, the sentence that says why."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kernel.wall_times import end_of_minute

from .choices import MeetingState, Opening, Promotion
from .models import Meeting
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
    if meeting.opening == Opening.CLOSED:
        return _("L’équipe a fermé les inscriptions.")
    return "" if meeting.opening == Opening.OPEN else because_of_dates(meeting, at)


def because_of_dates(meeting: Meeting, at: datetime) -> str:
    """Why the dates set keep registration closed, in words; blank between them."""
    if meeting.registration_opens_at and at < meeting.registration_opens_at:
        day = day_in_words(meeting.registration_opens_at, meeting.zone)
        return _("Les inscriptions ouvrent le %(day)s.") % {"day": day}
    if at > end_of_minute(meeting.closes_at):
        day = day_in_words(meeting.closes_at, meeting.zone)
        return _("Les inscriptions sont closes depuis le %(day)s.") % {"day": day}
    return ""


def may_edit_at(meeting: Meeting, at: datetime) -> bool:
    """Whether answers may still be changed: until the end of the minute set, never after the start."""
    if not meeting.takes_place(at) or at >= meeting.starts_at:
        return False
    return meeting.edit_until is None or at <= end_of_minute(meeting.edit_until)


def offer_until(meeting: Meeting, at: datetime) -> datetime:
    """Until when a place offered now is held: the hours set, at most until the meeting starts; a whole minute."""
    until = min(at + timedelta(hours=meeting.offer_hours), meeting.starts_at)
    return until.replace(second=0, microsecond=0)


def offer_is_open(offered_until: datetime, at: datetime) -> bool:
    """Whether an offer may still be answered: until the end of its last minute."""
    return at <= end_of_minute(offered_until)


def serves_waiting_list(meeting: Meeting, at: datetime) -> bool:
    """Whether a place may be given to someone who waits, be it by the team's hand: announced and not started."""
    return meeting.state == MeetingState.PUBLISHED and at < meeting.starts_at


def promotes_by_itself(meeting: Meeting, at: datetime) -> bool:
    """Whether free places go to those who wait without anyone's hand.

    Not while the team has closed registration, nor in the last hours before the start; a closing date that has passed
    changes nothing for those who wait already.
    """
    if meeting.promotion == Promotion.BY_HAND or meeting.opening == Opening.CLOSED:
        return False
    stops_at = meeting.starts_at - timedelta(hours=meeting.promotion_stops_hours)
    return serves_waiting_list(meeting, at) and at < stops_at
