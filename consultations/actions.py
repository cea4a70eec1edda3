"""Writes: publish a consultation, take a vote."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from actors.queries import Speaking, voice_of
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES
from kernel.pagecache.actions import bump
from kernel.search.actions import index

from .choices import Answer, ConsultationState, StatementState
from .models import Consultation, ConsultationPage, ConsultationsPage, Participant, Statement, Vote
from .rules import may_manage, may_vote, takes_votes

if TYPE_CHECKING:
    from actors.models import Person


class ConsultationError(Exception):
    """An act that a consultation does not allow; the message is for the person."""


class VotingClosed(ConsultationError):
    """The window is not open."""


class NotAllowed(ConsultationError):
    """The person may not do this."""


class UnknownStatement(ConsultationError):
    """The statement is not one of this consultation's published statements."""


class UnknownVoice(ConsultationError):
    """The person may not act for that organisation."""


def publish(*, consultation: Consultation, by: Person, at: datetime) -> Consultation:
    """Open a consultation to everyone's eyes; votes follow its window. Safe to repeat.

    Raises NotAllowed for someone outside the team, ConsultationError when there is nothing to vote on.
    """
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut publier une consultation."))
    with transaction.atomic():
        consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if consultation.state == ConsultationState.PUBLISHED:
            return consultation
        if not consultation.statements.filter(state=StatementState.PUBLISHED).exists():
            raise ConsultationError(_("Ajoutez au moins une phrase avant de publier."))
        consultation.state = ConsultationState.PUBLISHED
        consultation.save(update_fields=["state"])
        record(actor=by, verb="consultation.published", target=consultation, at=at)
        index(consultation)
        bump()
    return consultation


def withdraw(*, consultation: Consultation, by: Person, at: datetime) -> Consultation:
    """Take a consultation out of sight; its votes are kept. Safe to repeat. Raises NotAllowed."""
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut retirer une consultation."))
    with transaction.atomic():
        consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if consultation.state == ConsultationState.WITHDRAWN:
            return consultation
        consultation.state = ConsultationState.WITHDRAWN
        consultation.save(update_fields=["state"])
        record(actor=by, verb="consultation.withdrawn", target=consultation, at=at)
        index(consultation)
        bump()
    return consultation


def write_texts(*, consultation: Consultation, by: Person, at: datetime) -> ConsultationPage:
    """The page on which the consultation's texts are written; made as a draft the first time. Raises NotAllowed."""
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut écrire les textes d’une consultation."))
    with transaction.atomic():
        Consultation.objects.select_for_update().get(pk=consultation.pk)
        found: ConsultationPage | None = ConsultationPage.objects.filter(consultation=consultation).first()
        if found:
            return found
        page = ConsultationPage(consultation=consultation, slug=consultation.slug, live=False, owner=by)
        for code in LANGUAGES:
            setattr(page, f"title_{code}", getattr(consultation, f"title_{code}"))
        page.title_fr = page.title_fr or str(consultation.title)  # French is required on pages
        section_page().add_child(instance=page)
        page.save_revision(user=by)
        record(actor=by, verb="consultation.texts_created", target=consultation, at=at, data={"page": page.pk})
    return page


def section_page() -> ConsultationsPage:
    """The section under which pages of consultations stand; made below the home page where the site has none."""
    found: ConsultationsPage | None = ConsultationsPage.objects.first()
    if found:
        return found
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    section = ConsultationsPage(
        title_fr="Consultations",
        title_en="Consultations",
        title_ar="الاستشارات",
        slug="donner-son-avis",
        show_in_menus=True,
    )
    site.root_page.specific.add_child(instance=section)
    section.save_revision().publish()
    return section


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
        participant = _participant(person, consultation, organisation_id, at)
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


def _participant(person: Person, consultation: Consultation, organisation_id: int | None, at: datetime) -> Participant:
    """The person's participation, made with the first answer under the voice they chose."""
    found = Participant.objects.filter(consultation=consultation, person=person).first()
    if found:
        return found
    voice = voice_of(person, organisation_id)
    if voice is None:
        raise UnknownVoice(_("Vous ne pouvez pas répondre au nom de cette organisation."))
    return _join(person, consultation, voice, at)


def _join(person: Person, consultation: Consultation, voice: Speaking, at: datetime) -> Participant:
    try:
        with transaction.atomic():
            return Participant.objects.create(
                consultation=consultation, person=person, joined_at=at, **voice.as_fields()
            )
    except IntegrityError:  # the same person's other click came first
        return Participant.objects.get(consultation=consultation, person=person)
