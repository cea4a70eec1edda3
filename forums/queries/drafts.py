"""Drafts, for the person who writes them and nobody else; the language they last wrote in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from kernel.languages.choices import current_language

from ..models import Draft, Post, Room, Topic


@dataclass(frozen=True)
class Kept:
    """A draft with where it leads; `place` and `path` are blank where its owner may no longer read."""

    draft: Draft
    room: Room | None
    place: str
    place_language: str
    path: str


def draft_for(
    person: Any, topic: Topic | None = None, room: Room | None = None, post: Post | None = None
) -> Draft | None:
    """The draft of a person for a topic, a room or a post."""
    given = {"topic": topic, "room": room, "post": post}
    columns = {name: row for name, row in given.items() if row is not None}
    return Draft.objects.filter(person=person, **columns).first()


def drafts_of(person: Any) -> list[Kept]:
    """Everything a person has under way, the latest first. What they may no longer read stays theirs to copy."""
    rows = list(Draft.objects.filter(person=person).select_related("topic__room", "room", "post__topic__room"))
    rooms = {room.pk for draft in rows if (room := _room_of(draft))}
    readable = (
        set(Room.objects.visible_to(person).filter(pk__in=rooms).values_list("pk", flat=True)) if rooms else set()
    )
    return [_kept(draft, readable) for draft in rows]


def count_drafts(person: Any) -> int:
    """How many texts a person has under way."""
    return Draft.objects.filter(person=person).count()


def _room_of(draft: Draft) -> Room:
    if draft.room:
        return draft.room
    topic: Topic = draft.topic or draft.post.topic  # type: ignore[union-attr]  # a draft is for one of the three
    return topic.room


def _kept(draft: Draft, readable: set[int]) -> Kept:
    room = _room_of(draft)
    if room.pk not in readable:
        return Kept(draft, None, "", "", "")
    if draft.room:
        return Kept(draft, room, "", "", reverse("forums:open-topic", args=[room.slug]))
    if draft.topic:
        path = reverse("forums:reply", args=[room.slug, draft.topic.pk])
        return Kept(draft, room, draft.topic.title, draft.topic.language, path)
    post = draft.post
    if post is None:
        return Kept(draft, room, "", "", "")
    path = reverse("forums:edit", args=[room.slug, post.topic_id, post.number])
    return Kept(draft, room, post.topic.title, post.topic.language, path)


def language_here(person: Any, room: Room, topic: Topic | None = None) -> str:
    """The language a person last wrote in: in this topic, else in this room; else that of the pages they read."""
    here = Case(When(Q(topic=topic), then=Value(0)), default=Value(1)) if topic else Value(0)
    posts = Post.objects.filter(author=person, topic__room=room).order_by(here, "-pk")
    return posts.values_list("language", flat=True).first() or current_language()
