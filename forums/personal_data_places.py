"""Where something stands, as a copy of a person's data may say it: named while they may read it there. (leaf)

What they wrote is theirs wherever the team took it; what the place is called is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Room, Topic

if TYPE_CHECKING:
    from actors.models import Person


class Places:
    """The names of rooms and topics for one person; blank for those that they may not read. One query."""

    def __init__(self, person: Person) -> None:
        self._readable = set(Room.objects.visible_to(person).values_list("pk", flat=True))

    def room(self, room: Room | None) -> str:
        """A room's name; of one that is announced to everyone too."""
        return str(room) if room and (room.pk in self._readable or room.announced) else ""

    def topic(self, topic: Topic | None) -> str:
        """A topic's title; its room's id must be loaded."""
        return topic.title if topic and topic.room_id in self._readable else ""
