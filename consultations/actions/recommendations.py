"""A recommendation is addressed, examined, referred, answered, delivered: each step in the open, none taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actors.models import Membership, Organisation, Person
from kernel.audit.actions import record
from kernel.pagecache.actions import bump

from .. import log_payloads
from ..choices import ConsultationState, LogKind, RecommendationState
from ..errors import ConsultationError, NotAllowed, Outdated, WrongMove
from ..models import Recommendation, RecommendationEntry
from ..queries.authorities import answers_for, authorities, calendar_of
from ..queries.register import open_question
from ..recommendations import ANSWERS, BY_AUTHORITY, PROMISED, SIGNED, WAITING, may_move
from ..rules import may_manage
from . import fates
from .log import append

State = RecommendationState
MOVING = ["state", "rev", "addressee", "officer_role", "sent_at", "due_on", "answered_at", "answer", "answer_language"]


@dataclass(frozen=True)
class Words:
    """What a step says: a text in its language and, for an authority, who signs it and in which function."""

    text: str = ""
    language: str = ""
    name: str = ""
    function: str = ""


def address(*, recommendation: Recommendation, by: Person, at: datetime) -> Recommendation:
    """Send a draft to its authority: the day an answer is due is counted here, once and for all.

    From the day it is received (in the consultation's zone), by the authority's working calendar. Safe to repeat.
    Raises NotAllowed for someone outside the team, ConsultationError while its consultation is not published.
    """
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe adresse une recommandation."))
    with transaction.atomic():
        recommendation = _locked(recommendation)
        consultation = recommendation.consultation
        if recommendation.state != State.DRAFT:
            return recommendation
        if consultation.state != ConsultationState.PUBLISHED:
            raise ConsultationError(_("Publiez la consultation avant d’adresser ses recommandations."))
        received = at.astimezone(consultation.tzinfo).date()
        days = calendar_of(recommendation.addressee)
        recommendation.sent_at = at
        recommendation.due_on = days.after(received, recommendation.working_days)
        entry = _step(recommendation, by, at, after=State.RECEIVED)
        record(actor=by, verb="recommendation.addressed", target=recommendation, at=at)
        fates.addressed(recommendation, entry, at)
        payload = log_payloads.recommendation_payload(recommendation)
        append(consultation=consultation, kind=LogKind.RECOMMENDATION, payload=payload, object_id=recommendation.pk)
        _seal(entry)
    return recommendation


def reword(*, recommendation: Recommendation, by: Person, at: datetime) -> None:
    """Note that the team added a translation or the decision's words to what was sent: its new wording is sealed.

    Called in the transaction that saves them; addressee and due day do not change. Raises NotAllowed.
    """
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe traduit une recommandation."))
    with transaction.atomic():
        kept = _locked(recommendation)
        record(actor=by, verb="recommendation.reworded", target=kept, at=at)
        bump()
        payload = log_payloads.recommendation_payload(kept)
        append(consultation=kept.consultation, kind=LogKind.RECOMMENDATION, payload=payload, object_id=kept.pk)


def answer(
    *, recommendation: Recommendation, by: Person, after: str, words: Words, rev: int, at: datetime
) -> RecommendationEntry:
    """The authority examines, answers, delivers or gives up, in its own words, signed by name and function.

    `after` is the state it brings it to, `rev` the revision that was read. Raises NotAllowed for whoever does not
    answer for the authority, WrongMove where the state does not lead there or the reason is missing, Outdated.
    """
    state = State(after)
    with transaction.atomic():
        recommendation = _locked(recommendation)
        _authority(recommendation, by, at)
        _current(recommendation, rev)
        if state not in BY_AUTHORITY or not may_move(recommendation.state, state):
            raise WrongMove(_("Cette étape ne peut pas suivre la précédente."))
        _worded(words, needs_text=state in SIGNED)
        if state in ANSWERS:
            recommendation.answered_at = at
            recommendation.answer = words.text
            recommendation.answer_language = words.language
        entry = _step(recommendation, by, at, after=state, words=words)
        record(actor=by, verb="recommendation.answered", target=recommendation, at=at, data={"state": str(state)})
        fates.moved(recommendation, entry, at)
        _seal(entry)
    return entry


def refer(
    *, recommendation: Recommendation, by: Person, to: Organisation, words: Words, rev: int, at: datetime
) -> RecommendationEntry:
    """Pass it on to the authority that is competent, and say why; the day an answer is due stays.

    By the addressed authority (signed) or the team. Raises NotAllowed, WrongMove, Outdated.
    """
    with transaction.atomic():
        recommendation = _locked(recommendation)
        if not may_manage(by):
            _authority(recommendation, by, at)
        _current(recommendation, rev)
        if not may_move(recommendation.state, State.REFERRED):
            raise WrongMove(_("Une réponse a été donnée : la recommandation ne se transmet plus."))
        if to.pk == recommendation.addressee_id or not authorities().filter(pk=to.pk).exists():
            raise WrongMove(_("Choisissez une autre autorité publique de l’annuaire."))
        _worded(words, needs_text=True, is_signed=not may_manage(by))
        entry = _step(recommendation, by, at, after=State.REFERRED, words=words, to=to)
        record(actor=by, verb="recommendation.referred", target=recommendation, at=at, data={"to": to.pk})
        fates.referred(recommendation, entry, at)
        _seal(entry)
    return entry


def tell(
    *, recommendation: Recommendation, by: Person, words: Words, rev: int, at: datetime, is_question: bool = False
) -> RecommendationEntry:
    """The authority asks the team something back, or gives news; neither changes the state or the day.

    Raises NotAllowed, WrongMove once it has ended (and for a question once it is answered), Outdated.
    """
    with transaction.atomic():
        recommendation = _locked(recommendation)
        _authority(recommendation, by, at)
        _current(recommendation, rev)
        if State(recommendation.state) not in (WAITING if is_question else WAITING | PROMISED):
            raise WrongMove(_("La recommandation est close : il n’y a plus rien à ajouter."))
        _worded(words, needs_text=True)
        entry = _step(recommendation, by, at, words=words, is_question=is_question)
        record(actor=by, verb="recommendation.told", target=recommendation, at=at)
        if is_question:
            fates.asked_back(recommendation, entry, at)
        _seal(entry)
    return entry


def reply(*, recommendation: Recommendation, by: Person, words: Words, rev: int, at: datetime) -> RecommendationEntry:
    """The team replies to the authority's question. Raises NotAllowed, WrongMove where nothing was asked, Outdated."""
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe répond à la question d’une autorité."))
    with transaction.atomic():
        recommendation = _locked(recommendation)
        _current(recommendation, rev)
        if open_question(recommendation.entries.all()) is None:
            raise WrongMove(_("Aucune question n’attend de réponse."))
        _worded(words, needs_text=True, is_signed=False)
        entry = _step(recommendation, by, at, words=Words(words.text, words.language))
        record(actor=by, verb="recommendation.replied", target=recommendation, at=at)
        fates.replied(recommendation, entry, at)
        _seal(entry)
    return entry


def _locked(recommendation: Recommendation) -> Recommendation:
    found = Recommendation.objects.select_for_update(of=("self",)).select_related("consultation", "addressee")
    return found.get(pk=recommendation.pk)


def _authority(recommendation: Recommendation, by: Person, at: datetime) -> Membership:
    membership = answers_for(by, recommendation, at)
    if membership is None or recommendation.consultation.state != ConsultationState.PUBLISHED:
        raise NotAllowed(_("Seule l’autorité à qui la recommandation est adressée peut répondre."))
    return membership


def _current(recommendation: Recommendation, rev: int) -> None:
    if recommendation.rev != rev:
        raise Outdated(_("Une étape a été ajoutée entre-temps : relisez l’historique avant de continuer."))


def _worded(words: Words, *, needs_text: bool, is_signed: bool = True) -> None:
    if needs_text and not words.text.strip():
        raise WrongMove(_("Écrivez la réponse : elle est publique et motive la décision."))
    if is_signed and not (words.name.strip() and words.function.strip()):
        raise WrongMove(_("Donnez le nom et la fonction de la personne qui signe."))


def _step(
    recommendation: Recommendation,
    by: Person,
    at: datetime,
    *,
    after: str = "",
    words: Words = Words(),
    to: Organisation | None = None,
    is_question: bool = False,
) -> RecommendationEntry:
    """Add a step and bring the recommendation there. Under the row's lock."""
    before = recommendation.state
    entry = RecommendationEntry.objects.create(
        recommendation=recommendation,
        at=at,
        before=before,
        after=after or before,
        by=by,
        organisation=recommendation.addressee,
        referred_to=to,
        name=words.name.strip(),
        function=words.function.strip(),
        text=words.text.strip(),
        language=words.language if words.text.strip() else "",
        is_question=is_question,
    )
    recommendation.state = entry.after
    recommendation.rev += 1
    if to is not None:
        recommendation.addressee, recommendation.officer_role = to, ""
    recommendation.save(update_fields=MOVING)
    bump()
    return entry


def _seal(entry: RecommendationEntry) -> None:
    """Last in the transaction: it locks the head of the chain."""
    append(
        consultation=entry.recommendation.consultation,
        kind=LogKind.ANSWER,
        payload=log_payloads.answer_payload(entry),
        object_id=entry.pk,
    )
