"""From an address to what its reader may see: what is private does not exist for others."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from forums.models import Post, Room, Topic
from pages.dialogues.queries import give_dialogue


def reader(request: HttpRequest) -> Any:
    """The person signed in, or None."""
    return request.user if request.user.is_authenticated else None


def found_room(request: HttpRequest, slug: str) -> Room:
    """The room of this address. Public rooms are found without asking who reads, so that their pages can be cached."""
    room: Room = get_object_or_404(Room, slug=slug)
    if not room.is_public and not Room.objects.visible_to(reader(request)).filter(pk=room.pk).exists():
        raise Http404
    give_dialogue(room)
    return room


def found_topic(request: HttpRequest, slug: str, topic: int) -> Topic:
    """The topic of this address, with its room. Raises Http404."""
    topics = Topic.objects.select_related("room", "author", "organisation")
    found = get_object_or_404(topics, pk=topic, room__slug=slug)
    if not found.room.is_public and not Room.objects.visible_to(reader(request)).filter(pk=found.room_id).exists():
        raise Http404
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
