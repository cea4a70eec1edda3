"""A person takes all their answers back, while the vote is open."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.pagecache.actions import bump

from ..choices import LogKind
from ..errors import VotingClosed
from ..models import Consultation, Participant, Response, Vote
from ..rules import takes_votes
from .log import forget

if TYPE_CHECKING:
    from actors.models import Person


def erase_votes(*, person: Person, consultation: Consultation, at: datetime) -> int:
    """Take back every vote of a person; returns how many there were. Safe to repeat.

    The links of the log stay and lose their salts: nothing can be told from them any more. Whoever has left nothing
    else leaves the consultation, and may come back under another voice. Open pages are not told statement by
    statement: a row of totals that fall together would show the answers of one person side by side.
    Raises VotingClosed: what was said counts then.
    """
    if not takes_votes(consultation, at):
        raise VotingClosed(_("Le vote est clos : vos réponses comptent, et ne peuvent plus être effacées."))
    with transaction.atomic():
        participant = Participant.objects.select_for_update().filter(consultation=consultation, person=person).first()
        if participant is None:
            return 0
        number = Vote.objects.filter(participant=participant).delete()[0]
        forget(participant=participant, kinds=[LogKind.VOTE])
        if not _left_something(participant):
            participant.delete()
        bump()
    return number


def _left_something(participant: Participant) -> bool:
    return Response.objects.filter(participant=participant).exists() or participant.statements.exists()
