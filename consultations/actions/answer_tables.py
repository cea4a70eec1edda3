"""What is told of the answers to closed questions is replaced in steps, and drawn by group once after the close."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ..models import Consultation, PublishedAnswers
from ..publication import Tables, to_json
from ..queries.questionnaire import last_close, questionnaire_of
from ..queries.questionnaire_answers import answers_by_voice, told_answers
from ..questionnaire.counting import given_by_cell
from ..questionnaire.protecting import Told, brought_up


def publish_answers(*, consultation: Consultation, at: datetime) -> int:
    """Bring up to date what is told, as far as disclosure control lets it; returns how many tables moved.

    Safe to repeat: nothing moves when nothing may. Answers by constituency and shore are drawn once: a questionnaire
    that reopens afterwards does not draw them again.
    """
    closes_at = last_close(consultation)
    final = closes_at is not None and at >= closes_at
    with transaction.atomic():
        Consultation.objects.select_for_update().get(pk=consultation.pk)
        told = told_answers(consultation)
        given = given_by_cell(questionnaire_of(consultation), answers_by_voice(consultation))
        moved = 0
        for (question, part), cells in given.items():
            after = brought_up(told.get((question, part), Told()), cells, final=final)
            if after:
                _keep(question, part, after, at)
                moved += 1
    return moved


def _keep(question: int, part: str, told: Told, at: datetime) -> None:
    kept = {
        "ladder": to_json(Tables(levels=told.ladder)),
        "people": told.people,
        "groups": list(told.groups) if told.groups else None,
        "published_at": at,
    }
    PublishedAnswers.objects.update_or_create(question_id=question, part=part, defaults=kept)
