"""Who hears of a change at once: readers live, and the page cache. Search and notifications follow in tasks.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from forums.choices import POST, TOPIC
from forums.models import Post, Topic
from forums.queries import quotes
from kernel.live.actions import lock, publish
from kernel.live.choices import Op
from kernel.pagecache.actions import bump

if TYPE_CHECKING:
    from actors.models import Person


def post_changed(post: Post, op: Op, by: Person, at: datetime) -> None:
    """A post appeared or changed; its topic must be locked. The topic's line in the room changes with it, and so do the
    posts that it quotes."""
    lock(post.topic.room.stream, post.topic.stream)
    publish(stream=post.topic.stream, kind=POST, object_id=post.pk, op=op, rev=post.rev, at=at, actor=by)
    cited_changed(quotes.quoted_by(post).only("topic", "rev"), post.topic, by, at)
    topic_changed(post.topic, Op.APPEND if post.number == 1 and op == Op.APPEND else Op.REPLACE, by, at)


def post_alone_changed(post: Post, op: Op, by: Person | None, at: datetime) -> None:
    """A post changed and its topic's line in the room did not; its topic must be locked."""
    publish(stream=post.topic.stream, kind=POST, object_id=post.pk, op=op, rev=post.rev, at=at, actor=by)
    if post.topic.room.is_public:
        bump()


def cited_changed(posts: Iterable[Post], topic: Topic, by: Person | None, at: datetime) -> None:
    """Posts show who cites them. Those of this topic, which is locked, change now; those of others after commit, under
    their own topics' locks: this one is held already, and topics are locked in the order of their ids."""
    found = list(posts)
    here = [post.pk for post in found if post.topic_id == topic.pk]
    Post.objects.filter(pk__in=here).update(rev=F("rev") + 1)
    for post in Post.objects.filter(pk__in=here).only("topic", "rev").order_by("pk") if here else ():
        post.topic = topic
        post_alone_changed(post, Op.REPLACE, by, at)
    for post in found:
        if post.topic_id != topic.pk:
            transaction.on_commit(partial(refresh_cited.enqueue, post.pk), robust=True)


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def refresh_cited(post_id: int) -> None:
    """Show a post anew after something in another topic cited it, or no longer does. Safe to run twice."""
    with transaction.atomic():
        topics = Topic.objects.select_for_update().prefetch_related("room")
        post = Post.objects.only("topic", "rev").get(pk=post_id)
        cited_changed([post], topics.get(pk=post.topic_id), None, timezone.now())


def topic_changed(topic: Topic, op: Op, by: Person, at: datetime) -> None:
    """A topic's line in its room appeared or changed."""
    publish(stream=topic.room.stream, kind=TOPIC, object_id=topic.pk, op=op, rev=topic.rev, at=at, actor=by)
    if topic.room.is_public:
        bump()
