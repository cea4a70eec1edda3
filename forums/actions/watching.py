"""Choosing how much to hear of a topic or a room, and how often to be written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from forums import rules
from forums.choices import Rhythm, WatchLevel
from forums.errors import NotAllowed
from forums.models import MailRhythm, Room, Topic, Watch

if TYPE_CHECKING:
    from actors.models import Person


def watch_topic(*, person: Person, topic: Topic, level: WatchLevel | None, at: datetime) -> None:
    """Choose how much to hear of a topic; None: as of its room. Raises NotAllowed for who may not read it."""
    _choose(person, topic.room, {"topic": topic}, level, at)


def watch_room(*, person: Person, room: Room, level: WatchLevel | None, at: datetime) -> None:
    """Choose how much to hear of a room's topics, where one chose nothing for a topic itself. Raises NotAllowed."""
    _choose(person, room, {"room": room}, level, at)


@transaction.atomic
def _choose(person: Person, room: Room, of: dict[str, Any], level: WatchLevel | None, at: datetime) -> None:
    if not rules.may_read(person, room):
        raise NotAllowed("")
    if level is None:
        Watch.objects.filter(person=person, **of).delete()
    else:
        Watch.objects.update_or_create(person=person, **of, defaults={"level": level, "changed_at": at})


@transaction.atomic
def mute_topic(*, person: Person, topic_id: int, at: datetime) -> None:
    """Hear nothing more of a topic, whoever may read it now: what a mail's unsubscription does. Safe to repeat."""
    if Topic.objects.filter(pk=topic_id).exists():
        wanted = {"level": WatchLevel.MUTE, "changed_at": at}
        Watch.objects.update_or_create(person=person, topic_id=topic_id, defaults=wanted)


@transaction.atomic
def set_rhythm(*, person: Person, rhythm: Rhythm, at: datetime) -> None:
    """Choose how often forums write to a person; a summary tells what is said from now on. Safe to repeat."""
    kept, created = MailRhythm.objects.select_for_update().get_or_create(
        person=person, defaults={"rhythm": rhythm, "told_until": at}
    )
    if not created and kept.rhythm != rhythm:
        kept.rhythm, kept.told_until = rhythm, at
        kept.save(update_fields=["rhythm", "told_until"])
