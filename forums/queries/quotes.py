"""Which posts a message quotes, and which cite a post."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import F, Prefetch, Q, QuerySet

from ..choices import PostState, Visibility
from ..models import Post, Quote, Room, Topic
from ..pointing import Place


def citations() -> Prefetch[str]:
    """The quotations that a post's fragment shows as `citations`: of the same room, so that whoever reads the post may
    read them. One query for any number of posts."""
    shown = Quote.objects.filter(post__state=PostState.VISIBLE, post__topic__room=F("quoted__topic__room"))
    light = shown.select_related("post__topic").only(
        "quoted", "post__number", "post__topic__title", "post__topic__language"
    )
    return Prefetch("quoted_by", light.order_by("post__created_at", "post_id"), to_attr="citations")


def posts_at(places: Iterable[Place]) -> QuerySet[Post]:
    """The visible posts of these addresses; one that moved is found where it is now."""
    wanted = [Q(topic=topic, number=number) for topic, number in places]
    if not wanted:
        return Post.objects.none()
    there = Post.objects.filter(reduce(or_, wanted))
    stayed = Q(pk__in=there.exclude(state=PostState.MOVED).values("pk"))
    went = Q(pk__in=there.filter(state=PostState.MOVED).values("moved_to"))
    return Post.objects.filter(stayed | went, state=PostState.VISIBLE).order_by("pk")


def quotable(places: Iterable[Place], room: Room) -> QuerySet[Post]:
    """The posts of these addresses that everyone who reads this room may read: of the room itself, or public.

    Whatever else is quoted stays a link, which opens for who may follow it.
    """
    return posts_at(places).filter(Q(topic__room=room) | Q(topic__room__visibility=Visibility.PUBLIC))


def quoted_by(post: Post) -> QuerySet[Post]:
    """The posts that a post quotes and that say so: those of its room. Others show nothing of it, so that nobody learns
    from their streams that something was said in a room they may not read."""
    return Post.objects.filter(quoted_by__post=post, topic__room=post.topic.room_id).order_by("pk")


def cited_in(topic: Topic, rooms: Collection[int]) -> QuerySet[Post]:
    """The posts of these rooms that are cited in a topic, its own and others."""
    return Post.objects.filter(quoted_by__post__topic=topic, topic__room__in=rooms).order_by("pk").distinct()
