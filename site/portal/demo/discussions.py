"""Demonstration forums: what people wrote, quoted and said of it, and what moderators did, all through the actions."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from actors.models import Person
from actors.queries import verified_memberships
from forums import actions
from forums.actions.attachments import Given
from forums.actions.invitations import invite
from forums.choices import CaseState, WatchLevel
from forums.models import Case, Decision, HeldPost, Post, Room, Topic
from forums.quoting import quotation_of
from pages.dialogues.models import DialoguePage

from .content import read, texts

NAMESPACE = uuid.UUID("6f0a6a5e-8b0f-4f0e-9a54-3c1f6a4f7a11")  # of the demonstration's request keys
LETTING_IN = timedelta(days=90)
HOST = "facilitation"
ROOM_CHOICES = ("announced", "approves_newcomers", "slow_seconds", "reading_constituencies")
People = dict[str, Person]


def load_forums(*, dialogues: dict[str, DialoguePage], people: People, by: Person, at: datetime) -> None:
    """Rooms with their topics; a room that is there already is left as it is."""
    for rank, facts in enumerate(read("forums")["room"]):
        if Room.objects.filter(slug=facts["slug"]).exists():
            continue
        room = actions.create_room(room=_room(facts, rank, dialogues), by=by, at=at - timedelta(hours=1000))
        for name in facts.get("invited", ()):
            until = at + LETTING_IN
            invite(room=room, email=people[name].email, may_write=False, expires_at=until, by=by, at=at)
        for topic in facts["topic"]:
            _topic(room, topic, people, by, at)
        for name, level in facts.get("watched", {}).items():
            actions.watch_room(person=people[name], room=room, level=WatchLevel(level), at=at)


def _room(facts: dict[str, Any], rank: int, dialogues: dict[str, DialoguePage]) -> Room:
    chosen = facts.get("constituencies", [])
    return Room(
        slug=facts["slug"],
        **texts("name", facts["title"]),
        **texts("description", facts["description"]),
        dialogue=dialogues.get(facts.get("dialogue", "")),
        visibility=facts["visibility"],
        posting="constituencies" if chosen else "everyone",
        constituencies=chosen,
        rank=rank,
        **{name: facts[name] for name in ROOM_CHOICES if name in facts},
    )


def _topic(room: Room, facts: dict[str, Any], people: People, by: Person, at: datetime) -> None:
    topic: Topic | None = None
    for number, said in enumerate(facts["posts"], 1):
        key = str(uuid.uuid5(NAMESPACE, f"{room.slug}/{facts['title']}/{number}"))
        words = _words(topic, said, people[said["by"]], at) | {"key": key}
        if topic is None:
            topic = _opened(actions.open_topic(room=room, title=facts["title"], **words))
        else:
            actions.post(topic=topic, reply_to=said.get("reply_to"), **words)
    for number, said in enumerate(facts["posts"], 1):
        if post := Post.objects.select_related("topic__room").filter(topic=topic, number=number).first():
            _around(post, said, people, at)
    if topic is None:
        return
    topic.refresh_from_db()
    if facts.get("pinned"):
        actions.pin_topic(topic=topic, by=by, pinned=True, at=at)
    if facts.get("locked"):
        actions.lock_topic(topic=topic, by=by, locked=True, at=at)
    for name, level in facts.get("watched", {}).items():
        actions.watch_topic(person=people[name], topic=topic, level=WatchLevel(level), at=at)
    for name, number in facts.get("read", {}).items():
        actions.mark_read(person=people[name], topic=topic, number=number, at=at)


def _words(topic: Topic | None, said: dict[str, Any], person: Person, at: datetime) -> dict[str, Any]:
    """One message, as the actions take it."""
    as_host = said["by"] == HOST
    return {
        "person": person,
        "source": _source(topic, said),
        "language": said["language"],
        "organisation_id": None if as_host else _organisation_id(person),
        "at": at - timedelta(hours=said["ago"]),
        "as_host": as_host,
        "files": _files(said),
    }


def _opened(topic: Topic | HeldPost) -> Topic:
    """Where newcomers are read first, the first message must be somebody else's."""
    if not isinstance(topic, Topic):
        raise TypeError(f"{topic} waits for a moderator: nothing can follow it")
    return topic


def _source(topic: Topic | None, said: dict[str, Any]) -> str:
    text: str = said["text"]
    if topic is None or "quote" not in said:
        return text
    quoted = Post.objects.select_related("topic__room", "author").get(topic=topic, number=said["quote"])
    return quotation_of(quoted) + text


def _files(said: dict[str, Any]) -> list[Given]:
    if "file" not in said:
        return []
    file = said["file"]
    return [Given(ContentFile(file["text"].encode(), name=file["name"]), file["about"])]


def _around(post: Post, said: dict[str, Any], people: People, at: datetime) -> None:
    """What others said of a message without a word, and what was done about it."""
    for kind, names in said.get("reactions", {}).items():
        for name in names:
            actions.react(post=post, person=people[name], kind=kind, on=True, at=at - timedelta(hours=said["ago"] - 1))
    for flagged in said.get("flagged", ()):
        when = at - timedelta(hours=flagged["ago"])
        actions.flag(
            post=post, person=people[flagged["by"]], category=flagged["category"], note=flagged["note"], at=when
        )
    if "hidden" in said:
        _hide(post, said["hidden"], people, at)


def _hide(post: Post, facts: dict[str, Any], people: People, at: datetime) -> None:
    """A decision with its reason, and the author's appeal, which waits for another moderator."""
    case = Case.objects.select_related("post__topic__room").get(post=post, state=CaseState.OPEN)
    actions.hide_post(
        case=case,
        by=Person.objects.get(pk=people[facts["by"]].pk),
        category=facts["category"],
        reason=facts["reason"],
        language=facts["language"],
        at=at - timedelta(hours=facts["ago"]),
    )
    if made := facts.get("appeal"):
        actions.appeal(
            decision=Decision.objects.get(post=post),
            person=post.author,
            text=made["text"],
            language=made["language"],
            at=at - timedelta(hours=made["ago"]),
        )


def _organisation_id(person: Person) -> int | None:
    memberships = verified_memberships(person)
    return memberships[0].organisation_id if memberships else None
