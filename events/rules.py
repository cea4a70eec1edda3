"""Who may register, withdraw and manage; where the answer is no, the sentence that says why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from actors.queries import Speaking, voices_of
from actors.rules import has_confirmed_address

from .choices import PUBLIC_STATES, AttendeeList, RegistrationState
from .models import Meeting, Registration
from .windows import why_closed

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


def why_not_register(person: Person, meeting: Meeting, at: datetime) -> str:
    """Why a person may not register, in words; blank where they may."""
    if reason := why_closed(meeting, at):
        return reason
    if Registration.objects.live().filter(meeting=meeting, person=person).exists():
        return _("Vous avez déjà une inscription à cette rencontre.")
    if not has_confirmed_address(person):
        return _("Confirmez d’abord votre adresse électronique : la confirmation vous y attend.")
    if not voices_for(person, meeting):
        return _(
            "Cette rencontre est ouverte aux membres vérifiés d’une organisation. "
            "Demandez votre rattachement, puis revenez vous inscrire."
        )
    return ""


def may_register(person: Person, meeting: Meeting, at: datetime) -> bool:
    """Whether a person may register now."""
    return not why_not_register(person, meeting, at)


def may_withdraw(person: Person, registration: Registration, at: datetime) -> bool:
    """Whether someone may give a place back: the person themselves or the team, until the meeting has ended."""
    mine = registration.person_id == person.pk or may_manage(person)
    return mine and registration.is_live and at < registration.meeting.ends_at


def may_read_attendees(user: Any, meeting: Meeting) -> bool:
    """Whether someone may read who comes, as the meeting's setting says."""
    if may_manage(user) or meeting.attendee_list == AttendeeList.PUBLIC:
        return True
    if meeting.attendee_list == AttendeeList.NOBODY or user is None or not user.is_authenticated:
        return False
    return Registration.objects.filter(meeting=meeting, person_id=user.pk, state=RegistrationState.CONFIRMED).exists()
