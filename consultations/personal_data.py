"""What consultations hold about a person: the copy they may have, and what goes when they leave. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data

from .actions.log import forget
from .models import Participant, Vote

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> list[dict[str, Any]]:
    """Each consultation answered, under which voice, with every answer in words."""
    participations = Participant.objects.filter(person=person).select_related("consultation", "organisation")
    answers: dict[int, list[dict[str, Any]]] = {}
    votes = Vote.objects.filter(participant__person=person).select_related("statement")
    for vote in votes.order_by("statement__number"):
        answer = {"statement": str(vote.statement), "answer": vote.get_value_display(), "at": vote.at.isoformat()}
        answers.setdefault(vote.participant_id, []).append(answer)
    return [
        {
            "consultation": str(participation.consultation),
            "constituency": participation.get_constituency_display(),
            "organisation": str(participation.organisation or ""),
            "joined_at": participation.joined_at.isoformat(),
            "answers": answers.get(participation.pk, []),
        }
        for participation in participations.order_by("joined_at", "pk")
    ]


def erase(person: Person, at: datetime) -> None:
    """The answers keep counting under their voice; whose they were goes, and what could prove it in the log."""
    for participant in Participant.objects.filter(person=person).order_by("consultation"):
        forget(participant=participant)
    Participant.objects.filter(person=person).update(person=None)


register_personal_data("consultations", export=export, erase=erase)
