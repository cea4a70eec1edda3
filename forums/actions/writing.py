"""Opening a topic, posting, editing. Markdown is rendered before any lock is taken: it is held for inserts only."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import LANGUAGE_CHOICES
from actors.queries import Speaking
from forums import rules, tasks
from forums.choices import MAX_BODY, MAX_REASON, MAX_TITLE
from forums.errors import NotAllowed, Refused, TooFast
from forums.models import HeldPost, Post, PostRevision, Room, Topic
from forums.pointing import Pointing, points_to
from forums.restraint import why_wait
from kernel.live.choices import Op
from kernel.requests.actions import once
from kernel.requests.limits import seconds_to_wait
from kernel.text.counting import count_words
from kernel.text.markdown import RENDERER_VERSION, to_html
from kernel.text.validators import validate_line

from .attachments import Given, Stored, attach, fingerprint, replace_files, require_attaching, stored
from .drafts import take_draft
from .holding import hold
from .locking import locked_post
from .marking import mark
from .telling import cited_changed, post_changed

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
    """A text as it was written, in its language, the HTML made of it, and what it points to."""

    source: str
    html: str
    language: str
    pointing: Pointing = field(default_factory=Pointing)

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
        _slow_down("forums.topic", person, (TOPIC_RATE,), at)
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
        _slow_down("forums.post", person, RATES, at)
        locked = Topic.objects.select_for_update(of=("self",)).select_related("room").get(pk=topic.pk)
        if reason := rules.why_not_take_part(person, locked, at):
            raise NotAllowed(reason)  # it was closed meanwhile
        if until := rules.slow_until(person, locked, at):
            raise TooFast(why_wait(person, until, at), math.ceil((until - at).total_seconds()))
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


def edit_post(
    *,
    post: Post,
    person: Person,
    source: str,
    language: str,
    at: datetime,
    reason: str = "",
    files: Sequence[Given] = (),
    dropped: Collection[int] = (),
) -> Post:
    """Reword one's own post within half an hour; what it said before is kept. Saying the same changes nothing.

    `reason` says why, if they wish to; `files` come to those that it has, the attachments `dropped` go.
    Raises NotAllowed, Refused.
    """
    words, why = words_of(source, language), " ".join(reason.split())
    if len(why) > MAX_REASON:
        raise Refused(_("La raison est trop longue : une phrase suffit."), "reason")
    if files:
        require_attaching(person, post.topic.room, post.organisation_id, at)
    with stored(files) as kept:
        return _reword(post, person, words, why=why, files=kept, dropped=dropped, at=at)


@transaction.atomic
def _reword(
    post: Post,
    person: Person,
    words: Words,
    *,
    why: str,
    files: Sequence[Stored],
    dropped: Collection[int],
    at: datetime,
) -> Post:
    current = locked_post(post.pk)
    if not rules.may_edit(person, current, at):
        raise NotAllowed(_("Ce message ne peut plus être modifié : le délai est passé, ou le sujet s’est fermé."))
    take_draft(person, "", post=current)
    changes_files = replace_files(current, files, dropped, person, at)
    if (current.source, current.language) == (words.source, words.language) and not changes_files:
        return current
    PostRevision.objects.create(
        post=current,
        rev=current.rev,
        source=current.source,
        language=current.language,
        reason=current.edit_reason,
        written_at=current.edited_at or current.created_at,
    )
    for name, value in words.columns.items():
        setattr(current, name, value)
    current.edited_at, current.edit_reason = at, why
    current.rev += 1
    current.save(update_fields=[*words.columns, "edited_at", "edit_reason", "rev"])
    touch(current.topic)
    no_longer_quoted = mark(current, words.pointing, person)
    post_changed(current, Op.REPLACE, person, at)
    cited_changed(no_longer_quoted, current.topic, person, at)
    transaction.on_commit(partial(tasks.index_topic.enqueue, current.topic_id), robust=True)
    return current


def touch(topic: Topic, *also: str) -> None:
    """Save a locked topic whose line in the room shows something new."""
    topic.rev += 1
    topic.save(update_fields=["rev", *also])


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
    if files:
        raise Refused(_("Vos premiers messages ne prennent pas de fichiers : envoyez d’abord le texte seul."), "files")
    return hold(
        room=room,
        topic=topic,
        title=title,
        source=words.source,
        language=words.language,
        reply_to=reply_to,
        author=speaker.person,
        voice=speaker.voice.as_fields(),
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


def line_of(title: str) -> str:
    """A title as it is kept. Raises Refused where it cannot be one."""
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


def words_of(source: str, language: str) -> Words:
    """What was written, rendered. Raises Refused where it cannot be published."""
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
    return Words(text, html, language, points_to(text))


def _slow_down(name: str, person: Person, rates: tuple[str, ...], at: datetime) -> None:
    for rate in rates:
        if wait := seconds_to_wait(name, f"p:{person.pk}", rate, at):
            raise TooFast(
                _("Vous écrivez beaucoup en peu de temps. Votre texte est gardé : renvoyez-le dans un moment."), wait
            )


def _require(allowed: bool, message: str) -> None:
    if not allowed:
        raise NotAllowed(message)
