"""Keeping someone from writing until a date, and lifting it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from forums import rules
from forums.choices import FlagCategory
from forums.errors import NotAllowed, Refused
from forums.models import Post, Room, Suspension
from kernel.audit.actions import record
from kernel.live.actions import revoke
from kernel.pagecache.actions import bump

from . import telling_concerned
from .removing import reason_given

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST = timedelta(days=366)


@transaction.atomic
def suspend(
    *,
    person: Person,
    room: Room | None,
    ends_at: datetime,
    reason: str,
    by: Person,
    at: datetime,
    language: str = "",
    category: str = FlagCategory.OTHER,
    post: Post | None = None,
) -> Suspension:
    """Keep someone from writing, reacting and editing until `ends_at`, in one room or (None) in all of them.

    They still read, flag and appeal, this decision too; it ends by itself. They are written the rule (`category`), the
    reason, and from which `post` of theirs it was decided. One at a time for a room or for all: what runs already is
    lifted first. Raises NotAllowed, Refused.
    """
    _require(by, room)
    why, spoken = reason_given(reason, language)
    if category not in FlagCategory.values:
        raise Refused(_("Choisissez la règle qui s’applique."), "category")
    if ends_at <= at:
        raise Refused(_("Choisissez un jour à venir."), "until")
    if ends_at > at + LONGEST:
        raise Refused(_("Une suspension dure un an au plus."), "until")
    if person.pk == by.pk or rules.may_moderate(person, room):
        raise NotAllowed(_("Une personne de l’animation ne peut pas être suspendue."))
    # two moderators suspend one after the other; what names the person meanwhile need not wait
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    running = _running(at).filter(person=person, room=room).first()
    if running and (running.ends_at, running.category, running.reason) == (ends_at, category, why):
        return running
    if running:
        raise Refused(_("Cette personne est déjà suspendue ici : levez d’abord la suspension en cours."), "until")
    made = Suspension.objects.create(
        person=person,
        room=room,
        post=post,
        starts_at=at,
        ends_at=ends_at,
        category=category,
        reason=why,
        reason_language=spoken,
        by=by,
    )
    data = {"room": room.pk if room else None, "until": ends_at.isoformat(), "category": category, "reason": why}
    data |= {"suspension": made.pk}
    record(actor=by, verb="forums.suspended", target=person, at=at, data=data)
    telling_concerned.suspended(made, at)
    _heard(person, room)
    return made


@transaction.atomic
def lift_suspension(*, suspension: Suspension, by: Person, at: datetime) -> Suspension:
    """Let someone write again before the end; an appeal that waits is still answered. Safe to repeat.

    Raises NotAllowed.
    """
    _require(by, suspension.room)
    current = locked_suspension(suspension.pk)
    if not current.is_running(at):
        return current
    end(suspension=current, by=by, at=at)
    data = {"room": current.room_id, "suspension": current.pk}
    record(actor=by, verb="forums.suspension_lifted", target=current.person, at=at, data=data)
    telling_concerned.lifted(current, at)
    return current


def locked_suspension(pk: int) -> Suspension:
    """A suspension, locked, with whom it is about and where."""
    return Suspension.objects.select_for_update(of=("self",)).select_related("person", "room").get(pk=pk)


def end(*, suspension: Suspension, by: Person, at: datetime) -> None:
    """Let someone write again at once; the row is locked by the caller. One that is over stays as it ended."""
    if not suspension.is_running(at):
        return
    suspension.lifted_at, suspension.lifted_by = at, by
    suspension.save(update_fields=["lifted_at", "lifted_by"])
    _heard(suspension.person, suspension.room)


def _running(at: datetime) -> QuerySet[Suspension]:
    return Suspension.objects.filter(lifted_at__isnull=True, ends_at__gt=at)


def _require(by: Person, room: Room | None) -> None:
    if not rules.may_moderate(by, room):
        raise NotAllowed(_("Seule l’équipe d’animation peut faire cela."))


def _heard(person: Person, room: Room | None) -> None:
    """Open pages ask again what they may; the public journal counts one more."""
    revoke(person_id=person.pk)
    if room is None or room.is_public:
        bump()
