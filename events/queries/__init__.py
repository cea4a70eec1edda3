"""Reads of meetings, seats and registrations."""

from .meetings import MeetingRow, meetings_of_dialogue, past_meetings, row_of, rows, upcoming_meetings
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
    "journal_of",
    "meetings_of_dialogue",
    "my_registrations",
    "past_meetings",
    "people_in_line",
    "place_in_line",
    "pools_of",
    "registration_of",
    "registrations_for_team",
    "row_of",
    "rows",
    "seats_of",
    "seats_of_many",
    "tally_of",
    "upcoming_meetings",
    "voices_heard",
]
