"""Reads: consultations a reader may see, what is left to answer, and results."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from actors.choices import Constituency, Shore
from pages.base.queries import readable

from .choices import StatementState
from .models import Consultation, ConsultationPage, ConsultationQuerySet, Participant, Statement, Vote
from .results import Breakdown, Tally, breakdown, tally_of
from .rules import may_manage

if TYPE_CHECKING:
    from actors.models import Person

CONSTITUENCIES = tuple(Constituency.values)
NORTH, SOUTH_AND_EAST = "north", "south_east"
Counts = dict[tuple[str, str], dict[int, int]]  # (constituency, shore) -> answer -> people
SHORES = (NORTH, SOUTH_AND_EAST)
SHORE_GROUP = {Shore.NORTH: NORTH, Shore.SOUTH: SOUTH_AND_EAST, Shore.EAST: SOUTH_AND_EAST}


def visible_to(person: Person | AnonymousUser | None) -> ConsultationQuerySet:
    """Published consultations; the team also sees drafts."""
    consultations = Consultation.objects.all()
    return consultations if may_manage(person) else consultations.published()


def page_of(consultation: Consultation) -> ConsultationPage | None:
    """The published texts of a consultation, where everyone may read them."""
    pages = readable(ConsultationPage.objects.filter(consultation=consultation))
    found: ConsultationPage | None = pages.for_language().first()
    return found


def withheld_pages() -> QuerySet[ConsultationPage]:
    """The pages of consultations that are not published."""
    published = Consultation.objects.published()
    pages: QuerySet[ConsultationPage] = ConsultationPage.objects.exclude(consultation__in=published)
    return pages


@dataclass(frozen=True)
class Teaser:
    """A consultation as lists show it."""

    consultation: Consultation
    statement: Statement | None
    people: int
    constituencies: int


def teasers(consultations: QuerySet[Consultation]) -> list[Teaser]:
    """Consultations with their first statement, the number of people and of constituencies heard. Two queries."""
    heard = Participant.objects.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    found = list(
        consultations.annotate(
            people=Subquery(heard.values(n=Count("pk"))),
            constituencies=Subquery(heard.values(n=Count("constituency", distinct=True))),
        )
    )
    first: dict[int, Statement] = {}
    published = Statement.objects.filter(consultation__in=[c.pk for c in found], state=StatementState.PUBLISHED)
    for statement in published.order_by("-number"):
        first[statement.consultation_id] = statement
    return [Teaser(c, first.get(c.pk), c.people or 0, c.constituencies or 0) for c in found]


def open_consultations(at: datetime, limit: int | None = None) -> list[Teaser]:
    """What takes votes now, the first to close first."""
    return teasers(Consultation.objects.open(at).order_by("closes_at", "pk")[:limit])


def of_dialogue(dialogue_id: int) -> list[Teaser]:
    """The published consultations of a dialogue."""
    return teasers(Consultation.objects.published().filter(dialogue=dialogue_id))


def statements_of(consultation: Consultation) -> list[Statement]:
    """The published statements, in order."""
    return list(Statement.objects.filter(consultation=consultation, state=StatementState.PUBLISHED).order_by("number"))


def participant_of(consultation: Consultation, person: Person) -> Participant | None:
    """A person's participation, with the organisation they answer for."""
    return Participant.objects.filter(consultation=consultation, person=person).select_related("organisation").first()


def answers_of(participant: Participant | None) -> dict[int, int]:
    """A participant's answers: statement id -> value."""
    if participant is None:
        return {}
    return dict(Vote.objects.filter(participant=participant).values_list("statement", "value"))


def my_consultations(person: Person, at: datetime) -> list[tuple[Consultation, int, int]]:
    """For my space: each consultation the person answers, with answers given and statements published."""
    rows = (
        Participant.objects.filter(person=person)
        .select_related("consultation")
        .annotate(given=Count("votes", filter=Q(votes__statement__state=StatementState.PUBLISHED)))
        .order_by("consultation__closes_at", "pk")
    )
    found = [row for row in rows if row.consultation.state == "published"]
    totals = dict(
        Statement.objects.filter(
            consultation__in=[row.consultation_id for row in found], state=StatementState.PUBLISHED
        )
        .values_list("consultation")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [(row.consultation, row.given, totals.get(row.consultation_id, 0)) for row in found]


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
    statements = statements_of(consultation)
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


def voices_heard(dialogue_id: int) -> list[tuple[str, str, int]]:
    """People who answered the consultations of a dialogue: (constituency, shore, number)."""
    return list(
        Participant.objects.filter(consultation__dialogue=dialogue_id, consultation__state="published")
        .values_list("constituency", "shore")
        .annotate(n=Count("person", distinct=True))
        .order_by()
    )
