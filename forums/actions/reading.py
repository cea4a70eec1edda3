"""Noting what someone has read. A mark never goes back, and what they were told of read posts goes with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from forums.models import ReadMark, Room, Topic
from forums.notices import POSTS, topic_key, without_read
from kernel.notifications.actions import retell

if TYPE_CHECKING:
    from actors.models import Person


@transaction.atomic
def mark_read(*, person: Person, topic: Topic, number: int, at: datetime) -> int:
    """Note that a person has read a topic up to a number; returns where their mark stands.

    It never goes back, and never beyond the last post: what comes later is new. Safe to repeat, in any order.
    """
    read = min(number, topic.last_number)
    first = {"number": read, "read_at": at}
    mark, created = ReadMark.objects.get_or_create(person=person, topic=topic, defaults=first)
    if not created and ReadMark.objects.filter(pk=mark.pk, number__lt=read).update(**first):
        mark.number = read
    retell(
        person=person,
        kind=POSTS,
        key=topic_key(topic.pk),
        change=lambda data: without_read(data, mark.number),
        at=at,
    )
    return mark.number


@transaction.atomic
def mark_room_read(*, person: Person, room: Room, at: datetime) -> None:
    """Note that a person has read everything that a room holds now. Safe to repeat."""
    last = Topic.objects.filter(pk=OuterRef("topic_id")).values("last_number")
    behind = ReadMark.objects.filter(person=person, topic__room=room, number__lt=F("topic__last_number"))
    behind.update(number=Subquery(last), read_at=at)
    unmarked = Topic.objects.filter(room=room).exclude(read_marks__person=person).values_list("pk", "last_number")
    ReadMark.objects.bulk_create(
        [ReadMark(person=person, topic_id=topic, number=number, read_at=at) for topic, number in unmarked],
        ignore_conflicts=True,  # a page that is open marks too
    )

    def left(data: dict[str, Any]) -> dict[str, Any] | None:
        return None if data.get("room_id") == room.pk else data

    retell(person=person, kind=POSTS, change=left, at=at)
