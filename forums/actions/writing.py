"""Opening a topic, posting, editing. Markdown is rendered before any lock is taken: it is held for inserts only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import LANGUAGE_CHOICES
from actors.queries import Speaking
from forums import rules, tasks
from forums.choices import MAX_BODY, MAX_TITLE
from forums.errors import NotAllowed, Refused, TooFast
from forums.models import Post, PostRevision, Room, Topic
from kernel.live.choices import Op
from kernel.requests.actions import once
from kernel.requests.limits import seconds_to_wait
from kernel.text.counting import count_words
from kernel.text.markdown import RENDERER_VERSION, to_html
from kernel.text.validators import validate_line

from .telling import post_changed

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


@dataclass(frozen=True)
class Words:
    """A text as it was written, in its language, and the HTML made of it."""

    source: str
    html: str
    language: str

    @property
    def columns(self) -> dict[str, Any]:
        """What a post keeps of it."""
        return {
            "source": self.source,
            "html": self.html,
            "language": self.language,
            "renderer_version": RENDERER_VERSION,
            "words": count_words(self.source),
        }


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")  # a feed cannot carry them: XML forbids most
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
) -> Topic:
    """Open a topic with its first post. The same `key` again gives the same topic.

    `organisation_id` is the voice (None: as a citizen); `as_host` speaks for the team and needs its right.
    Raises NotAllowed, Refused, TooFast, kernel.requests.errors.KeyReused.
    """
    _require(rules.may_read(person, room), "")
    if reason := rules.why_not_open(person, room):
        raise NotAllowed(reason)
    speaker = _speaker(person, room, organisation_id, as_host)
    title, words = _line(title), _words(source, language)
    body = {"title": title, "source": words.source, "language": language, "voice": organisation_id, "host": as_host}

    def act() -> dict[str, Any]:
        _slow_down("forums.topic", person, (TOPIC_RATE,), at)
        topic = Topic.objects.create(
            room=room, title=title, language=language, created_at=at, last_post_at=at, **speaker.columns
        )
        _add(topic, speaker, words, None, at)
        return {"topic": topic.pk}

    answer = once(person=person, scope=f"forums.topic:{room.pk}", key=key, body=body, act=act, at=at)
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
) -> Post:
    """Say something in a topic. The same `key` again gives the same post, as long as the person may still post.

    `reply_to` is the number of the post that this one answers. Raises NotAllowed, Refused, TooFast,
    kernel.requests.errors.KeyReused.
    """
    _require(rules.may_read(person, topic.room), "")
    if reason := rules.why_not_post(person, topic):
        raise NotAllowed(reason)
    speaker, words = _speaker(person, topic.room, organisation_id, as_host), _words(source, language)
    body = {
        "source": words.source,
        "language": language,
        "voice": organisation_id,
        "reply_to": reply_to,
        "host": as_host,
    }

    def act() -> dict[str, Any]:
        _slow_down("forums.post", person, RATES, at)
        locked = Topic.objects.select_for_update(of=("self",)).select_related("room").get(pk=topic.pk)
        if reason := rules.why_not_post(person, locked):
            raise NotAllowed(reason)  # it was closed meanwhile
        answered = _answered(locked, reply_to)
        return {"post": _add(locked, speaker, words, answered, at).pk}

    answer = once(person=person, scope=f"forums.post:{topic.pk}", key=key, body=body, act=act, at=at)
    return Post.objects.select_related("topic__room").get(pk=answer["post"])


@transaction.atomic
def edit_post(*, post: Post, person: Person, source: str, language: str, at: datetime) -> Post:
    """Reword one's own post within half an hour; what it said before is kept. Saying the same changes nothing.

    Raises NotAllowed, Refused.
    """
    words = _words(source, language)
    topic = Topic.objects.select_for_update(of=("self",)).select_related("room").get(pk=post.topic_id)
    current = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    current.topic = topic
    if not rules.may_edit(person, current, at):
        raise NotAllowed(_("Ce message ne peut plus être modifié : le délai est passé, ou le sujet s’est fermé."))
    if (current.source, current.language) == (words.source, language):
        return current
    PostRevision.objects.create(
        post=current,
        rev=current.rev,
        source=current.source,
        language=current.language,
        written_at=current.edited_at or current.created_at,
    )
    for name, value in words.columns.items():
        setattr(current, name, value)
    current.edited_at = at
    current.rev += 1
    current.save(update_fields=[*words.columns, "edited_at", "rev"])
    touch(topic)
    post_changed(current, Op.REPLACE, person, at)
    transaction.on_commit(partial(tasks.index_topic.enqueue, topic.pk), robust=True)
    return current


def touch(topic: Topic, *also: str) -> None:
    """Save a locked topic whose line in the room shows something new."""
    topic.rev += 1
    topic.save(update_fields=["rev", *also])


def _add(topic: Topic, speaker: Speaker, words: Words, answered: Post | None, at: datetime) -> Post:
    """Number and insert a post; its topic is locked, or new in this transaction."""
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
    post_changed(added, Op.APPEND, speaker.person, at)
    transaction.on_commit(partial(tasks.index_topic.enqueue, topic.pk), robust=True)
    transaction.on_commit(partial(tasks.tell_participants.enqueue, added.pk), robust=True)
    return added


def _answered(topic: Topic, number: int | None) -> Post | None:
    if number is None:
        return None
    found = Post.objects.filter(topic=topic, number=number).first()
    if found is None:
        raise Refused(_("Le message auquel vous répondez n’est pas dans ce sujet."), "reply_to")
    return found


def _speaker(person: Person, room: Room, organisation_id: int | None, as_host: bool) -> Speaker:
    if as_host and not rules.may_moderate(person):
        raise NotAllowed(_("Seule l’équipe parle au nom de l’animation."), "voice")
    for voice in rules.voices_for(person, room):
        if (voice.organisation.pk if voice.organisation else None) == organisation_id:
            return Speaker(person, voice, as_host)
    raise Refused(_("Vous ne pouvez pas écrire ici au nom de cette organisation. Choisissez une autre voix."), "voice")


def _line(title: str) -> str:
    line = " ".join(title.split())
    if not line:
        raise Refused(_("Donnez un titre au sujet."), "title")
    if len(line) > MAX_TITLE:
        raise Refused(_("Le titre est trop long : %(most)d caractères au plus.") % {"most": MAX_TITLE}, "title")
    try:
        validate_line(line)
    except ValidationError as error:
        raise Refused(error.messages[0], "title") from error
    return line


def _words(source: str, language: str) -> Words:
    if language not in dict(LANGUAGE_CHOICES):
        raise Refused(_("Choisissez la langue de votre message."), "language")
    text = _UNPRINTABLE.sub("", source.replace("\r\n", "\n")).strip()
    if not text:
        raise Refused(_("Écrivez votre message."), "source")
    if len(text) > MAX_BODY:
        raise Refused(
            _("Votre message est trop long : %(length)d caractères pour %(most)d au plus.")
            % {"length": len(text), "most": MAX_BODY},
            "source",
        )
    html = to_html(text)
    if not html:
        raise Refused(_("Votre message ne contient rien qui puisse s’afficher."), "source")
    return Words(text, html, language)


def _slow_down(name: str, person: Person, rates: tuple[str, ...], at: datetime) -> None:
    for rate in rates:
        if wait := seconds_to_wait(name, f"p:{person.pk}", rate, at):
            raise TooFast(
                _("Vous écrivez beaucoup en peu de temps. Votre texte est gardé : renvoyez-le dans un moment."), wait
            )


def _require(allowed: bool, message: str) -> None:
    if not allowed:
        raise NotAllowed(message)
