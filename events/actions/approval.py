"""The team decides on a request: a place, a place in line, or a refusal with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from events.capacity import Room
from events.choices import RegistrationState
from events.errors import MeetingError, NoRoom, RegistrationRefused
from events.models import Registration
from events.queries import why_full
from kernel.audit.actions import record
from kernel.languages.choices import current_language

from .locking import Locked, lock_seats, seats_transaction
from .seating import room_at, settle
from .states import end_of_line, fresh, move, welcome
from .team import team_only
from .telling import seats_changed, standing_changed, tell

if TYPE_CHECKING:
    from actors.models import Person

State = RegistrationState
DECIDED = (State.CONFIRMED, State.WAITING, State.OFFERED)


def approve(*, registration: Registration, by: Person, at: datetime) -> Registration:
    """Accept a request: a seat where one is free behind those who wait, else a place at the end of the line.

    Safe to repeat. Raises NotAllowed, RegistrationRefused for what is no longer a request, NoRoom where there is no
    seat and no waiting list, RetryLater.
    """
    team_only(by, _("Seule l’équipe peut examiner une demande."))
    with seats_transaction():
        locked = lock_seats(registration.meeting_id)
        current = fresh(registration, locked.meeting)
        if current.state in DECIDED:
            return current
        _check_request(current, locked, at)
        room = room_at(locked, current.seat, at, code_id=current.invitation_id)
        if room != Room.FREE and not locked.meeting.waiting_list:
            raise NoRoom(why_full(locked.meeting, current.seat, at))
        record(actor=by, verb="events.approved", target=current, at=at)
        if room == Room.FREE:
            move(current, State.CONFIRMED, at)
            welcome(current, locked.meeting, at)
        else:
            move(current, State.WAITING, at, waitlisted_at=end_of_line(locked.meeting, at))
            tell("registration_waiting", current, locked.meeting, at)
        standing_changed(current, at)
        settle(locked, at)
        return current


def refuse(*, registration: Registration, by: Person, reason: str, at: datetime) -> Registration:
    """Refuse a request. The reason, written in the active language, is sent to the person. Safe to repeat.

    Raises NotAllowed, MeetingError without a reason, RegistrationRefused for what is no longer a request, RetryLater.
    """
    team_only(by, _("Seule l’équipe peut examiner une demande."))
    if not reason.strip():
        raise MeetingError(_("Dites pourquoi la demande est refusée : la raison est envoyée à la personne."))
    with seats_transaction():
        locked = lock_seats(registration.meeting_id)
        current = fresh(registration, locked.meeting)
        if current.state == State.REFUSED:
            return current
        _check_request(current, locked, at)
        move(current, State.REFUSED, at, reason=reason.strip(), reason_language=current_language())
        record(actor=by, verb="events.refused", target=current, at=at, data={"reason": current.reason})
        language = current.reason_language
        tell("registration_refused", current, locked.meeting, at, reason=current.reason, reason_language=language)
        standing_changed(current, at)
        seats_changed(locked.meeting, at)
        return current


def _check_request(current: Registration, locked: Locked, at: datetime) -> None:
    if current.state != State.REQUESTED or not locked.meeting.takes_place(at):
        raise RegistrationRefused(_("Cette demande n’est plus à examiner."))
