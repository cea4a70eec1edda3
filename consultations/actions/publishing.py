"""A consultation comes into sight and leaves it; the page that carries its texts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES
from kernel.pagecache.actions import bump
from kernel.search.actions import index

from ..choices import ConsultationState, PhaseKind, StatementState
from ..errors import ConsultationError, NotAllowed
from ..models import Consultation, ConsultationPage, ConsultationsPage, Question
from ..phases import takes_part
from ..rules import may_manage
from .log import seal_statements
from .phasing import NOBODY_TAKES_PART

if TYPE_CHECKING:
    from actors.models import Person


def publish(*, consultation: Consultation, by: Person, at: datetime) -> Consultation:
    """Open a consultation to everyone's eyes; who may act when follows from its phases. Safe to repeat.

    Raises NotAllowed for someone outside the team, ConsultationError when a phase has nothing to answer.
    """
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut publier une consultation."))
    with transaction.atomic():
        consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if consultation.state == ConsultationState.PUBLISHED:
            return consultation
        _require_matter(consultation)
        consultation.state = ConsultationState.PUBLISHED
        consultation.save(update_fields=["state"])
        record(actor=by, verb="consultation.published", target=consultation, at=at)
        index(consultation)
        bump()
        seal_statements(consultation=consultation)
    return consultation


def _require_matter(consultation: Consultation) -> None:
    """Each phase in which people take part has something for them: statements, unless they are proposed first, and
    questions."""
    kinds = {phase.kind for phase in consultation.phases.all()}
    if not any(takes_part(kind) for kind in kinds):
        raise ConsultationError(NOBODY_TAKES_PART)
    votes_at_once = PhaseKind.STATEMENTS in kinds and PhaseKind.PROPOSE not in kinds
    if votes_at_once and not consultation.statements.filter(state=StatementState.PUBLISHED).exists():
        raise ConsultationError(_("Ajoutez au moins une phrase avant de publier."))
    if PhaseKind.QUESTIONNAIRE in kinds and not Question.objects.filter(section__consultation=consultation).exists():
        raise ConsultationError(_("Ajoutez au moins une question avant de publier : une phase est un questionnaire."))


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
