"""Letting someone into a room by name, and no longer. Their open pages follow at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from actors.queries import confirmed_account
from forums import rules
from forums.errors import NotAllowed, Refused, TooFast
from forums.models import Room, RoomInvitation
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES
from kernel.live.actions import revoke
from kernel.mail.actions import queue
from kernel.notifications.actions import notify
from kernel.requests.limits import seconds_to_wait

if TYPE_CHECKING:
    from actors.models import Person

RATE = "60/h"


def invite(
    *, room: Room, email: str, may_write: bool, expires_at: datetime | None, by: Person, at: datetime
) -> RoomInvitation:
    """Let the person with this confirmed address into a room: to read, and to write if `may_write`, until `expires_at`.

    Who is invited already keeps one invitation, with the new terms. Whether an address has an account is told to who
    invites: they are of the team, or named by it, and their tries are counted. Raises NotAllowed, TooFast, Refused.
    """
    _moderators_only(by, room)
    if expires_at is not None and expires_at <= at:
        raise Refused(_("Cette date est passée : choisissez un jour à venir, ou laissez la case vide."), "until")
    if wait := seconds_to_wait("forums.invite", f"p:{by.pk}", RATE, at):
        raise TooFast(_("Beaucoup d’invitations en peu de temps : reprenez dans un moment."), wait)
    guest = confirmed_account(email)
    if guest is None:
        raise Refused(
            _("Aucun compte confirmé n’a cette adresse : demandez à la personne de créer le sien, puis invitez-la."),
            "email",
        )
    with transaction.atomic():
        Room.objects.select_for_update().get(pk=room.pk)
        found = RoomInvitation.objects.filter(room=room, person=guest, ended_at__isnull=True).first()
        if found and not found.is_live(at):
            _end(found, found.expires_at or at)
            found = None
        terms = {"may_write": may_write, "expires_at": expires_at}
        if found and terms == {"may_write": found.may_write, "expires_at": found.expires_at}:
            return found
        invitation = found or RoomInvitation(room=room, person=guest, invited_by=by, invited_at=at)
        invitation.may_write, invitation.expires_at = may_write, expires_at
        invitation.save()
        until = expires_at.isoformat() if expires_at else ""
        details = {"person": guest.pk, "may_write": may_write, "until": until}
        record(actor=by, verb="forums.invited", target=room, at=at, data=details)
        revoke(person_id=guest.pk)
        if found is None:
            _tell(invitation, at)
    return invitation


def end_invitation(*, invitation: RoomInvitation, by: Person, at: datetime) -> RoomInvitation:
    """Take an invitation back: whoever reads the room through it alone loses it at once. Safe to repeat.

    Raises NotAllowed.
    """
    _moderators_only(by, invitation.room)
    with transaction.atomic():
        current = RoomInvitation.objects.select_for_update(of=("self",)).select_related("room").get(pk=invitation.pk)
        if current.ended_at is not None:
            return current
        _end(current, at)
        record(actor=by, verb="forums.invitation_ended", target=current.room, at=at, data={"person": current.person_id})
    return current


def expire_invitations(*, at: datetime) -> int:
    """End those past their date, so that open pages follow; returns how many. They hold no longer in any case."""
    with transaction.atomic():
        late = RoomInvitation.objects.filter(ended_at__isnull=True, expires_at__lte=at).order_by("pk")
        found = list(late.select_for_update())
        for invitation in found:
            _end(invitation, invitation.expires_at or at)
    return len(found)


def _end(invitation: RoomInvitation, at: datetime) -> None:
    invitation.ended_at = at
    invitation.save(update_fields=["ended_at"])
    revoke(person_id=invitation.person_id)


def _tell(invitation: RoomInvitation, at: datetime) -> None:
    """A notification, and a letter whose subject does not name the room."""
    room, guest, key = invitation.room, invitation.person, f"forums.invitation:{invitation.pk}"
    names = {code: getattr(room, f"name_{code}") or "" for code in LANGUAGES}
    data = {"room": room.slug, "names": names, "may_write": invitation.may_write}
    notify(person=guest, kind="forums.invited", data=data, at=at, key=key)
    queue(
        letter="forums.invited",
        to=guest.email,
        language=guest.language,
        context={"invitation": invitation.pk},
        at=at,
        person=guest,
        key=key,
    )


def _moderators_only(by: Person, room: Room) -> None:
    if not rules.may_moderate(by, room):
        raise NotAllowed(_("Seule l’équipe d’animation invite dans un salon."))
