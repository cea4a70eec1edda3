"""Registering, giving a place back, and taking the next person from the waiting list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from actors.queries import Speaking
from events import calendar, rules
from events.capacity import Room, Seat, room_for
from events.choices import FOLLOWING, RegistrationState
from events.errors import NoRoom, NotAllowed, RegistrationRefused
from events.models import Meeting, Registration
from events.queries import pools_of, tally_of
from kernel.audit.actions import record
from kernel.requests.actions import once

from .locking import Locked, lock_seats, seats_transaction
from .telling import seats_changed, standing_changed, tell

if TYPE_CHECKING:
    from actors.models import Person

State = RegistrationState


def register(
    *,
    meeting: Meeting,
    person: Person,
    voice: Speaking,
    mode: str,
    listening_language: str,
    needs: str,
    by: Person,
    at: datetime,
    key: str = "",
) -> Registration:
    """Give a person a seat, or a place in line where the seats for their voice are taken.

    Safe to repeat: the same `key` gives the first answer, and a person with a live registration gets that one back.
    Runs in a transaction of its own, never inside another. Raises NotAllowed when `by` may not act for the person,
    RegistrationRefused with the reason in words, KeyReused, and RetryLater after ten seconds in the queue for the lock.
    """
    if by.pk != person.pk and not rules.may_manage(by):
        raise NotAllowed(_("Vous ne pouvez pas inscrire cette personne."))
    body: dict[str, Any] = {
        "person": person.pk,
        "organisation": voice.organisation.pk if voice.organisation else None,
        "mode": mode,
        "listening_language": listening_language,
        "needs": needs,
    }

    wishes = {"mode": mode, "listening_language": listening_language, "needs": needs.strip()}

    def act() -> dict[str, int]:
        registration = _register(
            meeting_id=meeting.pk, person=person, organisation_id=body["organisation"], wishes=wishes, by=by, at=at
        )
        return {"registration": registration.pk}

    with seats_transaction():
        scope = f"events.register:{meeting.pk}"
        answer = once(person=by, scope=scope, key=key, body=body, act=act, at=at) if key else act()
    return Registration.objects.select_related("meeting", "organisation", "person").get(pk=answer["registration"])


def _register(
    *, meeting_id: int, person: Person, organisation_id: int | None, wishes: dict[str, str], by: Person, at: datetime
) -> Registration:
    locked = lock_seats(meeting_id)
    standing = Registration.objects.live().filter(meeting=meeting_id, person=person).first()
    if standing:
        return standing
    voice = _checked_voice(locked.meeting, person, organisation_id, wishes, at)
    is_free = _room(locked, Seat(voice.constituency, voice.shore, wishes["mode"])) == Room.FREE
    registration = Registration(
        meeting=locked.meeting,
        person=person,
        state=State.CONFIRMED if is_free else State.WAITING,
        created_at=at,
        state_changed_at=at,
        waitlisted_at=None if is_free else at,
        **voice.as_fields(),
        **wishes,
    )
    registration.save()
    record(actor=by, verb="events.registered", target=registration, at=at, data={"state": registration.state})
    if is_free:
        _welcome(registration, locked.meeting, at)
    else:
        tell("registration_waiting", registration, locked.meeting, at)
    seats_changed(locked.meeting, at)
    return registration


def _checked_voice(
    meeting: Meeting, person: Person, organisation_id: int | None, wishes: dict[str, str], at: datetime
) -> Speaking:
    """The voice as it is now, once nothing stands against the registration; looked at under the lock."""
    if reason := rules.why_not_register(person, meeting, at):
        raise RegistrationRefused(reason)
    if wishes["mode"] not in meeting.modes:
        raise RegistrationRefused(_("Cette façon de participer n’est pas proposée."))
    if wishes["listening_language"] and wishes["listening_language"] not in meeting.listening_languages:
        raise RegistrationRefused(_("Cette langue d’écoute n’est pas proposée."))
    for voice in rules.voices_for(person, meeting):
        if (voice.organisation.pk if voice.organisation else None) == organisation_id:
            return voice
    raise RegistrationRefused(_("Vous ne pouvez pas vous inscrire au nom de cette organisation."))


def _room(locked: Locked, seat: Seat, *, behind_queue: bool = True) -> Room:
    pools = pools_of(locked.meeting, locked.quotas)
    return room_for(seat, pools, tally_of(locked.meeting), behind_queue=behind_queue)


def _welcome(registration: Registration, meeting: Meeting, at: datetime) -> None:
    """Confirm by letter, with the calendar entry; whoever comes back needs a higher number than their CANCEL had."""
    came_back = Registration.objects.filter(meeting=meeting, person=registration.person_id).exclude(pk=registration.pk)
    if came_back.exists():
        _advance_calendar(meeting)
    entry = calendar.invitation(registration=registration, meeting=meeting, at=at)
    tell("registration_confirmed", registration, meeting, at, entry=entry)


def _advance_calendar(meeting: Meeting) -> None:
    meeting.ics_sequence += 1
    meeting.save(update_fields=["ics_sequence"])


def move(registration: Registration, state: RegistrationState, at: datetime) -> None:
    """Put a registration in another state. Raises ValueError for a step that the machine does not have."""
    if state not in FOLLOWING[State(registration.state)]:
        raise ValueError(f"{registration.state} is not followed by {state}")
    registration.state = state
    registration.state_changed_at = at
    registration.rev += 1
    registration.save(update_fields=["state", "state_changed_at", "rev"])


def withdraw(*, registration: Registration, by: Person, at: datetime) -> Registration:
    """Give a place, or a place in line, back. Safe to repeat.

    The seat is free at once; who waits is confirmed by the team (confirm_from_waiting_list).
    Raises NotAllowed, RetryLater.
    """
    with seats_transaction():
        meeting = lock_seats(registration.meeting_id).meeting
        current = _fresh(registration, meeting)
        if current.state == State.WITHDRAWN:
            return current
        if not rules.may_withdraw(by, current, at):
            raise NotAllowed(_("Cette inscription ne peut plus être retirée."))
        had_seat = current.is_confirmed
        move(current, State.WITHDRAWN, at)
        record(actor=by, verb="events.withdrew", target=current, at=at)
        entry = b""
        if had_seat:
            _advance_calendar(meeting)
            entry = calendar.withdrawal(registration=current, meeting=meeting, at=at)
        tell("registration_withdrawn", current, meeting, at, entry=entry)
        standing_changed(current, at)
        seats_changed(meeting, at)
        return current


def confirm_from_waiting_list(*, registration: Registration, by: Person, at: datetime) -> Registration:
    """Give someone who waits a seat, if one is left in every quota that counts them. Safe to repeat.

    Raises NotAllowed, NoRoom, RegistrationRefused when they no longer wait or the meeting is over, RetryLater.
    """
    if not rules.may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut confirmer une inscription."))
    with seats_transaction():
        locked = lock_seats(registration.meeting_id)
        current = _fresh(registration, locked.meeting)
        if current.is_confirmed:
            return current
        if not current.is_waiting or not locked.meeting.takes_place(at):
            raise RegistrationRefused(_("Cette personne n’est plus sur la liste d’attente."))
        if _room(locked, current.seat, behind_queue=False) != Room.FREE:
            raise NoRoom(_("Plus de place pour ce collège : élargissez le quota, ou attendez qu’une place se libère."))
        move(current, State.CONFIRMED, at)
        record(actor=by, verb="events.confirmed", target=current, at=at)
        _welcome(current, locked.meeting, at)
        standing_changed(current, at)
        seats_changed(locked.meeting, at)
        return current


def _fresh(registration: Registration, meeting: Meeting) -> Registration:
    """The registration as it is now that the meeting is locked."""
    current = Registration.objects.select_related("person", "organisation").get(pk=registration.pk)
    current.meeting = meeting
    return current
