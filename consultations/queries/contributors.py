"""Whose contributions a recommendation carries: who proposed its statements, who stands behind its positions."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from actors.choices import MembershipRole, MembershipState
from actors.models import Membership, Person

from ..models import Participant, Position, PositionRevision, Recommendation, Statement, Vote


@dataclass
class Contributor:
    """A person, and what of theirs a recommendation carries."""

    person: Person
    statements: list[Statement] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)


def contributors_of(recommendation: Recommendation) -> list[Contributor]:
    """Everyone who contributed to a recommendation and still has an account, once each. Five queries at most.

    Whoever proposed a linked statement, or one merged into it; for a position, whoever signed its present wording and
    the organisation's focal points.
    """
    found: dict[int, Contributor] = {}
    for statement in _statements(recommendation):
        author = statement.author
        if author and author.person and author.person.is_active:
            found.setdefault(author.person.pk, Contributor(author.person)).statements.append(statement)
    positions = list(recommendation.positions.select_related("organisation"))
    for person, position in _signers(positions):
        contributor = found.setdefault(person.pk, Contributor(person))
        if position not in contributor.positions:
            contributor.positions.append(position)
    return [found[pk] for pk in sorted(found)]


def voters_of(recommendation: Recommendation, after: int, number: int) -> list[Participant]:
    """Those who voted on what a recommendation carries and still have an account: so many after a participant's key.

    Whoever contributed to it is left out. In order of key.
    """
    told = [contributor.person.pk for contributor in contributors_of(recommendation)]
    votes = Vote.objects.filter(statement__in=_carried(recommendation), participant=OuterRef("pk"))
    found = Participant.objects.filter(Exists(votes), pk__gt=after, person__is_active=True).exclude(person__in=told)
    return list(found.select_related("person").order_by("pk")[:number])


def _carried(recommendation: Recommendation) -> QuerySet[Statement]:
    linked = recommendation.statements.values("pk")
    return Statement.objects.filter(Q(pk__in=linked) | Q(merged_into__in=linked))


def _statements(recommendation: Recommendation) -> list[Statement]:
    return list(_carried(recommendation).select_related("author__person").order_by("number"))


def _signers(positions: list[Position]) -> list[tuple[Person, Position]]:
    by_organisation = {position.organisation_id: position for position in positions}
    by_pk = {position.pk: position for position in positions}
    signed = PositionRevision.objects.filter(
        position__in=by_pk, number=F("position__rev"), signer__is_active=True
    ).select_related("signer")
    focal = Membership.objects.filter(
        organisation__in=by_organisation,
        role=MembershipRole.FOCAL_POINT,
        state=MembershipState.VERIFIED,
        person__is_active=True,
    ).select_related("person")
    pairs = [(revision.signer, by_pk[revision.position_id]) for revision in signed if revision.signer]
    return [*pairs, *((m.person, by_organisation[m.organisation_id]) for m in focal)]
