"""Everyone, counted exactly, by level and shore: for disclosure control alone, never for a page."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count

from actors.choices import Shore

from ..choices import Answer, StatementState
from ..disclosure import NOBODY, Cell, Counts
from ..models import Consultation, Participant, Vote

NORTH, SOUTH_AND_EAST, BASIN = "north", "south_east", "basin"
SHORE_GROUP = {Shore.NORTH: NORTH, Shore.SOUTH: SOUTH_AND_EAST, Shore.EAST: SOUTH_AND_EAST}
PLACE = {Answer.AGREE: 0, Answer.DISAGREE: 1, Answer.PASS: 2}


def side(shore: str) -> str:
    """The side of the sea on which a voice is counted; bodies of the whole basin have none."""
    return SHORE_GROUP[Shore(shore)] if shore else BASIN


def cells_of_statements(consultation: Consultation) -> dict[int, dict[Cell, Counts]]:
    """Statement -> (level, side) -> (agree, disagree, pass). One query, whatever the number of votes."""
    rows = (
        Vote.objects.filter(
            statement__consultation=consultation,
            statement__state=StatementState.PUBLISHED,
            statement__is_meta=False,
        )
        .values_list("statement", "participant__constituency", "participant__shore", "value")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[int, dict[Cell, Counts]] = defaultdict(dict)
    for statement, constituency, shore, value, n in rows:
        cell = (constituency, side(shore))
        counts = list(found[statement].get(cell, NOBODY))
        counts[PLACE[Answer(value)]] += n
        found[statement][cell] = (counts[0], counts[1], counts[2])
    return found


def cells_of_people(consultation: Consultation) -> dict[Cell, Counts]:
    """(level, side) -> (people who took part, 0, 0)."""
    rows = (
        Participant.objects.filter(consultation=consultation)
        .values_list("constituency", "shore")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[Cell, Counts] = defaultdict(lambda: NOBODY)
    for constituency, shore, n in rows:
        cell = (constituency, side(shore))
        found[cell] = (found[cell][0] + n, 0, 0)
    return dict(found)
