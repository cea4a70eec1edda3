"""Reads of meetings, seats and registrations."""

from .attendees import WhoComes, who_comes
from .calendars import calendar_of, calendar_under, registrations_in, visits_to
from .calls import Call, call_of
from .catalogue import entries_between, past_entries, upcoming_entries
from .codes import code_is_valid, codes_of, uses_of
from .documents import documents_of
from .fullness import why_full, why_full_in
from .meetings import (
    MeetingRow,
    meetings_of_dialogue,
    past_meetings,
    row_of,
    rows,
    rows_of,
    upcoming_meetings,
    withheld_pages,
)
from .mine import MyMeetings, ids_of_mine, my_meetings, places_in_line
from .months import Span, span_of_meetings, weeks_of
from .registrations import (
    journal_of,
    my_registrations,
    named,
    people_in_line,
    place_in_line,
    registration_of,
    registrations_for_team,
    voices_heard,
)
from .seats import Seats, SeatsOfPool, pool_of, pools_of, seats_of, seats_of_many, tally_of

__all__ = [
    "Call",
    "MeetingRow",
    "MyMeetings",
    "Seats",
    "SeatsOfPool",
    "Span",
    "WhoComes",
    "calendar_of",
    "calendar_under",
    "call_of",
    "code_is_valid",
    "codes_of",
    "documents_of",
    "entries_between",
    "ids_of_mine",
    "journal_of",
    "meetings_of_dialogue",
    "my_meetings",
    "my_registrations",
    "named",
    "past_entries",
    "past_meetings",
    "people_in_line",
    "place_in_line",
    "places_in_line",
    "pool_of",
    "pools_of",
    "registration_of",
    "registrations_for_team",
    "registrations_in",
    "row_of",
    "rows",
    "rows_of",
    "seats_of",
    "seats_of_many",
    "span_of_meetings",
    "tally_of",
    "upcoming_entries",
    "upcoming_meetings",
    "uses_of",
    "visits_to",
    "voices_heard",
    "weeks_of",
    "who_comes",
    "why_full",
    "why_full_in",
    "withheld_pages",
]
