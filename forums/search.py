"""How rooms and topics are found."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from kernel.languages.choices import LANGUAGES
from kernel.search.registry import Document, carries_name_of, searchable
from kernel.text.excerpts import excerpt

from .choices import PostState, TopicState
from .models import Post, Room, Topic

MAX_POSTS = 200
MAX_EACH = 2_000


def room_documents(room: Room) -> list[Document]:
    """A row for each language in which a room has a name. Private rooms are found by those who may read them."""
    return [
        Document(
            language=language,
            title=name,
            body=getattr(room, f"description_{language}") or "",
            path=f"/forums/{room.slug}/",
            updated_at=room.created_at,
        )
        for language in LANGUAGES
        if (name := getattr(room, f"name_{language}"))
    ]


def topic_documents(topic: Topic) -> list[Document]:
    """A row in the topic's own language: its title, and what was said. None of one that was merged into another."""
    if topic.state == TopicState.MERGED:
        return []
    posts = Post.objects.filter(topic=topic, state=PostState.VISIBLE).order_by("number")
    said = [excerpt(source, MAX_EACH) for source in posts.values_list("source", flat=True)[:MAX_POSTS]]
    return [
        Document(
            language=topic.language,
            title=topic.title,
            body="\n".join(said),
            path=f"/forums/{topic.room.slug}/{topic.pk}/",
            shore=topic.shore,
            facts={"author": topic.author.name, "level": topic.constituency, "at": topic.last_post_at.isoformat()},
            updated_at=topic.last_post_at,
        )
    ]


def visible_rooms(person: Any, ids: set[int]) -> set[int]:
    """The rooms that this person (None: signed out) may read."""
    return set(Room.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def visible_topics(person: Any, ids: set[int]) -> set[int]:
    """The topics that this person (None: signed out) may read."""
    rooms = Room.objects.visible_to(person)
    return set(Topic.objects.filter(pk__in=ids, room__in=rooms).values_list("pk", flat=True))


def topics_opened_by(person: Person) -> QuerySet[Topic]:
    """The topics that name this person."""
    return Topic.objects.filter(author=person).select_related("room", "author")


searchable("room", model=Room, documents=room_documents, visible=visible_rooms, label=_("Salons"))
searchable("topic", model=Topic, documents=topic_documents, visible=visible_topics, label=_("Sujets de forum"))
carries_name_of(Person, topics_opened_by)
