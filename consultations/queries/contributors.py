"""Whose contributions a recommendation carries: who proposed its statements, who stands behind its positions."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import F, Q

from actors.choices import MembershipRole, MembershipState
from actors.models import Membership, Person

from ..models import Position, PositionRevision, Recommendation, Statement


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


def _statements(recommendation: Recommendation) -> list[Statement]:
    linked = recommendation.statements.values("pk")
    carried = Statement.objects.filter(Q(pk__in=linked) | Q(merged_into__in=linked))
    return list(carried.select_related("author__person").order_by("number"))


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
