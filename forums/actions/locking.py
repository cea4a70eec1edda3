"""Row locks, always in the same order: topics by id, then posts by id, then streams (kernel.live.actions.lock).

A row is locked alone and what it belongs to is read afterwards: PostgreSQL leaves out a row that was joined to another
one when the lock was asked for, if it belongs to a third once it is given.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from forums.errors import Refused
from forums.models import Post, Topic


def locked_topic(pk: int) -> Topic:
    """A topic with its room, held until the transaction ends."""
    return locked_topics(pk)[pk]


def locked_topics(*pks: int) -> dict[int, Topic]:
    """Topics with their rooms, held until the transaction ends; two actions never wait for each other in a circle."""
    rows = Topic.objects.select_for_update().prefetch_related("room").filter(pk__in=pks).order_by("pk")
    return {topic.pk: topic for topic in rows}


def locked_post(pk: int) -> Post:
    """A post under its topic's lock and its own; `post.topic` is the locked row.

    Raises Refused when the post went to another topic while the lock was waited for.
    """
    topic = locked_topic(Post.objects.values_list("topic_id", flat=True).get(pk=pk))
    post: Post = Post.objects.select_for_update().get(pk=pk)
    if post.topic_id != topic.pk:
        raise Refused(_("Ce message vient d’être déplacé. Rechargez la page."))
    post.topic = topic
    return post


def touch(topic: Topic, *also: str) -> None:
    """Save a locked topic whose line in the room shows something new."""
    topic.rev += 1
    topic.save(update_fields=["rev", *also])
