"""What meetings tell a dialogue page: journal entries, voices heard, a figure. Public facts only."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kernel.languages.models import language_used, value_used
from pages.dialogues.registry import (
    Count,
    JournalEntry,
    VoiceCount,
    register_counts,
    register_journal,
    register_voices,
)

from .models import Meeting
from .queries import MeetingRow, meetings_of_dialogue, voices_heard
from .windows import window_is_open
from .wording import when


@register_journal
def journal(dialogue_id: int, language: str) -> list[JournalEntry]:
    """Each public meeting at the time it starts."""
    with override(language):
        return [_entry(row, language) for row in meetings_of_dialogue(dialogue_id, timezone.now())]


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
def voices(dialogue_id: int) -> list[VoiceCount]:
    """Confirmed registrations at the dialogue's public meetings, by constituency and shore."""
    ids = list(Meeting.objects.public().filter(dialogue=dialogue_id).values_list("pk", flat=True))
    return [VoiceCount(constituency, shore, number) for (constituency, shore), number in voices_heard(ids).items()]


@register_counts
def counts(dialogue_id: int, language: str) -> list[Count]:
    """How many meetings the dialogue has had or announces."""
    number = Meeting.objects.public().filter(dialogue=dialogue_id).count()
    with override(language):
        label = ngettext("rencontre", "rencontres", number)
        return [Count(number, label, f"{reverse('events:list')}?dialogue={dialogue_id}")] if number else []
