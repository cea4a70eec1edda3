"""Reading a newcomer's words before they are published: yes, and they become a post; or no, with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from actors.queries import Speaking
from forums import rules
from forums.casework import APPEAL_DAYS
from forums.choices import HeldState, PostState, RoomState, TopicState
from forums.errors import AlreadyDecided, NotAllowed, Refused
from forums.models import HeldPost, Post, Topic
from kernel.audit.actions import record
from kernel.live.choices import Op

from . import telling_concerned
from .attachments import forget_held, turn_over
from .locking import locked_topic
from .removing import reason_given
from .telling_moderators import lock_streams, queue_changed
from .words import words_of
from .writing import Speaker, add_post

if TYPE_CHECKING:
    from actors.models import Person


@transaction.atomic
def publish_held(*, held: HeldPost, by: Person, at: datetime, without_files: bool = False) -> Post:
    """Publish what waited, under its author's voice, with its files and the number and the hour of now.

    `without_files`: the author may no longer attach any here, and who decides knows; the files are erased. Again gives
    the same post. Raises NotAllowed, Refused (the topic closed, the author may no longer write, or attach files),
    AlreadyDecided.
    """
    _require(held, by)
    words = words_of(held.source, held.language)
    topic = locked_topic(held.topic_id) if held.topic_id else None
    current = _locked(held)
    if current.state == HeldState.PUBLISHED and current.post_id:
        return Post.objects.select_related("topic__room").get(pk=current.post_id)
    if current.state != HeldState.WAITING:
        raise AlreadyDecided(_("Une autre personne de l’animation vient de décider : rien n’a changé."))
    _must_still_be_possible(current, topic, at)
    left = _leave_files(current, without_files, at)
    voice = Speaking(current.organisation, current.constituency, current.shore, current.country_declared)
    speaker = Speaker(current.author, voice, as_host=False)
    room = current.room
    if topic is None:
        topic = Topic.objects.create(
            room=room, title=current.title, language=current.language, created_at=at, last_post_at=at, **speaker.columns
        )
    answered = _answered(topic, current.reply_to)
    lock_streams(room, room.stream, topic.stream)
    post = add_post(topic, speaker, words, answered, at)
    turn_over(current, post)
    current.state, current.decided_by, current.decided_at = HeldState.PUBLISHED, by, at
    current.topic, current.post = topic, post
    current.save(update_fields=["state", "decided_by", "decided_at", "topic", "post"])
    data = {"room": room.pk, "topic": topic.pk, **({"files_left": left} if left else {})}
    record(actor=by, verb="forums.held_published", target=post, at=at, data=data)
    queue_changed(current, room, Op.REMOVE, by, at)
    telling_concerned.author_of_held(current, post, at, files_left=bool(left))
    return post


@transaction.atomic
def refuse_held(*, held: HeldPost, by: Person, reason: str, at: datetime, language: str = "") -> HeldPost:
    """Do not publish what waited; the author is told why, and gets their words back. The files stay where only they and
    the moderators find them, until the message is forgotten (purge_held).

    Safe to repeat. Raises NotAllowed, Refused, AlreadyDecided.
    """
    _require(held, by)
    why, spoken = reason_given(reason, language)
    current = _locked(held)
    if current.state == HeldState.REFUSED:
        return current
    if current.state != HeldState.WAITING:
        raise AlreadyDecided(_("Une autre personne de l’animation vient de décider : rien n’a changé."))
    current.state, current.decided_by, current.decided_at = HeldState.REFUSED, by, at
    current.reason, current.reason_language = why, spoken
    current.save(update_fields=["state", "decided_by", "decided_at", "reason", "reason_language"])
    data = {"room": current.room_id, "topic": current.topic_id, "reason": why}
    record(actor=by, verb="forums.held_refused", target=current, at=at, data=data)
    queue_changed(current, current.room, Op.REMOVE, by, at)
    telling_concerned.author_of_held(current, None, at)
    return current


@transaction.atomic
def purge_held(*, at: datetime) -> int:
    """Forget the first messages that were decided on more than six months ago, and the files of refused ones; how many.

    What was published is a post of its own; the journal keeps each decision and its reason.
    """
    decided = HeldPost.objects.filter(decided_at__lt=at - timedelta(days=APPEAL_DAYS))
    rows = list(decided.select_for_update(of=("self",)).order_by("pk"))
    forget_held(rows)
    HeldPost.objects.filter(pk__in=[held.pk for held in rows]).delete()
    return len(rows)


def _leave_files(held: HeldPost, without_files: bool, at: datetime) -> int:
    """Erase the files that may no longer be published, where who decides agreed to leave them; how many."""
    if not held.attachments.exists():
        return 0
    refusal = rules.why_not_publish_files(held, at)
    if refusal and not without_files:
        raise Refused(refusal, "files")
    if without_files and not refusal:
        raise Refused(
            _("Cette personne peut de nouveau joindre des fichiers : publiez son message entier, ou refusez-le."),
            "files",
        )
    return forget_held([held]) if without_files else 0


def _answered(topic: Topic, number: int | None) -> Post | None:
    """What it answers, if that can still be read."""
    return Post.objects.filter(topic=topic, number=number, state=PostState.VISIBLE).first() if number else None


def _locked(held: HeldPost) -> HeldPost:
    rows = HeldPost.objects.select_for_update(of=("self",)).select_related("author", "organisation")
    return rows.prefetch_related("room", "topic").get(pk=held.pk)  # these two may change while it is waited for


def _require(held: HeldPost, by: Person) -> None:
    if not rules.may_moderate(by, held.room) or held.author_id == by.pk:
        raise NotAllowed(_("Une autre personne de l’animation doit lire ce message."))


def _must_still_be_possible(held: HeldPost, topic: Topic | None, at: datetime) -> None:
    """Nobody publishes for the author what the author may no longer say."""
    if held.room.state != RoomState.OPEN or (topic is not None and topic.state != TopicState.OPEN):
        raise Refused(_("Le sujet ou le salon s’est fermé depuis : rouvrez-le, ou refusez le message."))
    if not rules.may_read(held.author, held.room) or rules.why_not_write(held.author, held.room, at):
        raise Refused(_("Cette personne ne peut plus écrire ici : refusez le message en disant pourquoi."))
