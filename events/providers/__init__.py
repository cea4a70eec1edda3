"""The rooms that people come into, whoever makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

from events.calendar.places import address_of
from events.choices import JoinRole, RoomKind
from kernel.languages.choices import DEFAULT
from kernel.languages.models import value_used

from .bigbluebutton import BigBlueButton
from .jitsi import Jitsi
from .link import GenericLink
from .port import Guest, Provider, Room, Unavailable

if TYPE_CHECKING:
    from actors.models import Person
    from events.models import Meeting

__all__ = ["Guest", "Provider", "Room", "Unavailable", "available_kinds", "guest_of", "provider_of", "room_of"]


def available_kinds() -> list[RoomKind]:
    """The kinds of room that this installation can make; a typed link always."""
    kinds = [RoomKind.LINK]
    if settings.JITSI_URL and settings.JITSI_SECRET:
        kinds.append(RoomKind.JITSI)
    if settings.BIGBLUEBUTTON_URL and settings.BIGBLUEBUTTON_SECRET:
        kinds.append(RoomKind.BIGBLUEBUTTON)
    return kinds


def provider_of(meeting: Meeting) -> Provider:
    """Who makes this meeting's room; the typed link where the installation does not know its server any more."""
    kind = meeting.room_kind
    if kind not in available_kinds():
        return GenericLink()
    if kind == RoomKind.JITSI:
        return Jitsi(url=settings.JITSI_URL, app_id=settings.JITSI_APP_ID, secret=settings.JITSI_SECRET)
    if kind == RoomKind.BIGBLUEBUTTON:
        return BigBlueButton(url=settings.BIGBLUEBUTTON_URL, secret=settings.BIGBLUEBUTTON_SECRET)
    return GenericLink()


def room_of(meeting: Meeting) -> Room:
    """The room of a meeting: one title for everyone, so that asking twice makes one room."""
    title = str(value_used(meeting, "title", DEFAULT))
    return Room(str(meeting.uid), title, address_of(meeting, DEFAULT), meeting.online_link)


def guest_of(person: Person, meeting: Meeting, *, role: JoinRole, language: str) -> Guest:
    """A person as the room shows them: the name they chose, never their address."""
    ident = salted_hmac("events.providers.guest", f"{meeting.uid}:{person.pk}").hexdigest()[:24]
    return Guest(ident, person.name, language, is_moderator=role == JoinRole.MODERATOR)
