"""What moderators may do to a topic, each noted in the journal of acts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forums import rules
from forums.choices import TopicState
from forums.errors import NotAllowed, Refused
from forums.models import Topic
from kernel.audit.actions import record
from kernel.live.choices import Op

from .locking import locked_topic, touch
from .telling import topic_changed

if TYPE_CHECKING:
    from actors.models import Person


@transaction.atomic
def lock_topic(*, topic: Topic, by: Person, locked: bool, at: datetime) -> Topic:
    """Close a topic to new messages, or open it again. Safe to repeat. Raises NotAllowed, Refused."""
    _moderators_only(by, topic)
    current = _locked(topic.pk)
    state = TopicState.LOCKED if locked else TopicState.OPEN
    if current.state == state:
        return current
    current.state = state
    touch(current, "state")
    record(
        actor=by,
        verb="forums.topic_locked" if locked else "forums.topic_unlocked",
        target=current,
        at=at,
        data={"room": current.room_id},
    )
    topic_changed(current, Op.REPLACE, by, at)
    return current


@transaction.atomic
def pin_topic(*, topic: Topic, by: Person, pinned: bool, at: datetime) -> Topic:
    """Keep a topic at the head of its room, or no longer. Safe to repeat. Raises NotAllowed, Refused."""
    _moderators_only(by, topic)
    current = _locked(topic.pk)
    if current.pinned == pinned:
        return current
    current.pinned = pinned
    touch(current, "pinned")
    record(
        actor=by,
        verb="forums.topic_pinned" if pinned else "forums.topic_unpinned",
        target=current,
        at=at,
        data={"room": current.room_id},
    )
    topic_changed(current, Op.REPLACE, by, at)
    return current


def _moderators_only(by: Person, topic: Topic) -> None:
    if not rules.may_moderate(by, topic.room):
        raise NotAllowed(_("Seule l’équipe d’animation peut faire cela."))


def _locked(pk: int) -> Topic:
    topic = locked_topic(pk)
    if topic.state == TopicState.MERGED:
        raise Refused(_("Ce sujet est déjà réuni à un autre."))
    return topic
