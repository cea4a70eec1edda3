"""Reads of meetings, seats and registrations."""

from .meetings import MeetingRow, meetings_of_dialogue, past_meetings, row_of, rows, upcoming_meetings
from .registrations import (
    attendees,
    my_registrations,
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
    "meetings_of_dialogue",
    "my_registrations",
    "past_meetings",
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
