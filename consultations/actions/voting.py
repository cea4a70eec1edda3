"""Votes: one a person and statement, the last word wins until the close."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.pagecache.actions import bump

from ..choices import Answer, StatementState
from ..errors import NotAllowed, UnknownStatement, VotingClosed
from ..models import Consultation, Participant, Statement, Vote
from ..rules import may_vote, takes_votes
from .joining import participant_for

if TYPE_CHECKING:
    from actors.models import Person


def vote(
    *,
    person: Person,
    consultation: Consultation,
    number: int,
    value: int,
    at: datetime,
    organisation_id: int | None = None,
) -> Vote:
    """Answer a statement, or change one's answer. The same click twice leaves one vote.

    `number` is the statement's number in the consultation, `value` an Answer, `organisation_id` the voice chosen with
    the first answer (None: as a citizen); later answers keep the voice of the first.
    Raises VotingClosed, NotAllowed, UnknownStatement, UnknownVoice.
    """
    if not takes_votes(consultation, at):
        raise VotingClosed(_("Le vote n’est pas ouvert : votre réponse n’a pas été enregistrée."))
    if not may_vote(person, consultation, at):
        raise NotAllowed(_("Confirmez d’abord votre adresse électronique pour répondre."))
    answer = Answer(value)
    with transaction.atomic():
        participant = participant_for(person, consultation, organisation_id, at)
        # the row lock also sets the order of two answers by the same person
        Participant.objects.select_for_update().get(pk=participant.pk)
        statement = Statement.objects.filter(
            consultation=consultation, number=number, state=StatementState.PUBLISHED
        ).first()
        if statement is None:
            raise UnknownStatement(_("Cette phrase n’est plus au vote."))
        given, _created = Vote.objects.update_or_create(
            participant=participant, statement=statement, defaults={"value": answer, "at": at}
        )
        bump()
    return given
