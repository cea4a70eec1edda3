"""The register of recommendations as everyone reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import F, Prefetch, Q, QuerySet

from actors.choices import Constituency
from actors.models import Organisation

from ..choices import ConsultationState, PositionState, RecommendationState, StatementState
from ..models import Consultation, Position, Recommendation, RecommendationEntry, Statement
from ..recommendations import DUE_SOON, LATE, LONG_OVERDUE, SIGNED, WAITING, Standing, standing

State = RecommendationState
SHOWN_STATEMENTS = (StatementState.PUBLISHED, StatementState.MERGED)


def open_question(entries: Iterable[RecommendationEntry]) -> RecommendationEntry | None:
    """The authority's question that the team has not replied to, if there is one."""
    asked = None
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.pk)):
        if entry.is_question:
            asked = entry
        elif not entry.function:
            asked = None
    return asked


@dataclass(frozen=True)
class Row:
    """A recommendation as the register shows it on a day of its consultation's zone."""

    recommendation: Recommendation
    today: date

    @property
    def standing(self) -> Standing:
        """Where it stands against its due day."""
        return standing(self.recommendation.state, self.recommendation.due_on, self.today)

    @property
    def is_late(self) -> bool:
        """Whether its answer is overdue."""
        return self.standing in LATE

    @property
    def days_late(self) -> int:
        """Days gone by since the due day; 0 where it is not late."""
        due = self.recommendation.due_on
        return (self.today - due).days if due and self.is_late else 0

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still due."""
        return State(self.recommendation.state) in WAITING

    @cached_property
    def entries(self) -> list[RecommendationEntry]:
        """Its steps, the first first."""
        return list(self.recommendation.entries.all())

    @property
    def last(self) -> RecommendationEntry:
        """Its last step."""
        return self.entries[-1]

    @cached_property
    def answered(self) -> RecommendationEntry | None:
        """The last step signed by an authority that says what becomes of it: its answer, then its end."""
        return next((entry for entry in reversed(self.entries) if State(entry.after) in SIGNED and _moved(entry)), None)

    @cached_property
    def question(self) -> RecommendationEntry | None:
        """The question that waits for the team's reply."""
        return open_question(self.entries)

    @cached_property
    def voices(self) -> list[Constituency]:
        """The constituencies that it was heard from, in their order."""
        heard = {s.proposed_by for s in self.statements} | {p.constituency for p in self.positions}
        return [constituency for constituency in Constituency if constituency in heard]

    @cached_property
    def statements(self) -> list[Statement]:
        """Its statements that everyone may read."""
        return [s for s in self.recommendation.statements.all() if s.state in SHOWN_STATEMENTS]

    @cached_property
    def positions(self) -> list[Position]:
        """Its signed positions."""
        return [p for p in self.recommendation.positions.all() if p.state == PositionState.SIGNED]


def _moved(entry: RecommendationEntry) -> bool:
    return entry.before != entry.after


def sent() -> QuerySet[Recommendation]:
    """The recommendations that everyone reads: sent, of published consultations."""
    shown = Recommendation.objects.exclude(state=State.DRAFT)
    return shown.filter(consultation__state=ConsultationState.PUBLISHED)


def rows(recommendations: QuerySet[Recommendation], at: datetime) -> list[Row]:
    """Recommendations with all that the register shows of them. Five queries, however many there are."""
    entries = RecommendationEntry.objects.select_related("organisation", "referred_to").order_by("at", "pk")
    found = recommendations.select_related("consultation", "addressee__country").prefetch_related(
        Prefetch("entries", entries),
        Prefetch("statements", Statement.objects.order_by("number")),
        Prefetch("positions", Position.objects.select_related("organisation")),
    )
    return [Row(one, at.astimezone(one.consultation.tzinfo).date()) for one in found]


def rows_of(consultation: Consultation, at: datetime) -> list[Row]:
    """The recommendations of a consultation, in order."""
    return rows(sent().filter(consultation=consultation).order_by("number"), at)


@dataclass(frozen=True)
class Wanted:
    """What the register is asked for; blank takes all."""

    authority: str = ""
    state: str = ""
    standing: str = ""


def register(wanted: Wanted, at: datetime) -> QuerySet[Recommendation]:
    """The register: what waits first, the longest overdue first, then what was answered, the latest first.

    Days are those of UTC here: for an hour or two around midnight a row may tell another standing than the filter.
    """
    found = sent()
    if wanted.authority:
        found = found.filter(addressee__slug=wanted.authority)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.standing:
        found = found.filter(_standing(Standing(wanted.standing), at.date()))
    return found.order_by(F("answered_at").desc(nulls_first=True), "due_on", "pk")


def _standing(wanted: Standing, today: date) -> Q:
    waiting = Q(state__in=WAITING)
    return {
        Standing.NONE: ~waiting,
        Standing.ON_TIME: waiting & Q(due_on__gt=today + DUE_SOON),
        Standing.DUE_SOON: waiting & Q(due_on__gte=today, due_on__lte=today + DUE_SOON),
        Standing.OVERDUE: waiting & Q(due_on__lt=today, due_on__gte=today - LONG_OVERDUE),
        Standing.LONG_OVERDUE: waiting & Q(due_on__lt=today - LONG_OVERDUE),
    }[wanted]


def addressed() -> list[Organisation]:
    """The authorities that have, or had, something in the register."""
    asked = sent().values("addressee")
    return list(Organisation.objects.filter(pk__in=asked).order_by("folded", "pk"))


@dataclass(frozen=True)
class Figures:
    """How many recommendations there are, by what became of them."""

    total: int
    accepted: int
    accepted_in_part: int
    in_place: int
    declined: int
    delivered: int
    abandoned: int
    waiting: int
    late: int


ACCEPTED = (State.ACCEPTED, State.IN_DELIVERY)


def figures(shown: Iterable[Row]) -> Figures:
    """The figures of some rows: those under way count as accepted."""
    listed = list(shown)
    states = Counter(row.recommendation.state for row in listed)
    return Figures(
        total=len(listed),
        accepted=sum(states[state] for state in ACCEPTED),
        accepted_in_part=states[State.ACCEPTED_IN_PART],
        in_place=states[State.IN_PLACE],
        declined=states[State.DECLINED],
        delivered=states[State.DELIVERED],
        abandoned=states[State.ABANDONED],
        waiting=sum(row.is_waiting for row in listed),
        late=sum(row.is_late for row in listed),
    )


def questions_waiting() -> int:
    """How many questions of authorities wait for the team's reply."""
    asked = sent().filter(state__in=WAITING, entries__is_question=True).distinct().prefetch_related("entries")
    return sum(open_question(one.entries.all()) is not None for one in asked)


def overdue(at: datetime) -> int:
    """How many answers are overdue."""
    return sent().filter(state__in=WAITING, due_on__lt=at.date()).count()


def latest_steps(limit: int) -> list[RecommendationEntry]:
    """The latest steps of the register, the latest first."""
    steps = RecommendationEntry.objects.filter(recommendation__in=sent())
    related = ("organisation", "referred_to", "recommendation__consultation", "recommendation__addressee")
    return list(steps.select_related(*related).order_by("-at", "-pk")[:limit])
