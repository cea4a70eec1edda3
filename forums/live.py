"""How forums are live: a room's list of topics and a topic's posts, rendered alike for every reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from kernel.live.queries import LiveEvent
from kernel.live.registry import is_row, stream_kind

from . import queries
from .choices import ROOM_STREAM, TOPIC_STREAM
from .models import Post, Room, Topic


def may_read_room(person: Any, ident: str) -> bool:
    """Whether someone may follow a room's topics."""
    return is_row(ident) and Room.objects.visible_to(person).filter(pk=int(ident)).exists()


def may_read_topic(person: Any, ident: str) -> bool:
    """Whether someone may follow a topic's posts: who reads its room does."""
    return is_row(ident) and Room.objects.visible_to(person).filter(topics__pk=int(ident)).exists()


def load_posts(events: Iterable[LiveEvent]) -> dict[str, Post]:
    """The posts that events name, with everything they show. One query."""
    return queries.by_id(queries.shown(Post.objects.filter(pk__in=[event.object_id for event in events])))


def load_topics(events: Iterable[LiveEvent]) -> dict[str, Topic]:
    """The topics that events name, with everything their line shows. One query."""
    topics = Topic.objects.filter(pk__in=[event.object_id for event in events])
    return {str(topic.pk): topic for topic in topics.select_related("author", "organisation", "room")}


def render_post(event: LiveEvent, language: str) -> str:
    """A post's fragment."""
    return render_to_string("forums/_post.html", {"post": event.object}).strip()


def render_topic(event: LiveEvent, language: str) -> str:
    """A topic's line."""
    return render_to_string("forums/_topic_row.html", {"topic": event.object}).strip()


def seen_as(person: Any) -> str:
    """The name under which someone is shown writing and counted as present; blank if they prefer not to be."""
    return person.name if person.shows_presence else ""


def room_path(ident: str, language: str) -> str:
    """The page with a room's list of topics."""
    room = Room.objects.filter(pk=ident).first()
    return room.get_absolute_url() if room else reverse("forums:rooms")


def topic_path(ident: str, language: str) -> str:
    """The page with a topic's posts."""
    topic = Topic.objects.filter(pk=ident).select_related("room").first()
    return topic.get_absolute_url() if topic else reverse("forums:rooms")


stream_kind(ROOM_STREAM, may_read=may_read_room, render=render_topic, snapshot=room_path, load=load_topics)
stream_kind(
    TOPIC_STREAM,
    may_read=may_read_topic,
    render=render_post,
    snapshot=topic_path,
    load=load_posts,
    ephemeral=seen_as,
)
