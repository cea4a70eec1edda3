"""Who may register, withdraw and manage; where the answer is no, the sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from actors.queries import Speaking, verified_memberships, voices_of
from actors.rules import has_confirmed_address

from .choices import PUBLIC_STATES, AttendeeList, RegistrationState
from .models import Meeting, Registration
from .windows import may_edit_at, offer_is_open, why_closed

if TYPE_CHECKING:
    from actors.models import Person


def may_manage(user: Any, meeting: Meeting | None = None) -> bool:
    """Whether someone may change meetings and their registrations: the team's right, over every meeting."""
    return bool(user is not None and user.is_authenticated and user.has_perm("events.manage_meeting"))


def may_read(user: Any, meeting: Meeting) -> bool:
    """Whether someone may read a meeting: everyone, unless it is a draft."""
    return meeting.state in PUBLIC_STATES or may_manage(user)


def voices_for(person: Person, meeting: Meeting) -> list[Speaking]:
    """The voices under which a person may come: of those they have, the ones that the meeting is open to."""
    return [voice for voice in voices_of(person) if voice.constituency in meeting.open_to]


def may_register_for(by: Person, person: Person, organisation_id: int | None) -> bool:
    """Whether someone may register a person: themselves, the team anyone, and a colleague in their organisation's name.

    Colleagues are verified members of the same organisation, its focal points among them.
    """
    if by.pk == person.pk or may_manage(by):
        return True
    return organisation_id is not None and _is_verified_member(by, organisation_id)


def _is_verified_member(person: Person, organisation_id: int) -> bool:
    return any(membership.organisation_id == organisation_id for membership in verified_memberships(person))


def why_not_register(
    person: Person,
    meeting: Meeting,
    at: datetime,
    *,
    by: Person | None = None,
    voices: Sequence[Speaking] | None = None,
) -> str:
    """Why a person may not register, or be registered `by` someone else, in words; blank where they may.

    `voices` are voices_for of them, where they are read already.
    """
    themselves = by is None or by.pk == person.pk
    if reason := why_closed(meeting, at):
        return reason
    if Registration.objects.live().filter(meeting=meeting, person=person).exists():
        return _already_registered(themselves)
    if not has_confirmed_address(person):
        return _address_missing(themselves)
    found = voices_for(person, meeting) if voices is None else voices
    return "" if found else _voice_missing(themselves)


def _already_registered(themselves: bool) -> str:
    if themselves:
        return _("Vous avez déjà une inscription à cette rencontre.")
    return _("Cette personne a déjà une inscription à cette rencontre.")


def _address_missing(themselves: bool) -> str:
    if themselves:
        return _("Confirmez d’abord votre adresse électronique : la confirmation vous y attend.")
    return _("Cette personne n’a pas encore confirmé son adresse électronique.")


def _voice_missing(themselves: bool) -> str:
    if themselves:
        return _(
            "Cette rencontre est ouverte aux membres vérifiés d’une organisation. "
            "Demandez votre rattachement, puis revenez vous inscrire."
        )
    return _("Cette rencontre n’est pas ouverte à cette personne.")


def may_register(person: Person, meeting: Meeting, at: datetime) -> bool:
    """Whether a person may register now."""
    return not why_not_register(person, meeting, at)


def may_withdraw(person: Person, registration: Registration, at: datetime) -> bool:
    """Whether someone may give a place back, until the meeting has ended: the person, the team, or who registered them.

    From a postponed meeting too, whose first day may be past. Whoever registered a colleague may take it back while
    they still belong to the same organisation.
    """
    mine = registration.person_id == person.pk or may_manage(person) or _registered_for(person, registration)
    return mine and registration.is_live and registration.meeting.takes_place(at)


def _registered_for(person: Person, registration: Registration) -> bool:
    organisation = registration.organisation_id
    if organisation is None or registration.registered_by_id != person.pk:
        return False
    return _is_verified_member(person, organisation)


def may_edit(person: Person, registration: Registration, at: datetime) -> bool:
    """Whether someone may change what was answered: the person until the date set, the team until the start."""
    meeting = registration.meeting
    if not registration.is_live:
        return False
    if may_manage(person):
        return meeting.takes_place(at) and at < meeting.starts_at
    return registration.person_id == person.pk and may_edit_at(meeting, at)


def may_answer_offer(person: Person, registration: Registration, at: datetime) -> bool:
    """Whether someone may take or decline the place held for them: the person, in time; the team for them."""
    mine = registration.person_id == person.pk or may_manage(person)
    until = registration.offered_until
    in_time = registration.is_offered and until is not None and offer_is_open(until, at)
    return mine and in_time and registration.meeting.takes_place(at)


def may_read_attendees(user: Any, meeting: Meeting) -> bool:
    """Whether someone may read who comes, as the meeting's setting says."""
    if may_manage(user) or meeting.attendee_list == AttendeeList.PUBLIC:
        return True
    if meeting.attendee_list == AttendeeList.NOBODY or user is None or not user.is_authenticated:
        return False
    return Registration.objects.filter(meeting=meeting, person_id=user.pk, state=RegistrationState.CONFIRMED).exists()
