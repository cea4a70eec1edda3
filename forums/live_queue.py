"""How the queue of moderators is live: a line for each thing that waits, alike for every moderator. (leaf)

`q:<room>` is what waits in a room; `q:0` what waits anywhere, for the team.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from kernel.live.queries import LiveEvent
from kernel.live.registry import is_row, stream_kind

from .choices import QUEUE_STREAM
from .models import Room
from .queries.moderation import Item, items_by_ident, rooms_moderated

EVERYWHERE = "0"


def may_read_queue(person: Any, ident: str) -> bool:
    """Whether someone may follow what waits: moderators of the room, and the team for all."""
    if not is_row(ident) or person is None or not person.is_authenticated:
        return False
    if ident == EVERYWHERE:
        return bool(person.has_perm("forums.moderate"))
    return rooms_moderated(person).filter(pk=int(ident)).exists()


def load_items(events: Iterable[LiveEvent]) -> dict[str, Item]:
    """What still waits of what events name; what is decided is missing and goes from the page."""
    return items_by_ident(event.object_id for event in events)


def render_item(event: LiveEvent, language: str) -> str:
    """A line of the queue; its revision is its event's."""
    return render_to_string("forums/moderation/_row.html", {"item": event.object, "rev": event.rev}).strip()


def queue_path(ident: str, language: str) -> str:
    """The page with the queue, of one room or of all."""
    path = reverse("forums:queue")
    room = None if ident == EVERYWHERE else Room.objects.filter(pk=ident).first()
    return f"{path}?room={room.slug}" if room else path


stream_kind(QUEUE_STREAM, may_read=may_read_queue, render=render_item, snapshot=queue_path, load=load_items)
