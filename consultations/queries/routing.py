"""Which statement a person is shown next."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from django.core.cache import cache
from django.db.models import Count, Q

from ..choices import Answer, StatementState
from ..models import Analysis, Consultation, Statement, Vote
from ..statistics.routing import draw, priorities

FRESH = 10  # seconds for which the counts that weigh the draw are kept
Tallies = dict[int, tuple[int, int, int]]  # statement -> agreed, passed, seen


@dataclass(frozen=True)
class Listed:
    """A statement at the vote, without its words: enough to choose one among thousands."""

    pk: int
    number: int
    is_meta: bool


def listed(consultation: Consultation) -> list[Listed]:
    """The statements at the vote, in order. One query."""
    published = Statement.objects.filter(consultation=consultation, state=StatementState.PUBLISHED)
    return [Listed(*row) for row in published.order_by("number").values_list("pk", "number", "is_meta")]


def next_statement(
    consultation: Consultation, statements: list[Listed], answered: set[int], person_id: int
) -> Listed | None:
    """The statement to show next, drawn in proportion to priority among those not answered; None: all are.

    The draw is the person's own and moves on with each answer: the same page shows the same statement again, on any
    device, as long as the counts it rests on stand.
    """
    unseen = [place for place, one in enumerate(statements) if one.pk not in answered]
    if len(unseen) <= 1:
        return statements[unseen[0]] if unseen else None
    tallies, extremity = _weights(consultation)
    rows = np.array([tallies.get(one.pk, (0, 0, 0)) for one in statements])
    priority = priorities(
        agree=rows[:, 0],
        passed=rows[:, 1],
        seen=rows[:, 2],
        extremity=np.array([extremity.get(str(one.pk), 0.0) for one in statements]),
        meta=np.array([one.is_meta for one in statements]),
    )
    chosen = draw(priority, unseen, chance_of(consultation.pk, person_id, len(statements) - len(unseen)))
    return None if chosen is None else statements[chosen]


def chance_of(consultation_id: int, person_id: int, answers: int) -> float:
    """A number in [0, 1) that a person keeps until their next answer."""
    drawn = hashlib.sha256(f"{consultation_id}:{person_id}:{answers}".encode()).digest()
    return int.from_bytes(drawn[:6]) / 2**48


def _weights(consultation: Consultation) -> tuple[Tallies, dict[str, float]]:
    """Counts by statement, some seconds old at most, and the extremities of the latest opinion map."""
    key = f"consultations:routing:{consultation.pk}"
    found: tuple[Tallies, dict[str, float]] | None = cache.get(key)
    if found is None:
        found = (_tallies(consultation), _extremity(consultation))
        cache.set(key, found, FRESH)
    return found


def _tallies(consultation: Consultation) -> Tallies:
    rows = (
        Vote.objects.filter(statement__consultation=consultation)
        .order_by()
        .values_list("statement")
        .annotate(
            agree=Count("pk", filter=Q(value=Answer.AGREE)),
            passed=Count("pk", filter=Q(value=Answer.PASS)),
            seen=Count("pk"),
        )
    )
    return {statement: (agree, passed, seen) for statement, agree, passed, seen in rows}


def _extremity(consultation: Consultation) -> dict[str, float]:
    return Analysis.objects.filter(consultation=consultation).values_list("extremity", flat=True).first() or {}
