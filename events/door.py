"""The door to an online room: who comes in, when, and what everyone else reads there. Pure.

Open to people whose place is confirmed and who take part from afar, from `join_opens_minutes` before the start until
`join_closes_minutes` after the end; to the team an hour earlier, to prepare the room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.utils.translation import gettext as _

from .choices import JoinRole, MeetingState, Mode, RegistrationState
from .models import Meeting, Registration

TEAM_EARLIER = timedelta(hours=1)


class Verdict(Enum):
    """What someone finds at the door."""

    OPEN = "open"
    EARLY = "early"
    """It will open for them: they see how long it takes."""
    CLOSED = "closed"
    """It does not open for anyone just now; a sentence says why."""
    REFUSED = "refused"
    """It does not open for this person; a sentence says why."""
    NONE = "none"
    """There is no door: 404."""


@dataclass(frozen=True)
class Door:
    """What someone finds, the sentence that says why, and as what they come in."""

    verdict: Verdict
    sentence: str = ""
    role: JoinRole = JoinRole.PARTICIPANT
    opens_at: datetime | None = None


def has_door(meeting: Meeting) -> bool:
    """Whether anyone takes part in this meeting from afar."""
    return Mode.ONLINE in meeting.modes


def door_of(
    meeting: Meeting, registration: Registration | None, *, is_team: bool, is_ready: bool, at: datetime
) -> Door:
    """What a person finds at the door at an instant.

    `registration` is theirs, if they have one; `is_ready` says that there is a room behind the door. A draft has a door
    for the team only.
    """
    if not has_door(meeting) or (meeting.state == MeetingState.DRAFT and not is_team):
        return Door(Verdict.NONE)
    if why := _why_for_nobody(meeting):
        return Door(Verdict.CLOSED, why)
    if not is_team and (why := _why_not_them(registration)):
        return Door(Verdict.REFUSED, why)
    role = JoinRole.MODERATOR if is_team else JoinRole.PARTICIPANT
    return _in_time(meeting, role, is_ready=is_ready, at=at)


def _in_time(meeting: Meeting, role: JoinRole, *, is_ready: bool, at: datetime) -> Door:
    """What someone who may come in finds."""
    opens_at = meeting.join_opens_at - (TEAM_EARLIER if role == JoinRole.MODERATOR else timedelta())
    if at >= meeting.join_closes_at:
        return Door(Verdict.CLOSED, _("Cette rencontre est terminée."))
    if at < opens_at:
        return Door(Verdict.EARLY, role=role, opens_at=opens_at)
    if not is_ready:
        return Door(Verdict.CLOSED, _("L’équipe prépare la salle : rechargez cette page dans quelques minutes."), role)
    return Door(Verdict.OPEN, role=role, opens_at=opens_at)


def _why_for_nobody(meeting: Meeting) -> str:
    if meeting.state == MeetingState.DRAFT:
        return _("Cette rencontre n’est pas encore publiée.")
    if meeting.state == MeetingState.CANCELLED:
        return _("Cette rencontre est annulée.")
    if meeting.state == MeetingState.POSTPONED:
        return _("Cette rencontre est reportée ; la nouvelle date vous sera écrite.")
    if meeting.state == MeetingState.DONE:
        return _("Cette rencontre est terminée.")
    return ""


def _why_not_them(registration: Registration | None) -> str:
    if registration is None:
        return _(
            "La salle en ligne est ouverte aux personnes dont la place est confirmée, "
            "et vous n’avez pas d’inscription à cette rencontre."
        )
    if registration.is_confirmed:
        if registration.mode == Mode.ONLINE:
            return ""
        return _("Vous participez sur place : la salle en ligne est gardée aux personnes qui participent à distance.")
    return _where_they_stand(RegistrationState(registration.state))


def _where_they_stand(state: RegistrationState) -> str:
    sentences = {
        RegistrationState.REQUESTED: _("Votre demande est à l’examen : si elle est acceptée, vous entrerez ici."),
        RegistrationState.WAITING: _("Vous êtes sur la liste d’attente : si une place se libère, vous entrerez ici."),
        RegistrationState.OFFERED: _("Une place vous est proposée : acceptez-la pour entrer."),
        RegistrationState.REFUSED: _("Votre demande n’a pas été retenue : la salle ne vous est pas ouverte."),
        RegistrationState.WITHDRAWN: _("Votre inscription est retirée : la salle ne vous est plus ouverte."),
        RegistrationState.DECLINED: _("Vous avez décliné votre place : la salle ne vous est pas ouverte."),
        RegistrationState.EXPIRED: _("Votre place n’a pas été acceptée à temps : la salle ne vous est pas ouverte."),
        RegistrationState.CANCELLED: _("Votre inscription est annulée : la salle ne vous est pas ouverte."),
    }
    return sentences[state]
