"""What every maker of online rooms offers. Plain values in, an address out: no provider knows the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Unavailable(Exception):
    """The server that keeps the rooms does not answer, or refuses; the same may be tried again."""


@dataclass(frozen=True)
class Room:
    """A meeting as a provider needs it. `ident` is opaque and the same for life: asking twice makes one room.

    `home` is the page to come back to; `link` what the team typed, for the generic provider.
    """

    ident: str
    title: str
    home: str
    link: str = ""


@dataclass(frozen=True)
class Guest:
    """Who comes in. `ident` is opaque, the same at every visit to one meeting, and tells nothing outside it."""

    ident: str
    name: str
    language: str
    is_moderator: bool = False


class Provider(Protocol):
    """Makes the room where needed, and the address under which one guest comes in."""

    def is_ready(self, room: Room) -> bool:
        """Whether there is a room to come into, or the means to make one."""
        ...

    def address(self, *, room: Room, guest: Guest, at: datetime) -> str:
        """Where to send this guest now: theirs alone, as short-lived as the provider allows, never to be shown or kept.

        Makes the room first where the provider wants that; safe to repeat. Raises Unavailable.
        """
        ...
