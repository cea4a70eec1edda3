"""The rooms that a person is invited to or moderates: their copy, and what goes when they leave. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data

from .models import Room, RoomInvitation
from .personal_data_places import Places

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> dict[str, list[Any]]:
    """Every invitation they had, and the rooms that name them as moderator."""
    invitations, places = RoomInvitation.objects.filter(person=person).select_related("room"), Places(person)
    return {
        "invitations": [
            {
                "room": places.room(invitation.room),
                "may_write": invitation.may_write,
                "invited_at": invitation.invited_at.isoformat(),
                "expires_at": invitation.expires_at.isoformat() if invitation.expires_at else "",
                "ended_at": invitation.ended_at.isoformat() if invitation.ended_at else "",
            }
            for invitation in invitations
        ],
        "moderates": [str(room) for room in Room.objects.filter(moderators=person)],
    }


def erase(person: Person, at: datetime) -> None:
    """Nobody is left to be invited or to moderate; whom they invited stays so."""
    RoomInvitation.objects.filter(person=person).delete()
    for room in Room.objects.filter(moderators=person):
        room.moderators.remove(person)


register_personal_data("forums_rooms", export=export, erase=erase)
