"""Reads: consultations a reader may see, what is left to answer, and results."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from actors.choices import Constituency, Shore
from kernel.languages.choices import LANGUAGES
from pages.base.queries import readable

from .choices import StatementState
from .models import Consultation, ConsultationPage, ConsultationQuerySet, Participant, Statement, Vote
from .results import Breakdown, Tally, breakdown, tally_of
from .rules import may_manage

if TYPE_CHECKING:
    from actors.models import Person

TEXTS = tuple(f"text_{language}" for language in LANGUAGES)  # of a statement
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


def teasers(consultations: QuerySet[Consultation]) -> list[Teaser]:
    """Consultations with their first statement and the number of people heard. One query."""
    first = Statement.objects.filter(consultation=OuterRef("pk"), state=StatementState.PUBLISHED).order_by("number")
    found = with_people(consultations).annotate(
        **{f"first_{name}": Subquery(first.values(name)[:1]) for name in ("number", *TEXTS)},
    )
    return [Teaser(c, _first_statement(c), c.people) for c in found]


def with_people(consultations: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Each with `people`: how many answered."""
    heard = Participant.objects.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    found: QuerySet[Consultation] = consultations.annotate(people=Coalesce(Subquery(heard.values(n=Count("pk"))), 0))
    return found


def _first_statement(consultation: Any) -> Statement | None:
    """The statement that was read with its consultation, with its words and its number alone."""
    if consultation.first_number is None:
        return None
    words = {name: getattr(consultation, f"first_{name}") for name in TEXTS}
    return Statement(consultation_id=consultation.pk, number=consultation.first_number, **words)


def ahead(at: datetime) -> list[Teaser]:
    """What takes votes at a moment or will later, the first to close first."""
    return teasers(Consultation.objects.published().filter(closes_at__gt=at).order_by("closes_at", "pk"))


def of_dialogue(dialogue_id: int) -> list[Consultation]:
    """The published consultations of a dialogue, each with `people`: how many answered."""
    return list(with_people(Consultation.objects.published().filter(dialogue=dialogue_id)))


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


def voices_heard(dialogue_id: int) -> QuerySet[Participant, tuple[str, str, int]]:
    """People who answered the consultations of a dialogue: (constituency, shore, number)."""
    heard = Participant.objects.filter(consultation__dialogue=dialogue_id, consultation__state="published")
    return heard.order_by().values_list("constituency", "shore").annotate(number=Count("person", distinct=True))
