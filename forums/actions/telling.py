"""Who hears of a change at once: readers live, and the page cache. Search and notifications follow in tasks.py."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from forums.choices import POST, TOPIC
from forums.models import Post, Topic
from kernel.live.actions import lock, publish
from kernel.live.choices import Op
from kernel.pagecache.actions import bump

if TYPE_CHECKING:
    from actors.models import Person


def post_changed(post: Post, op: Op, by: Person, at: datetime) -> None:
    """A post appeared or changed; its topic must be locked. The topic's line in the room changes with it."""
    lock(post.topic.room.stream, post.topic.stream)
    publish(stream=post.topic.stream, kind=POST, object_id=post.pk, op=op, rev=post.rev, at=at, actor=by)
    topic_changed(post.topic, Op.APPEND if post.number == 1 and op == Op.APPEND else Op.REPLACE, by, at)


def topic_changed(topic: Topic, op: Op, by: Person, at: datetime) -> None:
    """A topic's line in its room appeared or changed."""
    publish(stream=topic.room.stream, kind=TOPIC, object_id=topic.pk, op=op, rev=topic.rev, at=at, actor=by)
    if topic.room.is_public:
        bump()
