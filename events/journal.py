"""What meetings tell a dialogue page: journal entries, voices heard, a figure. Public facts only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, aggregates
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kernel.languages.models import language_used, value_used
from pages.dialogues.registry import Count, JournalEntry, Told, register_journal, register_voices

from .models import Meeting, Registration
from .queries import MeetingRow, meetings_of_dialogue
from .windows import window_is_open
from .wording import when


@register_journal
def journal(dialogue_id: int, language: str) -> Told:
    """Each public meeting at the time it starts, and how many the dialogue has had or announces."""
    with override(language):
        found = meetings_of_dialogue(dialogue_id, timezone.now())
        return Told([_entry(row, language) for row in found], _counts(dialogue_id, len(found)))


def _counts(dialogue_id: int, number: int) -> list[Count]:
    label = ngettext("rencontre", "rencontres", number)
    return [Count(number, label, f"{reverse('events:list')}?dialogue={dialogue_id}")] if number else []


def _entry(row: MeetingRow, language: str) -> JournalEntry:
    meeting = row.meeting
    return JournalEntry(
        at=meeting.starts_at,
        kind=meeting.get_kind_display(),
        icon="calendar-plus",
        title=value_used(meeting, "title", language),
        title_language=language_used(meeting, "title", language) or "",
        path=row.url,
        text=when(meeting.starts_at, meeting.ends_at, [meeting.zone], language),
        status=row.status,
        status_label=row.status_words,
        action_label=_("S’inscrire à la rencontre") if window_is_open(meeting, timezone.now()) else "",
    )


@register_voices
def voices(dialogue_id: int) -> QuerySet[Any, tuple[str, str, int]]:
    """Confirmed registrations at the dialogue's public meetings, by constituency and shore."""
    meetings = Meeting.objects.public().filter(dialogue=dialogue_id)
    heard = Registration.objects.confirmed().filter(meeting__in=meetings)
    return heard.order_by().values_list("constituency", "shore").annotate(number=aggregates.Count("pk"))
