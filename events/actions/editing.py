"""Changing how someone comes, and in which list they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from events import calendar, rules
from events.answering import Answers, fingerprint
from events.capacity import Room, Seat
from events.choices import LISTINGS_UNDER, AttendeeList
from events.errors import NoRoom, NotAllowed, RegistrationRefused
from events.models import Meeting, Registration
from events.queries import why_full
from kernel.audit.actions import record
from kernel.requests.actions import once

from .answers import save_answers
from .locking import Locked, lock_seats, seats_transaction
from .seating import room_at, settle
from .states import advance_calendar, fresh
from .telling import seats_changed, standing_changed, tell

if TYPE_CHECKING:
    from actors.models import Person

WISHES = ("mode", "listening_language", "needs", "listed")


def edit_registration(
    *,
    registration: Registration,
    by: Person,
    wishes: Mapping[str, str],
    at: datetime,
    key: str = "",
    answers: Answers | None = None,
) -> Registration:
    """Change how someone comes: any of mode, listening_language, needs, listed; and what they answered.

    Coming in another way takes another seat, behind those who wait for it; where there is none, nothing changes.
    Whoever waits keeps their place in line. Safe to repeat. Raises NotAllowed after the date set, RegistrationRefused,
    NoRoom, KeyReused, RetryLater.
    """
    wanted = {name: value.strip() for name, value in wishes.items() if name in WISHES}
    body = {**wanted, "answers": fingerprint(answers)}

    def act() -> dict[str, int]:
        return {"registration": _edit(registration, by, wanted, answers, at).pk}

    with seats_transaction():
        scope = f"events.edit_registration:{registration.pk}"
        answer = once(person=by, scope=scope, key=key, body=body, act=act, at=at) if key else act()
    return Registration.objects.select_related("meeting", "organisation", "person").get(pk=answer["registration"])


def _edit(
    registration: Registration, by: Person, wanted: dict[str, str], answers: Answers | None, at: datetime
) -> Registration:
    locked = lock_seats(registration.meeting_id)
    current = fresh(registration, locked.meeting)
    if not rules.may_edit(by, current, at):
        raise NotAllowed(_("Cette inscription ne peut plus être modifiée."))
    before = {name: getattr(current, name) for name in WISHES}
    after = {**before, **wanted}
    check_wishes(locked.meeting, after)
    changed = [name for name in WISHES if before[name] != after[name]]
    if "mode" in changed:
        _check_move(locked, current, after["mode"], at)
    for name in changed:
        setattr(current, name, after[name])
    # after the mode: some questions are asked of those who come that way only
    answered = save_answers(registration=current, answers=answers, by=by, at=at)
    if not changed and not answered:
        return current
    current.rev += 1
    current.save(update_fields=[*changed, "rev"])
    record(actor=by, verb="events.registration_edited", target=current, at=at, data={"changed": changed})
    entry = b""
    if "mode" in changed and current.is_confirmed:
        advance_calendar(locked.meeting)
        entry = calendar.invitation(registration=current, meeting=locked.meeting, at=at)
    tell("registration_changed", current, locked.meeting, at, entry=entry)
    standing_changed(current, at)
    if "mode" in changed:
        settle(locked, at)
    return current


def _check_move(locked: Locked, current: Registration, mode: str, at: datetime) -> None:
    """Whether there is a seat of the other kind for someone who holds one."""
    if current.is_offered:
        raise RegistrationRefused(_("Répondez d’abord à la place proposée ; vous changerez ensuite de participation."))
    if not current.is_confirmed:
        return
    wanted = Seat(current.constituency, current.shore, mode)
    if room_at(locked, wanted, at, leaving=current.seat) != Room.FREE:
        stays = _("Votre inscription reste comme elle était.")
        raise NoRoom(f"{why_full(locked.meeting, wanted, at)} {stays}")


def change_listing(*, registration: Registration, by: Person, listed: str, at: datetime) -> Registration:
    """Say in which list of who comes a person agrees to stand; at any time, the person alone. Safe to repeat.

    Raises NotAllowed, RegistrationRefused where the meeting's list is narrower, RetryLater.
    """
    with seats_transaction():
        meeting = lock_seats(registration.meeting_id).meeting
        current = fresh(registration, meeting)
        if by.pk != current.person_id:
            raise NotAllowed(_("Cette inscription n’est pas la vôtre."))
        check_listing(meeting, listed)
        if current.listed == listed:
            return current
        current.listed = listed
        current.save(update_fields=["listed"])
        record(actor=by, verb="events.listing_changed", target=current, at=at, data={"listed": listed})
        seats_changed(meeting, at)
        return current


def check_wishes(meeting: Meeting, wishes: Mapping[str, str]) -> None:
    """Raise RegistrationRefused for a wish that the meeting does not offer."""
    if wishes["mode"] not in meeting.modes:
        raise RegistrationRefused(_("Cette façon de participer n’est pas proposée."))
    if wishes["listening_language"] and wishes["listening_language"] not in meeting.listening_languages:
        raise RegistrationRefused(_("Cette langue d’écoute n’est pas proposée."))
    check_listing(meeting, wishes["listed"])


def check_listing(meeting: Meeting, listed: str) -> None:
    """Raise RegistrationRefused for a consent that is wider than the meeting's list."""
    if listed not in LISTINGS_UNDER[AttendeeList(meeting.attendee_list)]:
        raise RegistrationRefused(_("La liste des personnes inscrites à cette rencontre ne va pas jusque-là."))


def narrow_listings(meeting: Meeting) -> None:
    """Write the meeting's list onto its registrations; consents that were wider become as wide as it is, no wider."""
    allowed = LISTINGS_UNDER[AttendeeList(meeting.attendee_list)]
    registrations = Registration.objects.filter(meeting=meeting.pk)
    registrations.exclude(listed__in=allowed).update(listed=allowed[-1], list_ceiling=meeting.attendee_list)
    registrations.exclude(list_ceiling=meeting.attendee_list).update(list_ceiling=meeting.attendee_list)
