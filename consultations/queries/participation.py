"""What a person has answered, and what is left to them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from ..choices import StatementState
from ..models import Consultation, Participant, Statement, Vote

if TYPE_CHECKING:
    from actors.models import Person


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
