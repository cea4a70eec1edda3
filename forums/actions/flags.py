"""Asking that a post be examined."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forums import casework, rules
from forums.choices import MAX_REASON, CaseState, FlagCategory
from forums.errors import NotAllowed, Refused, TooFast
from forums.models import Case, Flag, Post
from kernel.audit.actions import record
from kernel.live.choices import Op
from kernel.requests.limits import seconds_to_wait

from .telling_moderators import queue_changed, tell_moderators

if TYPE_CHECKING:
    from actors.models import Person

RATE = "10/h"


@transaction.atomic
def flag(*, post: Post, person: Person, category: str, note: str, at: datetime) -> Flag:
    """Ask that a post be examined; opens its case or joins the one that is open. Once per person and case.

    The journal notes that a case was opened, not by whom: who flagged is read by moderators in the queue only.
    Raises NotAllowed, Refused, TooFast.
    """
    if not rules.may_read(person, post.topic.room):
        raise NotAllowed("")
    if category not in FlagCategory.values:
        raise Refused(_("Choisissez la raison du signalement."), "category")
    said = note.strip()
    if len(said) > MAX_REASON:
        raise Refused(
            _("Votre précision est trop longue : %(most)d caractères au plus.") % {"most": MAX_REASON}, "note"
        )
    current = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)  # no decision falls in between
    if why_not := casework.why_not_flag(person, current):
        raise NotAllowed(why_not)
    case = Case.objects.filter(post=current, state=CaseState.OPEN).first()
    if case and (already := Flag.objects.filter(case=case, person=person).first()):
        return already
    if wait := seconds_to_wait("forums.flag", f"p:{person.pk}", RATE, at):
        raise TooFast(_("Vous signalez beaucoup en peu de temps. Réessayez dans un moment."), wait)
    opened = case is None
    case = case or Case.objects.create(post=current, opened_at=at)
    added = Flag.objects.create(case=case, person=person, category=category, note=said, created_at=at)
    room = post.topic.room
    if opened:
        data = {"room": room.pk, "topic": post.topic_id, "category": category}
        record(actor=None, verb="forums.case_opened", target=current, at=at, data=data)
    queue_changed(case, room, Op.APPEND if opened else Op.REPLACE, None, at)
    if opened:
        tell_moderators(case, room, at, but=(person.pk, current.author_id))
    return added
