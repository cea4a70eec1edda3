"""A participant proposes a statement; the team reads it before it comes to the vote."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actors.rules import has_confirmed_address
from kernel.requests.actions import once

from ..choices import Act, LogKind, StatementState
from ..errors import AlreadySaid, NotAllowed, TooManyWaiting, VotingClosed
from ..likeness import same_words
from ..log_payloads import statement_payload
from ..models import Consultation, Participant, Statement
from ..rules import acts_allowed, acts_open, may
from .joining import locked_participant
from .log import append

if TYPE_CHECKING:
    from actors.models import Person

MAX_WAITING = 10  # statements of one person that nobody has read yet
NOT_YOURS = _("En ce moment, votre collège ou votre rive ne propose pas de phrases.")


def propose_statement(
    *,
    person: Person,
    consultation: Consultation,
    text: str,
    language: str,
    at: datetime,
    key: str,
    organisation_id: int | None = None,
) -> int:
    """Hand in a statement in one language; returns its number. `key` makes the same form sent twice one statement.

    Raises VotingClosed, NotAllowed, UnknownVoice, AlreadySaid where the same words are at the vote or wait, and
    TooManyWaiting.
    """
    if Act.PROPOSE not in acts_open(consultation, at):
        raise VotingClosed(_("Le recueil de phrases n’est pas ouvert : la vôtre n’a pas été enregistrée."))
    if not has_confirmed_address(person):
        raise NotAllowed(_("Confirmez d’abord votre adresse électronique pour proposer une phrase."))
    if not may(person, Act.PROPOSE, consultation, at):
        raise NotAllowed(NOT_YOURS)

    def act() -> dict[str, int]:
        # numbers follow one another: proposals of one consultation come one at a time, votes do not wait
        Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
        participant = locked_participant(person, consultation, organisation_id, at)
        if Act.PROPOSE not in acts_allowed(consultation, participant, at):
            raise NotAllowed(NOT_YOURS)
        _refuse_repeats(consultation, participant, text, language)
        return {"number": _propose(participant, text, language, at).number}

    body = {"text": text, "language": language, "organisation": organisation_id}
    answer = once(person=person, scope=f"consultations.propose:{consultation.pk}", key=key, body=body, act=act, at=at)
    return int(answer["number"])


def _refuse_repeats(consultation: Consultation, participant: Participant, text: str, language: str) -> None:
    alive = Statement.objects.filter(
        consultation=consultation, state__in=[StatementState.PROPOSED, StatementState.PUBLISHED]
    )
    said = alive.exclude(**{f"text_{language}": None}).values_list(f"text_{language}", "number", "state", "author")
    for words, number, state, author in said:
        if not same_words(words, text):
            continue
        if state == StatementState.PUBLISHED:
            raise AlreadySaid(_("Cette phrase est déjà au vote : c’est la phrase %(number)d.") % {"number": number})
        if author == participant.pk:
            raise AlreadySaid(_("Vous avez déjà proposé cette phrase : l’équipe va la lire."))
    if alive.filter(author=participant, state=StatementState.PROPOSED).count() >= MAX_WAITING:
        raise TooManyWaiting(
            _("%(number)d de vos phrases attendent d’être lues : proposez les suivantes quand elles l’auront été.")
            % {"number": MAX_WAITING}
        )


def _propose(participant: Participant, text: str, language: str, at: datetime) -> Statement:
    with transaction.atomic():
        statement = Statement(
            consultation=participant.consultation,
            author=participant,
            proposed_by=participant.constituency,
            proposed_at=at,
            state=StatementState.PROPOSED,
        )
        setattr(statement, f"text_{language}", text)
        statement.save()
        append(
            consultation=participant.consultation,
            kind=LogKind.STATEMENT,
            payload=statement_payload(statement),
            object_id=statement.pk,
            participant=participant,
        )
    return statement
