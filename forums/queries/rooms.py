"""Rooms, and the pages that carry their texts. Every room reaches a view through Room.objects.visible_to."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Count, F, Max, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat

from kernel.languages.choices import LANGUAGES
from kernel.live.queries import head_columns
from pages.base.queries import readable
from pages.dialogues.queries import its_dialogue

from ..choices import ROOM_STREAM, TopicState
from ..models import ForumsPage, Room, RoomInvitation, RoomPage, RoomQuerySet
from .moderation import waits
from .watching import with_chosen


def rooms_with_activity(person: Any) -> list[Room]:
    """The rooms a person may read, each with `topic_count`, `message_count` and `active_at`. Two queries."""
    rooms = Room.objects.visible_to(person).prefetch_related(its_dialogue())
    return list(
        rooms.annotate(
            topic_count=Count("topics", filter=~Q(topics__state=TopicState.MERGED)),
            message_count=Sum("topics__post_count", default=0),
            active_at=Max("topics__last_post_at"),
        )
    )


def rooms_to_read(person: Any) -> QuerySet[Room]:
    """Rooms with what a room's page says beside its texts: where its live stream stands; and to the person signed in
    (None for others) the level that they chose for it, and whether a topic of theirs `waits` to be read first."""
    stream = Concat(Value(f"{ROOM_STREAM}:"), Cast(OuterRef("pk"), CharField()))
    rooms: QuerySet[Room] = Room.objects.annotate(**head_columns(stream))
    if person is None:
        return rooms
    rooms = with_chosen(rooms, person)
    return rooms.annotate(waits=waits(person, room=OuterRef("pk"), topic=None))


def rooms_listed_for(person: Any) -> list[Room]:
    """The rooms of the list: those a person may read, with their activity (`may_enter`), and among them in their order
    those that are only announced, of which nothing but the name and the description is known. Three queries."""
    entered = rooms_with_activity(person)
    announced = list(Room.objects.announced_to(person).only("slug", "rank", "visibility", *_texts()))
    room: Any
    for rooms, may_enter in ((entered, True), (announced, False)):
        for room in rooms:
            room.may_enter = may_enter
    return sorted([*entered, *announced], key=lambda room: (room.rank, room.slug))


def _texts() -> list[str]:
    return [f"{field}_{language}" for field in ("name", "description") for language in LANGUAGES]


def invitations_of(room: Room) -> QuerySet[RoomInvitation]:
    """Everyone ever invited to a room: the invitations that hold first, then the others, the latest first."""
    people = room.invitations.select_related("person", "invited_by")
    return people.order_by(F("ended_at").desc(nulls_first=True), "-invited_at", "-pk")


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
