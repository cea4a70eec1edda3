"""What questionnaires hold about a person: their own copy, and what goes when they leave. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from actors.registry import register_personal_data

from .actions.answer_files import drop, paths_in
from .choices import QuestionKind, ResponseState
from .models import Response, ResponseAnswer, ResponseFile
from .queries.questionnaire import questionnaire_of, sent_answers, written
from .questionnaire.wording import in_words

if TYPE_CHECKING:
    from actors.models import Person

OWN_WORDS = (QuestionKind.SHORT, QuestionKind.LONG, QuestionKind.FILE, QuestionKind.PLACE)


def export(person: Person) -> list[dict[str, Any]]:
    """Each questionnaire: what was sent and what is being written, in words."""
    found = []
    for response in Response.objects.filter(person=person).select_related("consultation").order_by("pk"):
        questions = questionnaire_of(response.consultation).by_pk

        def told(answers: dict[int, Any], questions: dict[int, Any] = questions) -> dict[str, str]:
            return {str(questions[pk]): in_words(questions[pk], v) for pk, v in answers.items() if pk in questions}

        found.append(
            {
                "consultation": str(response.consultation),
                "started_at": response.started_at.isoformat(),
                "sent_at": response.submitted_at.isoformat() if response.submitted_at else None,
                "sent": told(sent_answers(response)),
                "being_written": told(written(response)) if response.draft is not None else {},
            }
        )
    return found


def erase(person: Person, at: datetime) -> None:
    """Drafts go, and texts, files and places with them; choices and numbers keep counting, and nobody's."""
    with transaction.atomic():
        for response in Response.objects.select_for_update().filter(person=person):
            drop(paths_in(written(response).values()) | set(response.files.values_list("file", flat=True)))
            if response.state == ResponseState.DRAFT:
                response.delete()
                continue
            ResponseFile.objects.filter(response=response).delete()
            ResponseAnswer.objects.filter(response=response, question__kind__in=OWN_WORDS).delete()
            _forget_specified(response)
            response.draft = response.person = None
            response.save(update_fields=["draft", "person"])


def _forget_specified(response: Response) -> None:
    """What was written under « autre » goes; that it was chosen stays."""
    choices = ResponseAnswer.objects.filter(
        response=response, question__kind__in=(QuestionKind.SINGLE, QuestionKind.MULTIPLE)
    )
    for answer in choices:
        if answer.value.get("words"):
            answer.value = answer.value | {"words": {}}
            answer.save(update_fields=["value"])


register_personal_data("questionnaires", export=export, erase=erase)
