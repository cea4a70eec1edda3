"""Work after a post is committed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from kernel.notifications.actions import notify
from kernel.search import actions as search

from . import queries
from .models import Post, Room, Topic


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def index_topic(topic_id: int) -> None:
    """Write a topic's words into the search anew: long work, and not under the topic's lock."""
    search.index(Topic.objects.select_related("room", "author").get(pk=topic_id))


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def tell_participants(post_id: int) -> None:
    """Tell everyone who took part in the topic, and may still read it, that someone answered. Safe to run twice."""
    post = queries.shown(Post.objects.all()).get(pk=post_id)
    if post.is_removed:
        return
    at, topic = timezone.now(), post.topic
    data = {
        "room": topic.room.slug,
        "topic": topic.pk,
        "number": post.number,
        "title": topic.title,
        "language": topic.language,
        "name": post.author.name,
    }
    for person in queries.participants_before(post):
        if Room.objects.visible_to(person).filter(pk=topic.room_id).exists():
            with transaction.atomic():
                notify(person=person, kind="forums.reply", data=data, at=at, key=f"forums.post:{post.pk}")
