"""Opening a topic, posting. Markdown is rendered before any lock is taken: it is held for inserts only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.queries import Speaking
from forums import rules, tasks
from forums.errors import NotAllowed, Refused
from forums.models import HeldPost, Post, Room, Topic
from kernel.live.choices import Op
from kernel.requests.actions import once

from .attachments import Given, Stored, attach, fingerprint, require_attaching, stored
from .drafts import take_draft
from .holding import hold
from .locking import locked_topic, touch
from .marking import mark
from .pacing import one_after_the_other, slow_down, wait_until
from .telling import post_changed
from .words import Words, line_of, words_of

if TYPE_CHECKING:
    from actors.models import Person


@dataclass(frozen=True)
class Speaker:
    """Who writes, and in whose name."""

    person: Person
    voice: Speaking
    as_host: bool

    @property
    def columns(self) -> dict[str, Any]:
        """What a topic and a post keep of it."""
        return {"author": self.person, "is_host": self.as_host, **self.voice.as_fields()}


RATES = ("6/m", "60/h")
TOPIC_RATE = "10/h"


def open_topic(
    *,
    room: Room,
    person: Person,
    title: str,
    source: str,
    language: str,
    organisation_id: int | None,
    key: str,
    at: datetime,
    as_host: bool = False,
    files: Sequence[Given] = (),
) -> Topic | HeldPost:
    """Open a topic with its first post. The same `key` again gives the same topic.

    `organisation_id` is the voice (None: as a citizen); `as_host` speaks for the team and needs its right.
    What a newcomer writes where moderators read first messages before waits for one (HeldPost).
    Raises NotAllowed, Refused, TooFast, kernel.requests.errors.KeyReused.
    """
    _require(rules.may_read(person, room), "")
    if reason := rules.why_not_open(person, room, at):
        raise NotAllowed(reason)
    if files:
        require_attaching(person, room, organisation_id, at)
    speaker = _speaker(person, room, organisation_id, as_host, rules.voices_to_open(person, room, at))
    title, words = line_of(title), words_of(source, language)
    body = {"title": title, "source": words.source, "language": language, "voice": organisation_id, "host": as_host}

    def act() -> dict[str, Any]:
        slow_down("forums.topic", person, (TOPIC_RATE,), at)
        one_after_the_other(person, room)
        wait_until(rules.slow_until_opening(person, room, at), person, at)
        take_draft(person, key, room=room)
        if rules.is_read_before(person, room):
            return {"held": _hold(speaker, words, at, room=room, title=title, files=kept).pk}
        topic = Topic.objects.create(
            room=room, title=title, language=language, created_at=at, last_post_at=at, **speaker.columns
        )
        add_post(topic, speaker, words, None, at, files=kept)
        return {"topic": topic.pk}

    with stored(files) as kept:
        body |= fingerprint(kept)
        answer = once(person=person, scope=f"forums.topic:{room.pk}", key=key, body=body, act=act, at=at)
    if "held" in answer:
        return HeldPost.objects.select_related("room", "topic").get(pk=answer["held"])
    return Topic.objects.select_related("room").get(pk=answer["topic"])


def post(
    *,
    topic: Topic,
    person: Person,
    source: str,
    language: str,
    organisation_id: int | None,
    key: str,
    at: datetime,
    reply_to: int | None = None,
    as_host: bool = False,
    files: Sequence[Given] = (),
) -> Post | HeldPost:
    """Say something in a topic. The same `key` again gives the same post, as long as the person may still post.

    `reply_to` is the number of the post that this one answers. What a newcomer writes where moderators read first
    messages before waits for one (HeldPost). Raises NotAllowed, Refused, TooFast,
    kernel.requests.errors.KeyReused.
    """
    _require(rules.may_read(person, topic.room), "")
    if reason := rules.why_not_take_part(person, topic, at):
        raise NotAllowed(reason)
    if files:
        require_attaching(person, topic.room, organisation_id, at)
    voices = rules.voices_for(person, topic.room, at)
    speaker, words = _speaker(person, topic.room, organisation_id, as_host, voices), words_of(source, language)
    body = {
        "source": words.source,
        "language": language,
        "voice": organisation_id,
        "reply_to": reply_to,
        "host": as_host,
    }

    def act() -> dict[str, Any]:
        slow_down("forums.post", person, RATES, at)
        one_after_the_other(person, topic.room)
        locked = locked_topic(topic.pk)
        if reason := rules.why_not_take_part(person, locked, at):
            raise NotAllowed(reason)  # it was closed meanwhile
        wait_until(rules.slow_until(person, locked, at), person, at)
        take_draft(person, key, topic=locked)
        answered = _answered(locked, reply_to)
        if rules.is_read_before(person, locked.room):
            return {"held": _hold(speaker, words, at, room=locked.room, topic=locked, reply_to=reply_to, files=kept).pk}
        return {"post": add_post(locked, speaker, words, answered, at, files=kept).pk}

    with stored(files) as kept:
        body |= fingerprint(kept)
        answer = once(person=person, scope=f"forums.post:{topic.pk}", key=key, body=body, act=act, at=at)
    if "held" in answer:
        return HeldPost.objects.select_related("room", "topic__room").get(pk=answer["held"])
    return Post.objects.select_related("topic__room").get(pk=answer["post"])


def add_post(
    topic: Topic, speaker: Speaker, words: Words, answered: Post | None, at: datetime, *, files: Sequence[Stored] = ()
) -> Post:
    """Number and insert a post with its files; its topic is locked, or new in this transaction."""
    topic.last_number += 1
    topic.post_count += 1
    topic.last_post_at = at
    touch(topic, "last_number", "post_count", "last_post_at")
    added = Post.objects.create(
        topic=topic,
        number=topic.last_number,
        reply_to=answered,
        created_at=at,
        **words.columns,
        **speaker.columns,
    )
    mark(added, words.pointing, speaker.person)
    attach(added, files, speaker.person, at)
    post_changed(added, Op.APPEND, speaker.person, at)
    transaction.on_commit(partial(tasks.index_topic.enqueue, topic.pk), robust=True)
    transaction.on_commit(partial(tasks.tell_people.enqueue, added.pk), robust=True)
    return added


def _hold(
    speaker: Speaker,
    words: Words,
    at: datetime,
    *,
    room: Room,
    topic: Topic | None = None,
    title: str = "",
    reply_to: int | None = None,
    files: Sequence[Stored],
) -> HeldPost:
    return hold(
        room=room,
        topic=topic,
        title=title,
        source=words.source,
        language=words.language,
        reply_to=reply_to,
        author=speaker.person,
        voice=speaker.voice.as_fields(),
        files=files,
        at=at,
    )


def _answered(topic: Topic, number: int | None) -> Post | None:
    if number is None:
        return None
    found = Post.objects.filter(topic=topic, number=number).first()
    if found is None:
        raise Refused(_("Le message auquel vous répondez n’est pas dans ce sujet."), "reply_to")
    return found


def _speaker(person: Person, room: Room, organisation_id: int | None, as_host: bool, voices: list[Speaking]) -> Speaker:
    if as_host and not rules.may_moderate(person, room):
        raise NotAllowed(_("Seule l’équipe parle au nom de l’animation."), "voice")
    for voice in voices:
        if (voice.organisation.pk if voice.organisation else None) == organisation_id:
            return Speaker(person, voice, as_host)
    raise Refused(_("Vous ne pouvez pas écrire ici au nom de cette organisation. Choisissez une autre voix."), "voice")


def _require(allowed: bool, message: str) -> None:
    if not allowed:
        raise NotAllowed(message)
