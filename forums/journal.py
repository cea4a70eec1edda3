"""What forums tell a dialogue page: journal entries, voices heard, figures. Public rooms only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Sum, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kernel.languages.models import value_used
from kernel.text.direction import isolated
from pages.dialogues.registry import Count, JournalEntry, Told, register_journal, register_voices

from . import queries
from .choices import RoomState, TopicState
from .models import Topic

LINES = 20


@register_journal
def journal(dialogue_id: int, language: str) -> Told:
    """Each topic at the time it was opened, the latest twenty, and how many messages all of them hold. The figure opens
    the room of the latest topic."""
    rooms = queries.public_rooms_of(dialogue_id)
    topics = Topic.objects.filter(room__in=rooms).exclude(state=TopicState.MERGED).select_related("room")
    counted = topics.annotate(messages_in_all=Window(Sum("post_count")))
    with override(language):
        found = list(counted.order_by("-created_at", "-pk")[:LINES])
        return Told([_entry(topic, language) for topic in found], _counts(found))


def _counts(topics: list[Any]) -> list[Count]:
    number = topics[0].messages_in_all if topics else 0
    return [Count(number, ngettext("message", "messages", number), topics[0].room.get_absolute_url())] if number else []


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
def voices(dialogue_id: int) -> QuerySet[Any, tuple[str, str, int]]:
    """Visible posts in the dialogue's public rooms, by constituency and shore."""
    return queries.voices_heard(queries.public_rooms_of(dialogue_id))
