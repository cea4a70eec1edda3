"""Any room whose address the team typed: the same for everyone, so the door is its only guard."""

from __future__ import annotations

from datetime import datetime

from .port import Guest, Room, Unavailable


class GenericLink:
    """Leads to the address as typed."""

    def is_ready(self, room: Room) -> bool:
        """Once the team has typed it."""
        return bool(room.link)

    def address(self, *, room: Room, guest: Guest, at: datetime) -> str:
        """The address as typed. Raises Unavailable without one."""
        if not room.link:
            raise Unavailable("no link was typed")
        return room.link
