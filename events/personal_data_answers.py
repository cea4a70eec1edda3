"""What people answered to the questions of meetings: the copy they may have, and what goes when they leave. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from actors.registry import register_personal_data

from .actions.purge import forget_answers
from .models import Answer, MeetingHelper
from .queries.answers import in_words

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> dict[str, Any]:
    """Every version of every answer about the person, files by the address that hands them out, and their roles."""
    answers = Answer.objects.filter(registration__person=person).select_related(
        "registration__meeting", "question", "by"
    )
    helping = MeetingHelper.objects.filter(person=person).select_related("meeting")
    return {
        "answers": [_row(answer, person) for answer in answers.prefetch_related("choices").order_by("at", "pk")],
        "helping": [
            {"meeting": str(helper.meeting), "role": helper.get_role_display(), "since": helper.added_at.isoformat()}
            for helper in helping.order_by("added_at", "pk")
        ],
    }


def _row(answer: Answer, person: Person) -> dict[str, Any]:
    row = {
        "meeting": str(answer.registration.meeting),
        "question": str(answer.question),
        "answer": in_words(answer),
        "version": answer.version,
        "current": answer.is_current,
        "written_at": answer.at.isoformat(),
        "written_by_oneself": answer.by_id == person.pk,
    }
    if answer.statement:
        row["consented_to"] = answer.statement
    if answer.file:
        address = reverse("events:answer-file", args=[answer.ident])
        row["file"] = {
            "name": answer.file_name,
            "bytes": answer.file_size,
            "address": f"{settings.BASE_URL}{address}",
        }
    return row


def erase(person: Person, at: datetime) -> None:
    """Answers go with all versions and files, and so does what the person could read of others."""
    forget_answers(person=person)


register_personal_data("events_answers", export=export, erase=erase)
