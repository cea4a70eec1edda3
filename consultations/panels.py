"""What consultations show on a dialogue's page: journal entries, voices heard, figures. (leaf)"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.languages.models import language_used, value_used
from pages.dialogues.registry import Count, JournalEntry, VoiceCount, register_counts, register_journal, register_voices

from . import queries
from .choices import Stage

STATUS = {Stage.UPCOMING: "soon", Stage.OPEN: "open", Stage.CLOSED: "no"}


@register_journal
def journal(dialogue_id: int, language: str) -> list[JournalEntry]:
    """One entry a consultation, dated by its opening. Three queries."""
    at = timezone.now()
    return [_entry(teaser, teaser.consultation.stage(at), language) for teaser in queries.of_dialogue(dialogue_id)]


def _entry(teaser: queries.Teaser, stage: Stage, language: str) -> JournalEntry:
    consultation = teaser.consultation
    return JournalEntry(
        at=consultation.opens_at,
        kind=_("Consultation"),
        icon="check",
        title=str(value_used(consultation, "title", language)),
        title_language=language_used(consultation, "title", language) or language,
        path=reverse("consultations:detail", args=[consultation.slug]),
        text=ngettext("%(n)d personne a répondu.", "%(n)d personnes ont répondu.", teaser.people)
        % {"n": teaser.people},
        status=STATUS[stage],
        status_label=str(stage.label),
        action_label=_("Répondre à la consultation") if stage == Stage.OPEN else "",
    )


def _people(number: int) -> str:
    return ngettext("%(n)d personne a répondu.", "%(n)d personnes ont répondu.", number) % {"n": number}


@register_voices
def voices(dialogue_id: int) -> Iterable[VoiceCount]:
    """People who answered, by constituency and shore. One query."""
    return [VoiceCount(constituency, shore, n) for constituency, shore, n in queries.voices_heard(dialogue_id)]


@register_counts
def counts(dialogue_id: int, language: str) -> list[Count]:
    """How many consultations."""
    number = len(queries.of_dialogue(dialogue_id))
    return [Count(number, ngettext("consultation", "consultations", number), reverse("consultations:list"))]
