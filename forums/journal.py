"""What forums tell a dialogue page: journal entries, voices heard, figures. Public rooms only."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kernel.languages.models import value_used
from kernel.text.direction import isolated
from pages.dialogues.registry import (
    Count,
    JournalEntry,
    VoiceCount,
    register_counts,
    register_journal,
    register_voices,
)

from . import queries
from .choices import RoomState, TopicState
from .models import Topic

LINES = 20


@register_journal
def journal(dialogue_id: int, language: str) -> list[JournalEntry]:
    """Each topic at the time it was opened, the latest twenty."""
    topics = Topic.objects.filter(room__in=queries.public_rooms_of(dialogue_id)).select_related("room")
    with override(language):
        return [_entry(topic, language) for topic in topics.order_by("-created_at")[:LINES]]


def _entry(topic: Topic, language: str) -> JournalEntry:
    messages = ngettext("%(count)d message", "%(count)d messages", topic.post_count) % {"count": topic.post_count}
    is_open = topic.state == TopicState.OPEN and topic.room.state == RoomState.OPEN
    room = isolated(value_used(topic.room, "name", language))
    return JournalEntry(
        at=topic.created_at,
        kind=_("Forum"),
        icon="message-square",
        title=topic.title,
        title_language=topic.language,
        path=topic.get_absolute_url(),
        text=_("%(messages)s dans le salon « %(room)s »") % {"messages": messages, "room": room},
        status="open" if is_open else "no",
        status_label=_("Ouvert") if is_open else _("Fermé"),
        action_label=_("Lire et répondre") if is_open else "",
    )


@register_voices
def voices(dialogue_id: int) -> list[VoiceCount]:
    """Visible posts in the dialogue's public rooms, by constituency and shore."""
    rooms = queries.public_rooms_of(dialogue_id)
    return [VoiceCount(constituency, shore, count) for constituency, shore, count in queries.voices_heard(rooms)]


@register_counts
def counts(dialogue_id: int, language: str) -> list[Count]:
    """How many messages were written; the figure opens the room when there is one, else the list."""
    rooms = queries.public_rooms_of(dialogue_id)
    number = rooms.aggregate(messages=Sum("topics__post_count", default=0))["messages"]
    room = rooms.first()
    if not number or room is None:
        return []
    with override(language):
        return [Count(number, ngettext("message", "messages", number), room.get_absolute_url())]
