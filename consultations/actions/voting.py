"""Votes: one a person and statement, the last word wins until the close."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actors.rules import has_confirmed_address
from kernel.pagecache.actions import bump

from ..choices import Act, Answer, LogKind, StatementState
from ..errors import NotAllowed, UnknownStatement, VotingClosed
from ..log_payloads import vote_payload
from ..models import Consultation, Participant, Statement, Vote
from ..rules import acts_allowed, may_vote, takes_votes
from .joining import locked_participant
from .log import append
from .tables import tell_of

if TYPE_CHECKING:
    from actors.models import Person

NOT_YOURS = _("En ce moment, le vote n’est pas ouvert à votre collège ou à votre rive.")


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
        raise VotingClosed(_("Le vote n’est pas ouvert : votre réponse n’a pas été enregistrée."))
    if not has_confirmed_address(person):
        raise NotAllowed(_("Confirmez d’abord votre adresse électronique pour répondre."))
    if not may_vote(person, consultation, at):
        raise NotAllowed(NOT_YOURS)
    answer = Answer(value)
    with transaction.atomic():
        participant = locked_participant(person, consultation, organisation_id, at)
        if Act.VOTE not in acts_allowed(consultation, participant, at):
            raise NotAllowed(NOT_YOURS)
        statement = Statement.objects.filter(
            consultation=consultation, number=number, state=StatementState.PUBLISHED
        ).first()
        if statement is None:
            raise UnknownStatement(_("Cette phrase n’est plus au vote."))
        return _given(participant, statement, answer, at)


def _given(participant: Participant, statement: Statement, answer: Answer, at: datetime) -> Vote:
    """The vote, written and sealed where it says something new."""
    before = Vote.objects.filter(participant=participant, statement=statement).first()
    if before and before.value == answer:
        return before
    given = before or Vote(participant=participant, statement=statement)
    given.value, given.at = answer, at
    given.save()
    append(
        consultation=statement.consultation,
        kind=LogKind.VOTE,
        payload=vote_payload(given),
        object_id=given.pk,
        participant=participant,
    )
    bump()
    tell_of(consultation_id=statement.consultation_id, statement_id=statement.pk, at=at)
    return given
