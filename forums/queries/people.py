"""Who takes part: the voices heard, who is told, where someone wrote."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from actors.models import Person

from ..choices import PostState
from ..models import Post, Room, RoomQuerySet, Topic


def voices_heard(rooms: RoomQuerySet) -> QuerySet[Post, tuple[str, str, int]]:
    """Visible posts of these rooms by constituency and shore; what the team says as host is not counted."""
    posts = Post.objects.filter(topic__room__in=rooms, state=PostState.VISIBLE, is_host=False)
    return posts.order_by().values_list("constituency", "shore").annotate(number=Count("pk"))


def participants_before(post: Post) -> list[Person]:
    """Everyone who took part in a topic before this post, its author left out, in the order of their ids."""
    earlier = Post.objects.filter(topic=post.topic_id, state=PostState.VISIBLE, number__lt=post.number)
    wrote = earlier.exclude(author=post.author_id)
    return list(Person.objects.filter(pk__in=wrote.values("author_id"), is_active=True).order_by("pk"))


def topics_by(person: Any) -> QuerySet[Topic]:
    """The topics in which a person took part and may still read, the latest activity first."""
    mine = Post.objects.filter(author=person, state=PostState.VISIBLE)
    topics = Topic.objects.filter(pk__in=mine.values("topic_id"), room__in=Room.objects.visible_to(person))
    return topics.select_related("room").order_by("-last_post_at", "-pk")
