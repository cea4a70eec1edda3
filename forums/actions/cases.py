"""Examining what was flagged: one moderator at a time, one decision."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forums import casework
from forums.choices import MAX_REASON, CaseState
from forums.errors import AlreadyDecided, NotAllowed, Refused
from forums.models import Case, Post
from kernel.audit.actions import record
from kernel.live.choices import Op
from kernel.pagecache.actions import bump

from . import telling_concerned
from .removing import close, remove_post
from .telling_moderators import queue_changed

if TYPE_CHECKING:
    from actors.models import Person


@transaction.atomic
def claim_case(*, case: Case, by: Person, at: datetime) -> Case:
    """Say that one is at a case, for half an hour; again to prolong it. Raises NotAllowed, AlreadyDecided."""
    current = _locked(case, by, at)
    current.claimed_by, current.claimed_at = by, at
    _noted(current, "forums.case_claimed", by, at)
    return current


@transaction.atomic
def release_case(*, case: Case, by: Person, at: datetime) -> Case:
    """Leave a case to others. Safe to repeat. Raises NotAllowed, AlreadyDecided."""
    current = _locked(case, by, at)
    if current.claimed_by_id is None:
        return current
    current.claimed_by = current.claimed_at = None
    _noted(current, "forums.case_released", by, at)
    return current


@transaction.atomic
def keep_post(*, case: Case, by: Person, note: str, at: datetime) -> Case:
    """Decide that a flagged post stays; who flagged it is told, with the note.

    Raises NotAllowed, Refused, AlreadyDecided.
    """
    said = " ".join(note.split())
    if len(said) > MAX_REASON:
        raise Refused(_("Votre note est trop longue : %(most)d caractères au plus.") % {"most": MAX_REASON}, "note")
    current = _locked(case, by, at)
    close(current, CaseState.KEPT, by, at, said)
    room = current.post.topic.room
    data = {"room": room.pk, "topic": current.post.topic_id, "case": current.pk, "reason": said}
    record(actor=by, verb="forums.post_kept", target=current.post, at=at, data=data)
    queue_changed(current, room, Op.REMOVE, by, at)
    telling_concerned.who_flagged(current, at)
    if room.is_public:
        bump()  # the public journal of moderation
    return current


def hide_post(*, case: Case, by: Person, category: str, reason: str, at: datetime, language: str = "") -> Post:
    """Decide that a flagged post is removed. Raises NotAllowed, Refused, AlreadyDecided."""
    _require(case, by)
    return remove_post(post=case.post, by=by, reason=reason, category=category, language=language, at=at, case=case)


def _locked(case: Case, by: Person, at: datetime) -> Case:
    """The case, open and free for this moderator. The post's row comes first, as in every act on a post."""
    _require(case, by)
    post = Post.objects.select_for_update().prefetch_related("topic__room").get(pk=case.post_id)
    current = Case.objects.select_for_update(of=("self",)).select_related("claimed_by").get(pk=case.pk)
    current.post = post
    if current.state != CaseState.OPEN:
        raise AlreadyDecided(_("Une autre personne de l’animation vient de décider : rien n’a changé."))
    if busy := casework.held_by_another(current, by, at):
        raise AlreadyDecided(busy)
    return current


def _require(case: Case, by: Person) -> None:
    if not casework.may_examine(by, case.post):
        raise NotAllowed(_("Une autre personne de l’animation doit examiner ce message."))


def _noted(case: Case, verb: str, by: Person, at: datetime) -> None:
    case.save(update_fields=["claimed_by", "claimed_at"])
    room = case.post.topic.room
    data = {"room": room.pk, "topic": case.post.topic_id, "case": case.pk}
    record(actor=by, verb=verb, target=case.post, at=at, data=data)
    queue_changed(case, room, Op.REPLACE, by, at)
