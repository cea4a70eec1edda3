"""Reads of consultations."""

from .consultations import (
    Teaser,
    ahead,
    of_dialogue,
    page_of,
    teasers,
    visible_to,
    voices_heard,
    with_people,
    withheld_pages,
)
from .participation import answers_of, my_consultations, participant_of, statements_of
from .results import (
    CONSTITUENCIES,
    NORTH,
    SHORE_GROUP,
    SHORES,
    SOUTH_AND_EAST,
    StatementResult,
    Turnout,
    results_of,
    turnout_of,
)

__all__ = [
    "CONSTITUENCIES",
    "NORTH",
    "SHORES",
    "SHORE_GROUP",
    "SOUTH_AND_EAST",
    "StatementResult",
    "Teaser",
    "Turnout",
    "ahead",
    "answers_of",
    "my_consultations",
    "of_dialogue",
    "page_of",
    "participant_of",
    "results_of",
    "statements_of",
    "teasers",
    "turnout_of",
    "visible_to",
    "voices_heard",
    "with_people",
    "withheld_pages",
]
