"""What someone who has no place yet can do about a meeting, in words. The same for every reader: pages are cached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.choices import MeetingState, Promotion
from events.models import Meeting
from events.windows import why_closed
from events.wording import moment

from .seats import Seats


@dataclass(frozen=True)
class Call:
    """A heading, a sentence, and the word of the button; no button where nobody can register now."""

    heading: str
    sentence: str
    action: str = ""
    hint: str = ""
    is_over: bool = False


def call_of(meeting: Meeting, seats: Seats, at: datetime) -> Call:
    """What the margin of a meeting's page says to whoever has no place."""
    if _is_over(meeting, at):
        return Call(_("Participation"), _("La rencontre a eu lieu."), is_over=True)
    if meeting.state in (MeetingState.CANCELLED, MeetingState.DRAFT):
        return Call(_("Inscription"), "")
    if reason := why_closed(meeting, at):
        return Call(_("Inscription"), reason)
    return _open(meeting, seats)


def _is_over(meeting: Meeting, at: datetime) -> bool:
    if meeting.state == MeetingState.DONE:
        return True
    return meeting.state == MeetingState.PUBLISHED and at >= meeting.ends_at


def _open(meeting: Meeting, seats: Seats) -> Call:
    until = _("Jusqu’au %(moment)s.") % {"moment": _closing(meeting)}
    if meeting.approval:
        hint = _("L’équipe examine chaque demande et vous répond par courriel, avec ses raisons si c’est non.")
        return Call(_("Demander à participer"), until, _("Faire ma demande"), hint)
    if seats.is_full and not meeting.waiting_list:
        hint = _("Toutes les places sont prises, et cette rencontre n’a pas de liste d’attente.")
        return Call(_("Complet"), hint, _("J’ai un code d’invitation"))
    if seats.is_full:
        waits = _("Liste d’attente ouverte jusqu’au %(moment)s.") % {"moment": _closing(meeting)}
        return Call(_("Complet"), waits, _("Rejoindre la liste d’attente"), _how_places_come(meeting))
    hint = _("Si les places de votre collège sont prises, vous rejoignez sa liste d’attente, à votre rang.")
    return Call(_("S’inscrire"), until, _("S’inscrire"), hint if meeting.waiting_list else "")


def _closing(meeting: Meeting) -> str:
    return moment(meeting.closes_at, [meeting.zone])


def _how_places_come(meeting: Meeting) -> str:
    if meeting.promotion == Promotion.DIRECT:
        return _("Une place qui se libère va à la personne suivante, qui en est prévenue par courriel.")
    if meeting.promotion == Promotion.BY_HAND:
        return _("Quand une place se libère, l’équipe la propose à une personne de la liste.")
    return _("Une place qui se libère est proposée à la personne suivante, qui a le temps d’y répondre.")
