"""What one says of a message without a word."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from forums import rules
from forums.choices import ReactionKind
from forums.errors import NotAllowed, Refused, TooFast
from forums.models import Post, Reaction
from kernel.live.choices import Op
from kernel.requests.limits import seconds_to_wait

from .locking import locked_post
from .telling import post_alone_changed

if TYPE_CHECKING:
    from actors.models import Person

REACTION_RATE = "60/m"


def react(*, post: Post, person: Person, kind: str, on: bool, at: datetime) -> Post:
    """Say one thing of a post, or take it back. Safe to repeat: the counts are made anew from who said it.

    Raises NotAllowed, Refused, TooFast.
    """
    if kind not in ReactionKind.values:
        raise Refused(_("Choisissez parmi les réactions proposées."), "kind")
    if wait := seconds_to_wait("forums.react", f"p:{person.pk}", REACTION_RATE, at):
        raise TooFast(_("Vous réagissez beaucoup en peu de temps. Reprenez dans un moment."), wait)
    with transaction.atomic():
        current = locked_post(post.pk)
        if reason := rules.why_not_react(person, current, at):
            raise NotAllowed(reason)
        if _set(current, person, kind, on, at):
            current.reactions = _counted(current)
            current.rev += 1
            current.save(update_fields=["reactions", "rev"])
            post_alone_changed(current, Op.REPLACE, person, at)
    return current


def _set(post: Post, person: Person, kind: str, on: bool, at: datetime) -> bool:
    """Whether that changed anything."""
    said = Reaction.objects.filter(post=post, person=person, kind=kind)
    if not on:
        return bool(said.delete()[0])
    _row, is_new = Reaction.objects.get_or_create(post=post, person=person, kind=kind, defaults={"at": at})
    return is_new


def _counted(post: Post) -> dict[str, int]:
    """How many people said each thing, in the order in which things are shown."""
    rows = dict(post.said_of_it.order_by().values_list("kind").annotate(Count("pk")))
    return {kind: rows[kind] for kind in ReactionKind.values if kind in rows}
