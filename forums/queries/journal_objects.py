"""What the acts of the journal are about, as a moderator knows it today."""

from __future__ import annotations

from collections.abc import Iterable

from forums.models import Post, Room
from kernel.audit.models import Entry


def messages_named(entries: Iterable[Entry], rooms: Iterable[Room]) -> dict[str, Post]:
    """The messages that these acts are about, by the `target_id` of the act. One query.

    Only those that stand in `rooms` now: one that went to a room the reader does not moderate names nothing of it.
    """
    idents = {entry.target_id for entry in entries if entry.target_type == "forums.post"}
    found = Post.objects.filter(pk__in=idents, topic__room__in=rooms).select_related("topic__room")
    return {str(post.pk): post for post in found}
