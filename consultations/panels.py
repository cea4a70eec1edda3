"""What consultations show on a dialogue's page: journal entries, voices heard, figures. (leaf)"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.languages.models import language_used, value_used
from pages.dialogues.registry import Count, JournalEntry, Told, register_journal, register_voices

from . import queries
from .choices import Stage
from .models import Consultation

STATUS = {Stage.UPCOMING: "soon", Stage.OPEN: "open", Stage.CLOSED: "no"}


@register_journal
def journal(dialogue_id: int, language: str) -> Told:
    """One entry a consultation, dated by its opening, and how many there are. One query."""
    at = timezone.now()
    found = queries.of_dialogue(dialogue_id)
    number = len(found)
    counts = [Count(number, ngettext("consultation", "consultations", number), reverse("consultations:list"))]
    return Told([_entry(one, one.stage(at), language) for one in found], counts)


def _entry(consultation: Consultation, stage: Stage, language: str) -> JournalEntry:
    return JournalEntry(
        at=consultation.opens_at,
        kind=_("Consultation"),
        icon="check",
        title=str(value_used(consultation, "title", language)),
        title_language=language_used(consultation, "title", language) or language,
        path=reverse("consultations:detail", args=[consultation.slug]),
        text=_people(consultation.people),
        status=STATUS[stage],
        status_label=str(stage.label),
        action_label=_("Répondre à la consultation") if stage == Stage.OPEN else "",
    )


def _people(number: int) -> str:
    return ngettext("%(n)d personne a répondu.", "%(n)d personnes ont répondu.", number) % {"n": number}


@register_voices
def voices(dialogue_id: int) -> QuerySet[Any, tuple[str, str, int]]:
    """People who answered, by constituency and shore."""
    return queries.voices_heard(dialogue_id)
