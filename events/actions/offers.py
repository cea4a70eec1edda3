"""The waiting list at work: offering a place, answering, letting it go after its hour, giving what is free."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils.translation import gettext as _

from events import rules
from events.capacity import Room
from events.choices import AfterExpiry, OfferAnswer, RegistrationState
from events.errors import NoRoom, NotAllowed, RegistrationRefused, RetryLater
from events.models import Meeting, Registration
from events.queries import why_full
from events.windows import offer_is_open, serves_waiting_list
from kernel.audit.actions import record

from .locking import Locked, lock_seats, seats_transaction
from .ranks import line_moved
from .seating import close_full_quotas, give, offer_seat, room_at, serve_line, settle
from .states import answer_offer, end_of_line, fresh, move
from .team import team_only
from .telling import seats_changed, standing_changed, tell

if TYPE_CHECKING:
    from actors.models import Person

State = RegistrationState


def offer(*, registration: Registration, by: Person, at: datetime) -> Registration:
    """The team offers a place to someone who waits, in their turn or not; it is held until they answer.

    Also where the meeting no longer does so by itself: in its last hours, or while registration is closed. Safe to
    repeat. Raises NotAllowed, NoRoom, RegistrationRefused when they no longer wait or it is too late, RetryLater.
    """
    team_only(by, _("Seule l’équipe peut proposer ou confirmer une place."))
    with seats_transaction():
        locked = lock_seats(registration.meeting_id)
        current = fresh(registration, locked.meeting)
        if current.is_offered:
            return current
        if not serves_waiting_list(locked.meeting, at):
            raise RegistrationRefused(_("Il est trop tard pour proposer une place : confirmez-la directement."))
        _check_waiting(locked, current, at)
        offer_seat(current, locked, by, at)
        line_moved(locked.meeting)
        settle(locked, at)
        return current


def confirm_from_waiting_list(*, registration: Registration, by: Person, at: datetime) -> Registration:
    """The team gives someone who waits, or who was offered a place, a seat without asking them. Safe to repeat.

    Raises NotAllowed, NoRoom, RegistrationRefused when they no longer wait or the meeting is over, RetryLater.
    """
    team_only(by, _("Seule l’équipe peut proposer ou confirmer une place."))
    with seats_transaction():
        locked = lock_seats(registration.meeting_id)
        current = fresh(registration, locked.meeting)
        if current.is_confirmed:
            return current
        if current.is_offered:
            _accept(current, locked, by, at)
            return current
        _check_waiting(locked, current, at)
        give(current, locked, by, at)
        line_moved(locked.meeting)
        settle(locked, at)
        return current


def _check_waiting(locked: Locked, current: Registration, at: datetime) -> None:
    """Whether the team may give a seat to someone who waits."""
    if not current.is_waiting or not locked.meeting.takes_place(at):
        raise RegistrationRefused(_("Cette personne n’est plus sur la liste d’attente."))
    seat = current.seat
    if room_at(locked, seat, at, code_id=current.invitation_id, behind_queue=False, by_hand=True) != Room.FREE:
        wait = _("Élargissez le quota, ou attendez qu’une place se libère.")
        raise NoRoom(f"{why_full(locked.meeting, seat, at, in_line=True)} {wait}")


def accept_offer(*, registration: Registration, by: Person, at: datetime) -> Registration:
    """Take the place that is held. Safe to repeat. Raises NotAllowed once the hour has passed, RetryLater."""
    with seats_transaction():
        locked = lock_seats(registration.meeting_id)
        current = fresh(registration, locked.meeting)
        if current.is_confirmed and _is_mine(by, current):
            return current
        _check_answer(by, current, at)
        _accept(current, locked, by, at)
        return current


def _accept(current: Registration, locked: Locked, by: Person, at: datetime) -> None:
    answer_offer(current, OfferAnswer.ACCEPTED, at)
    record(actor=by, verb="events.offer_accepted", target=current, at=at)
    give(current, locked, by, at)
    settle(locked, at)


def decline_offer(*, registration: Registration, by: Person, at: datetime) -> Registration:
    """Leave the place that is held: it goes to the next in line at once. Safe to repeat.

    Raises NotAllowed once the hour has passed, RetryLater.
    """
    with seats_transaction():
        locked = lock_seats(registration.meeting_id)
        current = fresh(registration, locked.meeting)
        if current.state == State.DECLINED and _is_mine(by, current):
            return current
        _check_answer(by, current, at)
        answer_offer(current, OfferAnswer.DECLINED, at)
        move(current, State.DECLINED, at)
        record(actor=by, verb="events.offer_declined", target=current, at=at)
        tell("offer_declined", current, locked.meeting, at)
        standing_changed(current, at)
        settle(locked, at)
        return current


def _is_mine(by: Person, registration: Registration) -> bool:
    return by.pk == registration.person_id or rules.may_manage(by)


def _check_answer(by: Person, current: Registration, at: datetime) -> None:
    if not rules.may_answer_offer(by, current, at):
        raise NotAllowed(_("Cette place n’est plus réservée : l’heure de la réponse est passée."))


def expire_offers(*, at: datetime) -> int:
    """Free the places whose hour has passed without an answer; returns how many. Safe to repeat.

    One transaction a meeting; one whose lock is busy is left to the next run.
    """
    late = Registration.objects.filter(state=State.OFFERED, offered_until__lt=at).order_by("meeting_id")
    number = 0
    for meeting_id in list(late.values_list("meeting_id", flat=True).distinct()):
        with suppress(RetryLater):
            number += _expire(meeting_id, at)
    return number


def _expire(meeting_id: int, at: datetime) -> int:
    with seats_transaction():
        locked = lock_seats(meeting_id)
        offered = Registration.objects.filter(meeting=meeting_id, state=State.OFFERED, offered_until__lt=at)
        late = list(offered.select_related("person", "organisation", "registered_by").order_by("offered_until", "pk"))
        late = [each for each in late if each.offered_until and not offer_is_open(each.offered_until, at)]
        for registration in late:
            registration.meeting = locked.meeting
            _let_go(registration, locked, at)
        if late:
            settle(locked, at)
        return len(late)


def _let_go(registration: Registration, locked: Locked, at: datetime) -> None:
    """To the very end of the list, once: behind whoever has the least priority, never first again; else out of it."""
    meeting = locked.meeting
    answer_offer(registration, OfferAnswer.EXPIRED, at)
    # once only: someone alone in line would be asked again without end
    is_first = registration.offers.filter(answer=OfferAnswer.EXPIRED).count() == 1
    if is_first and meeting.after_expiry == AfterExpiry.END and serves_waiting_list(meeting, at):
        line = Registration.objects.filter(meeting=meeting, state=State.WAITING)
        least = line.aggregate(least=Min("priority"))["least"]
        priority = registration.priority if least is None else min(least, registration.priority)
        move(registration, State.WAITING, at, waitlisted_at=end_of_line(meeting, at), priority=priority)
    else:
        move(registration, State.EXPIRED, at)
    record(actor=None, verb="events.offer_expired", target=registration, at=at, data={"state": registration.state})
    tell("offer_expired", registration, meeting, at, state=registration.state)
    standing_changed(registration, at)


def promote(*, meeting: Meeting, at: datetime) -> list[Registration]:
    """Offer (or give, as the meeting says) every free place to those who wait, in their order; returns who was served.

    Nothing happens where the meeting leaves it to the team, is closed by hand, or begins soon. Safe to repeat.
    Raises RetryLater.
    """
    with seats_transaction():
        locked = lock_seats(meeting.pk)
        served = serve_line(locked, at)
        if served:
            close_full_quotas(locked, at)
            seats_changed(locked.meeting, at)
        return served


def promote_all(*, at: datetime) -> int:
    """Serve every waiting list whose meeting does so by itself; returns how many people were served.

    A meeting whose lock is busy is left to the next run.
    """
    waiting = Registration.objects.filter(state=State.WAITING, meeting__starts_at__gt=at)
    number = 0
    for meeting in Meeting.objects.filter(pk__in=waiting.values("meeting")).order_by("pk"):
        with suppress(RetryLater):
            number += len(promote(meeting=meeting, at=at))
    return number
