"""What forums hold about a person: the copy they may have. Posts stay, without the name of who left. (leaf)"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from actors.registry import register_personal_data
from kernel.notifications.models import Notification

from . import tasks
from .choices import PostState
from .models import Post, Topic
from .personal_data_places import Places

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> list[dict[str, Any]]:
    """Every message, as it was written, with where it stands."""
    said = Post.objects.filter(author=person).exclude(state=PostState.MOVED)
    posts = said.select_related("topic__room", "organisation")
    places = Places(person)
    return [
        {
            "room": places.room(post.topic.room),
            "topic": places.topic(post.topic),
            "number": post.number,
            "language": post.language,
            "organisation": str(post.organisation or ""),
            "written_at": post.created_at.isoformat(),
            "text": post.source,
        }
        for post in posts.order_by("created_at", "pk")
    ]


def erase(person: Person, at: datetime) -> None:
    """Posts stay; the name goes from what was written beside them: search, and what others were told."""
    posts = Post.objects.filter(author=person).values_list("pk", flat=True)
    Notification.objects.filter(kind="forums.reply", key__in=[f"forums.post:{pk}" for pk in posts]).delete()
    for topic in Topic.objects.filter(author=person).values_list("pk", flat=True):
        transaction.on_commit(partial(tasks.index_topic.enqueue, topic), robust=True)


register_personal_data("forums", export=export, erase=erase)
