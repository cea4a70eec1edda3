"""Keeping a newcomer's words for a moderator to read before they are published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from forums.models import HeldPost, Room, Topic
from kernel.live.choices import Op

from .attachments import Stored, attach
from .telling_moderators import queue_changed, tell_moderators

if TYPE_CHECKING:
    from actors.models import Person


def hold(
    *,
    room: Room,
    topic: Topic | None,
    title: str,
    source: str,
    language: str,
    reply_to: int | None,
    author: Person,
    voice: dict[str, Any],
    files: Sequence[Stored],
    at: datetime,
) -> HeldPost:
    """Keep what was written with its files, in the caller's transaction; moderators hear that it waits.

    It has no number yet.
    """
    kept = HeldPost.objects.create(
        room=room,
        topic=topic,
        title=title,
        source=source,
        language=language,
        reply_to=reply_to,
        author=author,
        created_at=at,
        **voice,
    )
    attach(kept, files, author, at)
    queue_changed(kept, room, Op.APPEND, author, at)
    tell_moderators(kept, room, at, but=(author.pk,))
    return kept
