"""Positions of organisations: who signed what, how it changed, and what organisations answer, apart from people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from actors.choices import Shore
from kernel.text.diffs import Piece, compare

from ..choices import Answer, PositionState, StatementState
from ..models import Consultation, Participant, Position, PositionRevision, PositionStance, Statement
from ..results import Tally, tally_of


@dataclass(frozen=True)
class Signed:
    """A position at its present revision, with how many statements it agrees with, disagrees with and abstains on."""

    position: Position
    revision: PositionRevision
    tally: Tally


@dataclass(frozen=True)
class OrganisationsOn:
    """How many organisations said what of a statement; each one is public by its own act, so nothing is hidden."""

    total: Tally = field(default_factory=Tally)
    by_constituency: dict[str, Tally] = field(default_factory=dict)
    by_shore: dict[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True)
class StanceChange:
    """A statement on which the organisation's answer changed; None where it did not speak of it."""

    statement: Statement
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True)
class Version:
    """One signature: what changed in the words (nothing for the first, or in another language) and in the answers."""

    revision: PositionRevision
    changes: list[Piece]
    stances: list[StanceChange]
    rewritten: bool = False


def positions_of(consultation: Consultation) -> list[Signed]:
    """Every position at its present revision, those withdrawn included, by name of organisation. Two queries."""
    positions = (
        Position.objects.filter(consultation=consultation)
        .select_related("organisation__country", "organisation__territory")
        .order_by("organisation__folded", "pk")
    )
    revisions = {one.position_id: one for one in _present(consultation)}
    return [_signed(position, revisions[position.pk]) for position in positions]


def position_of(consultation: Consultation, organisation: str) -> Position | None:
    """The position of an organisation, by the slug of that one."""
    known = Position.objects.select_related("organisation__country", "organisation__territory")
    return known.filter(consultation=consultation, organisation__slug=organisation).first()


def revision_of(position: Position) -> PositionRevision:
    """The revision that counts."""
    return PositionRevision.objects.get(position=position, number=position.rev)


def stances_of(revision: PositionRevision) -> list[PositionStance]:
    """What a revision says of statements, in their order. Those no longer at the vote stay: they were signed."""
    return list(
        PositionStance.objects.filter(revision=revision).select_related("statement").order_by("statement__number")
    )


def versions_of(position: Position) -> list[Version]:
    """Every signature, the latest first, each with what it changed. Two queries."""
    revisions = list(PositionRevision.objects.filter(position=position).order_by("number"))
    stances: dict[int, dict[int, PositionStance]] = defaultdict(dict)
    for stance in PositionStance.objects.filter(revision__position=position).select_related("statement"):
        stances[stance.revision_id][stance.statement_id] = stance
    versions: list[Version] = []
    before: PositionRevision | None = None
    for revision in revisions:
        versions.append(_version(revision, before, stances))
        before = revision
    return versions[::-1]


def organisations_on(consultation: Consultation) -> dict[int, OrganisationsOn]:
    """What signed positions say, by statement id: organisations only, never mixed with people. One query."""
    rows = (
        PositionStance.objects.filter(_counting(consultation), statement__state=StatementState.PUBLISHED)
        .values_list("statement", "revision__position__constituency", "revision__position__shore", "value")
        .annotate(n=Count("pk"))
        .order_by()
    )
    by_statement: dict[int, list[tuple[str, str, int, int]]] = defaultdict(list)
    for statement, constituency, shore, value, n in rows:
        by_statement[statement].append((constituency, shore, value, n))
    return {statement: _organisations(found) for statement, found in by_statement.items()}


def present_stances(consultation: Consultation) -> dict[int, dict[int, int]]:
    """What each position that stands signed says: position id -> statement id -> value. One query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = PositionStance.objects.filter(_counting(consultation))
    for position, statement, value in rows.values_list("revision__position", "statement", "value"):
        found[position][statement] = value
    return found


def votable_statements(consultation: Consultation) -> list[Statement]:
    """The statements on which an organisation may take a position: at the vote, and not about the person who votes."""
    return list(
        Statement.objects.filter(consultation=consultation, state=StatementState.PUBLISHED, is_meta=False).order_by(
            "number"
        )
    )


def people_of(consultation: Consultation) -> int:
    """How many people answered: said beside organisations, never added to them."""
    return Participant.objects.filter(consultation=consultation).count()


def signed_count(consultation: Consultation) -> int:
    """How many organisations have a position signed and not withdrawn."""
    return Position.objects.filter(consultation=consultation, state=PositionState.SIGNED).count()


def signed_by_constituency(positions: Iterable[Signed]) -> dict[str, int]:
    """How many of these positions stand signed, by constituency."""
    return dict(Counter(one.position.constituency for one in positions if one.position.state == PositionState.SIGNED))


def _counting(consultation: Consultation) -> Q:
    """Stances that count: of the present revision of positions that stand signed."""
    return Q(
        revision__position__consultation=consultation,
        revision__position__state=PositionState.SIGNED,
        revision__number=F("revision__position__rev"),
    )


def _present(consultation: Consultation) -> QuerySet[PositionRevision]:
    counts = {
        name: Count("stances", filter=Q(stances__value=value))
        for name, value in (("agreed", Answer.AGREE), ("disagreed", Answer.DISAGREE), ("abstained", Answer.PASS))
    }
    present = PositionRevision.objects.filter(position__consultation=consultation, number=F("position__rev"))
    found: QuerySet[PositionRevision] = present.annotate(**counts)
    return found


def _signed(position: Position, revision: PositionRevision) -> Signed:
    agreed, disagreed, abstained = (getattr(revision, name) for name in ("agreed", "disagreed", "abstained"))
    return Signed(position, revision, Tally(agreed, disagreed, abstained))


def _version(
    revision: PositionRevision, before: PositionRevision | None, stances: dict[int, dict[int, PositionStance]]
) -> Version:
    if before is None:
        return Version(revision, [], [])
    changes = _changed_stances(stances[before.pk], stances[revision.pk])
    if before.language != revision.language:
        return Version(revision, [], changes, rewritten=True)
    words = compare(before.text, revision.text) if before.text != revision.text else []
    return Version(revision, words, changes)


def _changed_stances(before: dict[int, PositionStance], after: dict[int, PositionStance]) -> list[StanceChange]:
    found = []
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        change = StanceChange(
            (new or old).statement,  # type: ignore[union-attr]  # one of them is there
            Answer(old.value) if old else None,
            Answer(new.value) if new else None,
        )
        if change.before != change.after:
            found.append(change)
    return sorted(found, key=lambda change: change.statement.number)


def _organisations(rows: list[tuple[str, str, int, int]]) -> OrganisationsOn:
    total = Tally()
    constituencies: dict[str, Tally] = defaultdict(Tally)
    shores: dict[str, Tally] = defaultdict(Tally)
    for constituency, shore, value, n in rows:
        tally = tally_of({value: n})
        total += tally
        constituencies[constituency] += tally
        if shore:
            shores[Shore(shore)] += tally
    return OrganisationsOn(total, dict(constituencies), dict(shores))
