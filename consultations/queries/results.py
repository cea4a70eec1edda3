"""Results of a consultation: every statement by constituency and by shore, and who answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from actors.choices import Constituency, Shore

from ..models import Consultation, Participant, Statement, Vote
from ..results import Breakdown, Tally, breakdown, tally_of
from .participation import statements_of

CONSTITUENCIES = tuple(Constituency.values)
NORTH, SOUTH_AND_EAST = "north", "south_east"
Counts = dict[tuple[str, str], dict[int, int]]  # (constituency, shore) -> answer -> people
SHORES = (NORTH, SOUTH_AND_EAST)
SHORE_GROUP = {Shore.NORTH: NORTH, Shore.SOUTH: SOUTH_AND_EAST, Shore.EAST: SOUTH_AND_EAST}


@dataclass(frozen=True)
class StatementResult:
    """A statement with its published tables."""

    statement: Statement
    by_constituency: Breakdown
    by_shore: Breakdown

    @property
    def total(self) -> Tally:
        """All votes on the statement."""
        return self.by_constituency.total


def results_of(consultation: Consultation) -> list[StatementResult]:
    """Every published statement's result by constituency and by shore. Two queries, whatever the number of votes."""
    statements = [one for one in statements_of(consultation) if not one.is_meta]
    rows = (
        Vote.objects.filter(statement__in=[s.pk for s in statements])
        .values_list("statement", "participant__constituency", "participant__shore", "value")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counts: dict[int, dict[tuple[str, str], dict[int, int]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    for statement, constituency, shore, value, n in rows:
        counts[statement][constituency, shore][value] += n
    return [_result(statement, counts[statement.pk]) for statement in statements]


def _result(statement: Statement, counts: Counts) -> StatementResult:
    constituencies: dict[str, Tally] = defaultdict(Tally)
    shores: dict[str, Tally] = defaultdict(Tally)
    rest = Tally()
    for (constituency, shore), values in counts.items():
        tally = tally_of(values)
        constituencies[constituency] += tally
        if shore:
            shores[SHORE_GROUP[Shore(shore)]] += tally
        else:
            rest += tally
    return StatementResult(statement, breakdown(constituencies, CONSTITUENCIES), breakdown(shores, SHORES, rest=rest))


@dataclass(frozen=True)
class Turnout:
    """Who answered: people in all, by constituency and by shore, small groups hidden (None)."""

    people: int
    votes: int
    by_constituency: dict[str, int]


def turnout_of(consultation: Consultation) -> Turnout:
    """How many people answered and how many answers they gave."""
    by_constituency = dict(
        Participant.objects.filter(consultation=consultation)
        .values_list("constituency")
        .annotate(n=Count("pk"))
        .order_by()
    )
    votes = Vote.objects.filter(participant__consultation=consultation).count()
    return Turnout(sum(by_constituency.values()), votes, by_constituency)
