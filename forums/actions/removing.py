"""Taking a post's words out of sight with a statement of reasons, and giving them back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import LANGUAGE_CHOICES
from forums import casework, rules, tasks
from forums.choices import MAX_REASON, CaseState, FlagCategory, PostState
from forums.errors import AlreadyDecided, NotAllowed, Refused
from forums.models import Case, Decision, Post, Topic
from kernel.audit.actions import record
from kernel.languages.choices import current_language
from kernel.live.choices import Op
from kernel.search import actions as search

from . import telling_concerned
from .locking import locked_post, touch
from .telling import post_changed
from .telling_moderators import lock_streams, queue_changed

if TYPE_CHECKING:
    from actors.models import Person


@transaction.atomic
def remove_post(
    *,
    post: Post,
    by: Person,
    reason: str,
    at: datetime,
    category: str = FlagCategory.OTHER,
    language: str = "",
    case: Case | None = None,
) -> Post:
    """Take a post's words out of sight; its number, its author and the reason stay. Safe to repeat.

    The one way a post is removed: the decision is kept with its rule and reason, sent to the author with how to
    appeal, and answers the open case if there is one. `reason` is read by everyone, in `language` (the active one
    where none is given). With `case`, what is decided is that case. Raises NotAllowed, Refused, AlreadyDecided.
    """
    if not rules.may_moderate(by, post.topic.room):
        raise NotAllowed(_("Seule l’équipe d’animation peut faire cela."))
    why, spoken = reason_given(reason, language)
    if category not in FlagCategory.values:
        raise Refused(_("Choisissez la règle qui s’applique."), "category")
    current = locked_post(post.pk)
    topic = current.topic
    answered = Case.objects.select_for_update(of=("self",)).filter(post=current, state=CaseState.OPEN).first()
    if case is not None and (answered is None or answered.pk != case.pk):
        raise AlreadyDecided(_("Une autre personne de l’animation vient de décider : rien n’a changé."))
    if current.state != PostState.VISIBLE:
        return current
    if answered and (busy := casework.held_by_another(answered, by, at)):
        raise AlreadyDecided(busy)
    current.state, current.removed_at, current.removed_by = PostState.REMOVED, at, by
    current.removal_reason, current.removal_language = why, spoken
    current.rev += 1
    current.save(update_fields=["state", "removed_at", "removed_by", "removal_reason", "removal_language", "rev"])
    topic.post_count -= 1
    touch(topic, "post_count")
    decision = Decision.objects.create(
        post=current, case=answered, category=category, reason=why, reason_language=spoken, by=by, at=at
    )
    if answered:
        close(answered, CaseState.HIDDEN, by, at)
    data = {"room": topic.room_id, "topic": topic.pk, "decision": decision.pk, "category": category}
    data |= {"reason": why, "reason_language": spoken, "flagged": answered is not None}
    record(actor=by, verb="forums.post_removed", target=current, at=at, data=data)
    lock_streams(topic.room, topic.room.stream, topic.stream)
    post_changed(current, Op.REPLACE, by, at)
    if answered:
        queue_changed(answered, topic.room, Op.REMOVE, by, at)
        answered.post = current
        telling_concerned.who_flagged(answered, at)
    telling_concerned.author_of_removed(decision, at)
    search.index(topic)  # at once: what was taken away must not be found
    return current


def restore(*, post: Post, topic: Topic, by: Person, at: datetime) -> None:
    """Give a removed post its words back; both rows are locked by the caller."""
    post.state, post.removed_at, post.removed_by = PostState.VISIBLE, None, None
    post.removal_reason = post.removal_language = ""
    post.rev += 1
    post.save(update_fields=["state", "removed_at", "removed_by", "removal_reason", "removal_language", "rev"])
    topic.post_count += 1
    touch(topic, "post_count")
    lock_streams(topic.room, topic.room.stream, topic.stream)
    post_changed(post, Op.REPLACE, by, at)
    transaction.on_commit(partial(tasks.index_topic.enqueue, topic.pk), robust=True)


def close(case: Case, state: CaseState, by: Person, at: datetime, note: str = "") -> None:
    """Write down how a locked case ended."""
    case.state, case.decided_by, case.decided_at, case.note = state, by, at, note
    case.save(update_fields=["state", "decided_by", "decided_at", "note"])


def reason_given(reason: str, language: str) -> tuple[str, str]:
    """A reason and its language. Raises Refused where it is blank, too long, or in no language of ours."""
    why = " ".join(reason.split())
    if not why or len(why) > MAX_REASON:
        raise Refused(_("Dites en une phrase pourquoi : ce motif s’affiche à la place du message."), "reason")
    spoken = language or current_language()
    if spoken not in dict(LANGUAGE_CHOICES):
        raise Refused(_("Choisissez la langue du motif."), "language")
    return why, spoken
