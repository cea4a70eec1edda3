"""Reads of meetings, seats and registrations."""

from .calendars import calendar_of, calendar_under, registrations_in, visits_to
from .meetings import MeetingRow, meetings_of_dialogue, past_meetings, row_of, rows, upcoming_meetings, withheld_pages
from .registrations import (
    attendees,
    journal_of,
    my_registrations,
    people_in_line,
    place_in_line,
    registration_of,
    registrations_for_team,
    voices_heard,
)
from .seats import Seats, SeatsOfPool, pools_of, seats_of, seats_of_many, tally_of

__all__ = [
    "MeetingRow",
    "Seats",
    "SeatsOfPool",
    "attendees",
    "calendar_of",
    "calendar_under",
    "journal_of",
    "meetings_of_dialogue",
    "my_registrations",
    "past_meetings",
    "people_in_line",
    "place_in_line",
    "pools_of",
    "registration_of",
    "registrations_for_team",
    "registrations_in",
    "row_of",
    "rows",
    "seats_of",
    "seats_of_many",
    "tally_of",
    "visits_to",
    "upcoming_meetings",
    "voices_heard",
    "withheld_pages",
]
