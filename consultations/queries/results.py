"""Results of a consultation as everyone reads them: totals of now, tables in the steps they are published in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from actors.choices import Constituency

from ..choices import MINIMUM_CELL
from ..models import Consultation, Participant, PublishedTable, Statement, Vote
from ..results import Breakdown, Cell, Tally, tally_of
from .counting import BASIN, NORTH, SOUTH_AND_EAST
from .participation import statements_of

CONSTITUENCIES = tuple(Constituency.values)
SHORES = (NORTH, SOUTH_AND_EAST)
SIDES = (*SHORES, BASIN)


@dataclass(frozen=True)
class StatementResult:
    """A statement with its total of now and its published tables.

    `crossed`: the groups shown of level by shore, by ("level", "side"). `waiting`: people in the total who stand in
    no row of the table by level: groups under five, and the latest answers.
    """

    statement: Statement
    total: Tally
    by_constituency: Breakdown
    by_shore: Breakdown
    crossed: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    serial: int = 0

    @property
    def is_hidden(self) -> bool:
        """Whether so few have answered that even the total would tell of them."""
        return 0 < self.total.seen < MINIMUM_CELL

    @property
    def waiting(self) -> int:
        """People who are counted in the total and in no level yet."""
        return max(0, self.total.seen - self.by_constituency.total.seen)

    @property
    def waiting_shore(self) -> int:
        """People who are counted in the total and on no shore yet, or have none."""
        return max(0, self.total.seen - sum(c.tally.seen for c in self.by_shore.cells if c.tally))


def results_of(consultation: Consultation) -> list[StatementResult]:
    """Every published statement's result; questions about oneself have none. Three queries, whatever the votes."""
    statements = [statement for statement in statements_of(consultation) if not statement.is_meta]
    totals = totals_of([statement.pk for statement in statements])
    tables = {t.statement_id: t for t in PublishedTable.objects.filter(statement__in=statements).defer("ladders")}
    return [_result(one, totals.get(one.pk, Tally()), tables.get(one.pk)) for one in statements]


def totals_of(statements: Sequence[int]) -> dict[int, Tally]:
    """The votes on each statement, of now. One query."""
    rows = Vote.objects.filter(statement__in=statements).values_list("statement", "value").order_by()
    counts: dict[int, dict[int, int]] = {}
    for statement, value, n in rows.annotate(n=Count("pk")):
        counts.setdefault(statement, {})[value] = n
    return {statement: tally_of(values) for statement, values in counts.items()}


def _result(statement: Statement, total: Tally, table: PublishedTable | None) -> StatementResult:
    figures = table.figures if table else {}
    crossed = {}
    for name, counts in figures.get("crossed", {}).items():
        level, _separator, shore = name.partition("|")
        crossed[level, shore] = Tally(*counts)
    return StatementResult(
        statement,
        total,
        _rows(figures.get("levels", {}), CONSTITUENCIES, total),
        _rows(figures.get("shores", {}), SHORES, total),
        crossed,
        table.serial if table else 0,
    )


def _rows(shown: Mapping[str, Sequence[int]], groups: Sequence[str], total: Tally) -> Breakdown:
    """A table's rows; groups not shown carry no figure, whether they are small or empty."""
    tallies = {group: Tally(*counts) for group, counts in shown.items()}
    cells = tuple(Cell(group, tallies.get(group)) for group in groups)
    return Breakdown(sum(tallies.values(), Tally()), cells, total_is_hidden=0 < total.seen < MINIMUM_CELL)


@dataclass(frozen=True)
class Turnout:
    """Who took part: people and answers of now, and the groups shown of people by level, side and both."""

    people: int
    votes: int
    by_constituency: dict[str, int]
    by_shore: dict[str, int] = field(default_factory=dict)
    crossed: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def people_are_shown(self) -> bool:
        """Whether the number of people may be told: nobody, or five at least."""
        return self.people == 0 or self.people >= MINIMUM_CELL

    @property
    def waiting(self) -> int:
        """People who took part and stand in no row yet."""
        return max(0, self.people - sum(self.crossed.values()))


def turnout_of(consultation: Consultation) -> Turnout:
    """How many people took part and how many answers they gave. Two queries."""
    people = _number_of(Participant.objects.filter(consultation=OuterRef("pk")), "consultation")
    votes = _number_of(Vote.objects.filter(participant__consultation=OuterRef("pk")), "participant__consultation")
    heard = Consultation.objects.filter(pk=consultation.pk).values("pk", people=people, votes=votes).get()
    table = PublishedTable.objects.filter(consultation=consultation, statement=None).defer("ladders").first()
    figures = table.figures if table else {}
    crossed = {}
    for name, counts in figures.get("crossed", {}).items():
        level, _separator, side = name.partition("|")
        crossed[level, side] = counts[0]
    return Turnout(
        heard["people"],
        heard["votes"],
        {level: counts[0] for level, counts in figures.get("levels", {}).items()},
        {side: counts[0] for side, counts in figures.get("shores", {}).items()},
        crossed,
    )


def _number_of(rows: QuerySet[Any], link: str) -> Coalesce:
    counted = rows.order_by().values(link).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
