"""Registering, and giving a place back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from actors.queries import Speaking
from events import calendar, rules
from events.answering import Answers, fingerprint
from events.capacity import Room, Seat
from events.choices import Listing, RegistrationState
from events.codes import folded
from events.errors import NoRoom, NotAllowed, RegistrationRefused
from events.models import Meeting, Registration
from events.queries import why_full
from kernel.audit.actions import record
from kernel.requests.actions import once

from .answers import save_answers
from .codes import checked_code
from .editing import check_wishes
from .locking import Locked, lock_seats, seats_transaction
from .ranks import line_moved
from .seating import close_full_quotas, room_at, settle
from .states import advance_calendar, end_of_line, fresh, move, welcome
from .telling import seats_changed, standing_changed, tell

if TYPE_CHECKING:
    from actors.models import Person
    from events.models import InvitationCode

State = RegistrationState


@dataclass(frozen=True)
class Request:
    """Who asks for a place, under which voice, with which wishes, and on whose click."""

    person: Person
    organisation_id: int | None
    wishes: dict[str, str]
    code: str
    answers: Answers | None
    by: Person
    at: datetime


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
    code: str = "",
    answers: Answers | None = None,
    listed: str = Listing.NONE,
) -> Registration:
    """Give a person a seat, a place in line where the seats for their voice are taken, or an examination by the team.

    `by` is the person, the team, or a colleague in the name of the same organisation (rules.may_register_for). `code`
    is an invitation as it was typed. Safe to repeat: the same `key` gives the first answer, and a person with a live
    registration gets that one back. Runs in a transaction of its own, never inside another.
    Raises NotAllowed when `by` may not act for the person, RegistrationRefused with the reason in words (InvalidCode
    for the code), NoRoom where there is no seat and no waiting list, KeyReused, and RetryLater after ten seconds in
    the queue for the lock.
    """
    organisation_id = voice.organisation.pk if voice.organisation else None
    if not rules.may_register_for(by, person, organisation_id):
        raise NotAllowed(_("Vous ne pouvez pas inscrire cette personne."))
    wishes = {"mode": mode, "listening_language": listening_language, "needs": needs.strip(), "listed": listed}
    asked = Request(person, organisation_id, wishes, code, answers, by, at)
    body = {
        **wishes,
        "person": person.pk,
        "organisation": organisation_id,
        "code": folded(code),
        "answers": fingerprint(answers),
    }

    def act() -> dict[str, int]:
        return {"registration": _register(meeting.pk, asked).pk}

    with seats_transaction():
        scope = f"events.register:{meeting.pk}"
        answer = once(person=by, scope=scope, key=key, body=body, act=act, at=at) if key else act()
    return Registration.objects.select_related("meeting", "organisation", "person").get(pk=answer["registration"])


def _register(meeting_id: int, asked: Request) -> Registration:
    locked = lock_seats(meeting_id, folded(asked.code))
    standing = Registration.objects.live().filter(meeting=meeting_id, person=asked.person).first()
    if standing:
        return standing
    voice = _checked_voice(locked.meeting, asked)
    check_wishes(locked.meeting, asked.wishes)
    seat = Seat(voice.constituency, voice.shore, asked.wishes["mode"])
    code = checked_code(locked, asked.code, seat, asked.at)
    room = room_at(locked, seat, asked.at, code_id=code.pk if code else None)
    if room != Room.FREE and not locked.meeting.waiting_list:
        raise NoRoom(f"{why_full(locked.meeting, seat, asked.at)} {_('Cette rencontre n’a pas de liste d’attente.')}")
    registration = _written(locked, asked, voice, code, _first_state(locked.meeting, asked, code, room))
    if asked.answers is not None:
        save_answers(registration=registration, answers=asked.answers, by=asked.by, at=asked.at)
    _tell_first(registration, locked, asked.at)
    if registration.is_waiting and room == Room.QUEUED:
        settle(locked, asked.at)  # what is free belongs to the line, which has a new last one
    else:
        close_full_quotas(locked, asked.at)
        seats_changed(locked.meeting, asked.at)
    return registration


def _checked_voice(meeting: Meeting, asked: Request) -> Speaking:
    """The voice as it is now, once nothing stands against the registration; looked at under the lock."""
    voices = rules.voices_for(asked.person, meeting)
    if reason := rules.why_not_register(asked.person, meeting, asked.at, by=asked.by, voices=voices):
        raise RegistrationRefused(reason)
    for voice in voices:
        if (voice.organisation.pk if voice.organisation else None) == asked.organisation_id:
            return voice
    raise RegistrationRefused(_("Vous ne pouvez pas vous inscrire au nom de cette organisation."))


def _first_state(meeting: Meeting, asked: Request, code: InvitationCode | None, room: Room) -> RegistrationState:
    is_examined = meeting.approval and not (code and code.skips_approval) and not rules.may_manage(asked.by)
    if is_examined:
        return State.REQUESTED
    return State.CONFIRMED if room == Room.FREE else State.WAITING


def _written(
    locked: Locked, asked: Request, voice: Speaking, code: InvitationCode | None, state: RegistrationState
) -> Registration:
    registration = Registration(
        meeting=locked.meeting,
        person=asked.person,
        registered_by=asked.by if asked.by.pk != asked.person.pk else None,
        state=state,
        created_at=asked.at,
        state_changed_at=asked.at,
        waitlisted_at=end_of_line(locked.meeting, asked.at) if state == State.WAITING else None,
        invitation=code,
        list_ceiling=locked.meeting.attendee_list,
        **voice.as_fields(),
        **asked.wishes,
    )
    registration.save()
    record(actor=asked.by, verb="events.registered", target=registration, at=asked.at, data={"state": state})
    return registration


def _tell_first(registration: Registration, locked: Locked, at: datetime) -> None:
    if registration.is_confirmed:
        welcome(registration, locked.meeting, at)
    elif registration.is_waiting:
        tell("registration_waiting", registration, locked.meeting, at)
    else:
        tell("registration_requested", registration, locked.meeting, at)


def withdraw(*, registration: Registration, by: Person, at: datetime) -> Registration:
    """Give a place, or a place in line, back. Safe to repeat.

    The seat is free at once, and goes to whoever is next in line. Raises NotAllowed, RetryLater.
    """
    with seats_transaction():
        locked = lock_seats(registration.meeting_id)
        current = fresh(registration, locked.meeting)
        if current.state == State.WITHDRAWN:
            return current
        if not rules.may_withdraw(by, current, at):
            raise NotAllowed(_("Cette inscription ne peut plus être retirée."))
        was_confirmed, was_waiting = current.is_confirmed, current.is_waiting
        move(current, State.WITHDRAWN, at)
        record(actor=by, verb="events.withdrew", target=current, at=at)
        entry = b""
        if was_confirmed:
            advance_calendar(locked.meeting)
            entry = calendar.withdrawal(registration=current, meeting=locked.meeting, at=at)
        tell("registration_withdrawn", current, locked.meeting, at, entry=entry)
        standing_changed(current, at)
        if was_waiting:
            line_moved(locked.meeting)
        settle(locked, at)
        return current


def withdraw_erased(registration: Registration, at: datetime) -> None:
    """Withdraw for a person who leaves the platform, inside their erasure: nobody is written to about it."""
    locked = lock_seats(registration.meeting_id)
    current = fresh(registration, locked.meeting)
    move(current, State.WITHDRAWN, at)
    settle(locked, at)
