"""What people propose, as the team reads it, and what resembles it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from kernel.languages.choices import LANGUAGES

from ..choices import StatementState
from ..likeness import LIKE, likeness
from ..models import Consultation, Participant, Statement

SHOWN = 3  # close statements shown beside one that is proposed


@dataclass(frozen=True)
class Proposal:
    """A statement that waits, with those at the vote that resemble it, the closest first."""

    statement: Statement
    close: list[Statement]


def waiting_statements() -> QuerySet[Statement]:
    """Statements proposed and not read yet, the first to come first. For the team alone."""
    waiting = Statement.objects.filter(state=StatementState.PROPOSED)
    return waiting.select_related("consultation").order_by("proposed_at", "pk")


def with_close_ones(statements: Iterable[Statement]) -> list[Proposal]:
    """Each with what resembles it among the statements at the vote of its consultation. One query."""
    proposed = list(statements)
    at_vote: dict[int, list[Statement]] = {}
    consultations = {one.consultation_id for one in proposed}
    for one in Statement.objects.filter(consultation__in=consultations, state=StatementState.PUBLISHED):
        at_vote.setdefault(one.consultation_id, []).append(one)
    return [Proposal(one, close_to(wordings(one), at_vote.get(one.consultation_id, []))) for one in proposed]


def close_to(texts: dict[str, str], statements: Iterable[Statement]) -> list[Statement]:
    """Statements that share half of their words with a text in the same language, the closest first."""
    found = [(_nearest(texts, wordings(one)), one) for one in statements]
    close = sorted((pair for pair in found if pair[0] >= LIKE), key=lambda pair: (-pair[0], pair[1].number))
    return [one for _likeness, one in close[:SHOWN]]


def wordings(statement: Statement) -> dict[str, str]:
    """A statement's words in each language in which it is written."""
    words = {language: getattr(statement, f"text_{language}") for language in LANGUAGES}
    return {language: text for language, text in words.items() if text}


def proposals_of(participant: Participant | None) -> list[Statement]:
    """What a person has proposed in a consultation, the latest first, with where it went."""
    if participant is None:
        return []
    return list(participant.statements.select_related("merged_into").order_by("-proposed_at", "-pk"))


def waiting_by_consultation() -> QuerySet[Consultation]:
    """Consultations in which statements wait, each with how many (`waiting`)."""
    waiting = Consultation.objects.filter(statements__state=StatementState.PROPOSED)
    counted: QuerySet[Consultation] = waiting.annotate(waiting=Count("statements")).order_by("-opens_at")
    return counted


def _nearest(texts: dict[str, str], others: dict[str, str]) -> float:
    return max(
        (likeness(text, others[language]) for language, text in texts.items() if language in others), default=0.0
    )
