"""Rooms, and the pages that carry their texts. Every room reaches a view through Room.objects.visible_to."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from pages.base.queries import readable
from pages.dialogues.queries import its_dialogue

from ..models import ForumsPage, Room, RoomPage, RoomQuerySet


def rooms_with_activity(person: Any) -> list[Room]:
    """The rooms a person may read, each with `topic_count`, `message_count` and `active_at`. Two queries."""
    rooms = Room.objects.visible_to(person).prefetch_related(its_dialogue())
    return list(
        rooms.annotate(
            topic_count=Count("topics"),
            message_count=Sum("topics__post_count", default=0),
            active_at=Max("topics__last_post_at"),
        )
    )


def public_rooms_of(dialogue_id: int) -> RoomQuerySet:
    """The rooms of a dialogue that everyone may read."""
    rooms: RoomQuerySet = Room.objects.public().filter(dialogue_id=dialogue_id)
    return rooms


def page_of_room(room: Room) -> RoomPage | None:
    """The published texts of a room, without the languages nobody will see."""
    return readable(RoomPage.objects.filter(room=room)).for_language().first() if room.is_public else None


def section_page() -> ForumsPage | None:
    """The texts of the list of rooms, where everyone may read them."""
    found: ForumsPage | None = readable(ForumsPage.objects.all()).for_language().first()
    return found


def withheld_pages() -> QuerySet[RoomPage]:
    """The pages of rooms that not everyone may read."""
    pages: QuerySet[RoomPage] = RoomPage.objects.exclude(room__in=Room.objects.public())
    return pages
