"""Invitation codes: making one, taking it back, and checking what someone typed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from events.capacity import Conditions, Seat, left_in
from events.codes import folded, new_code
from events.errors import InvalidCode, MeetingError, NoRoom
from events.models import InvitationCode, Meeting
from events.queries import code_is_valid, pools_of, tally_of, uses_of
from kernel.audit.actions import record

from .locking import Locked, lock_seats, seats_transaction
from .seating import settle
from .team import team_only
from .telling import seats_changed

if TYPE_CHECKING:
    from actors.models import Person


def create_code(*, meeting: Meeting, by: Person, at: datetime, code: str = "", **settings: Any) -> InvitationCode:
    """Make a code for a meeting; a random one where none is typed.

    `settings` are fields of InvitationCode: label, max_uses, expires_at, blocks_seats, skips_approval, constituency,
    shore, mode. A code that keeps places needs them free, in every pool that might count them.
    Raises NotAllowed, NoRoom, MeetingError where the code exists, ValidationError naming the field, RetryLater.
    """
    team_only(by, _("Seule l’équipe peut gérer les codes d’invitation."))
    made = InvitationCode(meeting=meeting, code=folded(code) or new_code(), created_by=by, created_at=at, **settings)
    made.clean_fields()
    try:
        with seats_transaction():
            locked = lock_seats(meeting.pk)
            if made.blocks_seats:
                _check_free(made, locked, at)
            made.save()
            record(actor=by, verb="events.code_created", target=locked.meeting, at=at, data={"code": made.code})
            seats_changed(locked.meeting, at)
    except IntegrityError as error:
        raise MeetingError(_("Ce code existe déjà pour cette rencontre.")) from error
    return made


def _check_free(code: InvitationCode, locked: Locked, at: datetime) -> None:
    """Whether the places that the code would keep are free now: neither taken nor kept by another."""
    kept = _conditions(code)
    tally = tally_of(locked.meeting, at)
    pools = [pool for pool in pools_of(locked.meeting, locked.quotas) if pool.meets(kept)]
    left = min((left_in(pool, tally) for pool in pools), default=code.max_uses)
    if left < code.max_uses:
        raise NoRoom(_("Il reste %(left)s places : le code ne peut pas en garder %(uses)s.") % {
            "left": left, "uses": code.max_uses,
        })  # fmt: skip


def _conditions(code: InvitationCode) -> Conditions:
    return Conditions(constituency=code.constituency, shore=code.shore, mode=code.mode)


def revoke_code(*, code: InvitationCode, by: Person, at: datetime) -> InvitationCode:
    """Take a code back: nobody registers with it any more, and the places it kept are free. Safe to repeat.

    Registrations made with it stand. Raises NotAllowed, RetryLater.
    """
    team_only(by, _("Seule l’équipe peut gérer les codes d’invitation."))
    with seats_transaction():
        locked = lock_seats(code.meeting_id, code.code)
        current = locked.code
        if current is None or current.revoked_at:
            return current or code
        current.revoked_at = at
        current.save(update_fields=["revoked_at"])
        record(actor=by, verb="events.code_revoked", target=locked.meeting, at=at, data={"code": current.code})
        settle(locked, at)
        return current


def checked_code(locked: Locked, typed: str, seat: Seat, at: datetime) -> InvitationCode | None:
    """The code that someone typed, whose row is locked, once it may be used for this seat; None where none was typed.

    Raises InvalidCode in words. Unknown, used up and out of date are told apart: a code is long enough not to be found.
    """
    if not typed.strip():
        return None
    code = locked.code
    if code is None or code.revoked_at:
        raise InvalidCode(_("Ce code d’invitation n’est pas connu pour cette rencontre. Vérifiez-le, ou laissez vide."))
    if not code_is_valid(code, at):
        raise InvalidCode(_("Ce code d’invitation n’est plus valable."))
    if uses_of(code) >= code.max_uses:
        raise InvalidCode(_("Ce code d’invitation a déjà servi."))
    if not _conditions(code).covers(seat):
        raise InvalidCode(_("Ce code d’invitation ne vaut pas pour ce collège ou cette façon de participer."))
    return code
