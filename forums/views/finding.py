"""From an address to what its reader may see: what is private does not exist for others."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from forums.models import Post, Room, RoomQuerySet, Topic
from pages.dialogues.queries import give_dialogue


def reader(request: HttpRequest) -> Any:
    """The person signed in, or None."""
    return request.user if request.user.is_authenticated else None


def _readable(request: HttpRequest) -> RoomQuerySet:
    """The rooms that the reader may read, as a condition of the query that finds what is in them."""
    rooms: RoomQuerySet = Room.objects.visible_to(reader(request))
    return rooms


def found_room(request: HttpRequest, slug: str, among: QuerySet[Room] | None = None) -> Room:
    """The room of this address, with whatever the rooms it is looked for `among` bring. Raises Http404."""
    rooms = Room.objects.all() if among is None else among
    room: Room = get_object_or_404(rooms.filter(pk__in=_readable(request)), slug=slug)
    give_dialogue(room)
    return room


def found_topic(request: HttpRequest, slug: str, topic: int, among: QuerySet[Topic] | None = None) -> Topic:
    """The topic of this address, with its room, and whatever else the topics it is looked for `among` bring. Raises
    Http404.

    A topic that went to another room is found by the address it had, by who may read it where it is: pages that are
    read send to its address of now (`slug != found.room.slug`), forms go on where they were open.
    """
    topics = Topic.objects.all() if among is None else among
    readable = topics.filter(room__in=_readable(request)).select_related("room", "author", "organisation")
    found: Topic = get_object_or_404(readable, pk=topic)
    give_dialogue(found.room)
    return found


def found_post(request: HttpRequest, slug: str, topic: int, number: int) -> Post:
    """The post of this address, with its topic and room. Raises Http404."""
    parent = found_topic(request, slug, topic)
    post = get_object_or_404(
        Post.objects.select_related("author", "organisation", "reply_to__author"), topic=parent, number=number
    )
    post.topic = parent
    return post


def found_way(request: HttpRequest, left: Post) -> Post:
    """Where a post that moved is now. Raises Http404 for who may not read it there."""
    post = get_object_or_404(Post.objects.select_related("author", "organisation"), pk=left.moved_to_id)
    post.topic = found_topic(request, "", post.topic_id)
    return post
