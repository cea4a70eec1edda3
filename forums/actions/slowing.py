"""Slow mode: a time that everyone lets pass between two messages of theirs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forums import rules
from forums.errors import NotAllowed, Refused
from forums.models import Room, Topic
from kernel.audit.actions import record
from kernel.pagecache.actions import bump

from .locking import locked_topic

if TYPE_CHECKING:
    from actors.models import Person

SLOWEST = 86_400  # seconds


@transaction.atomic
def slow_topic(*, topic: Topic, by: Person, seconds: int, at: datetime) -> Topic:
    """Ask everyone to let `seconds` pass between two messages in a topic; 0 ends it. Who did it is in the journal.

    Safe to repeat. Raises NotAllowed, Refused.
    """
    if not rules.may_moderate(by, topic.room):
        raise NotAllowed(_("Seule l’équipe d’animation peut faire cela."))
    if not 0 <= seconds <= SLOWEST:
        raise Refused(_("Choisissez une durée d’un jour au plus."), "seconds")
    current = locked_topic(topic.pk)
    if current.slow_seconds == seconds:
        return current
    was, current.slow_seconds = current.slow_seconds, seconds
    current.save(update_fields=["slow_seconds"])
    data = {"room": current.room_id, "topic": current.pk, "seconds": seconds, "was": was}
    record(actor=by, verb="forums.slow_mode", target=current, at=at, data=data)
    if current.room.is_public:
        bump()
    return current


def note_room_slowed(*, room: Room, was: int, by: Person, at: datetime) -> None:
    """Write down who changed a room's slow mode, inside the action that saves the room."""
    if room.slow_seconds != was:
        data = {"room": room.pk, "seconds": room.slow_seconds, "was": was}
        record(actor=by, verb="forums.slow_mode", target=room, at=at, data=data)
