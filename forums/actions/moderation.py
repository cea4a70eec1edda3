"""What the team may do to a topic and its posts, each noted in the journal of acts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forums import rules
from forums.choices import MAX_REASON, PostState, TopicState
from forums.errors import NotAllowed, Refused
from forums.models import Post, Topic
from kernel.audit.actions import record
from kernel.languages.choices import current_language
from kernel.live.choices import Op
from kernel.search import actions as search

from .telling import post_changed, topic_changed
from .writing import touch

if TYPE_CHECKING:
    from actors.models import Person


@transaction.atomic
def remove_post(*, post: Post, by: Person, reason: str, at: datetime) -> Post:
    """Take a post's words out of sight; its number, its author and the reason stay. Safe to repeat.

    `reason` is read by everyone, in the language that is active. Raises NotAllowed, Refused.
    """
    _team_only(by)
    why = reason.strip()
    if not why or len(why) > MAX_REASON:
        raise Refused(_("Dites en une phrase pourquoi : ce motif s’affiche à la place du message."), "reason")
    topic = _locked(post.topic_id)
    current = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    current.topic = topic
    if current.is_removed:
        return current
    current.state, current.removed_at, current.removed_by = PostState.REMOVED, at, by
    current.removal_reason, current.removal_language = why, current_language()
    current.rev += 1
    current.save(update_fields=["state", "removed_at", "removed_by", "removal_reason", "removal_language", "rev"])
    topic.post_count -= 1
    touch(topic, "post_count")
    record(actor=by, verb="forums.post_removed", target=current, at=at, data={"reason": why})
    post_changed(current, Op.REPLACE, by, at)
    search.index(topic)  # at once: what was taken away must not be found
    return current


@transaction.atomic
def lock_topic(*, topic: Topic, by: Person, locked: bool, at: datetime) -> Topic:
    """Close a topic to new messages, or open it again. Safe to repeat. Raises NotAllowed."""
    _team_only(by)
    current = _locked(topic.pk)
    state = TopicState.LOCKED if locked else TopicState.OPEN
    if current.state == state:
        return current
    current.state = state
    touch(current, "state")
    record(actor=by, verb="forums.topic_locked" if locked else "forums.topic_unlocked", target=current, at=at)
    topic_changed(current, Op.REPLACE, by, at)
    return current


@transaction.atomic
def pin_topic(*, topic: Topic, by: Person, pinned: bool, at: datetime) -> Topic:
    """Keep a topic at the head of its room, or no longer. Safe to repeat. Raises NotAllowed."""
    _team_only(by)
    current = _locked(topic.pk)
    if current.pinned == pinned:
        return current
    current.pinned = pinned
    touch(current, "pinned")
    record(actor=by, verb="forums.topic_pinned" if pinned else "forums.topic_unpinned", target=current, at=at)
    topic_changed(current, Op.REPLACE, by, at)
    return current


def _team_only(by: Person) -> None:
    if not rules.may_moderate(by):
        raise NotAllowed(_("Seule l’équipe d’animation peut faire cela."))


def _locked(pk: int) -> Topic:
    return Topic.objects.select_for_update(of=("self",)).select_related("room").get(pk=pk)
