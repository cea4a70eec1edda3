"""The phases of a consultation are laid, and its window follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kernel.audit.actions import record
from kernel.pagecache.actions import bump
from kernel.search.actions import index

from ..blueprints import Blueprint, plans
from ..choices import ConsultationState, PhaseKind
from ..errors import ConsultationError, NotAllowed
from ..models import OWN_ADDRESSES, Consultation, Phase
from ..phases import PhasePlan, window
from ..rules import may_manage

if TYPE_CHECKING:
    from actors.models import Person

NOBODY_TAKES_PART = _(
    "Ajoutez au moins une phase où l’on participe (questionnaire, recueil, vote ou délibération), avec sa fin."
)


def start_from(
    *,
    blueprint: Blueprint,
    title: dict[str, str],
    starts_on: date,
    zone: str,
    by: Person,
    at: datetime,
) -> Consultation:
    """A consultation in preparation, with the phases of a blueprint from its first day. `title` is by language.

    Raises NotAllowed.
    """
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe prépare une consultation."))
    laid = plans(blueprint, starts_on, zone)
    with transaction.atomic():
        consultation = Consultation(
            slug=_free_slug(title),
            zone=zone,
            opens_at=laid[0].opens_at,
            closes_at=laid[0].opens_at + timedelta(days=1),  # until the phases settle it, a line below
            created_at=at,
            **{f"title_{language}": words for language, words in title.items()},
        )
        consultation.save()
        return lay_phases(consultation=consultation, phases=laid, by=by, at=at)


def lay_phases(*, consultation: Consultation, phases: Sequence[PhasePlan], by: Person, at: datetime) -> Consultation:
    """Give a consultation in preparation these phases instead of its own.

    Raises NotAllowed, and ConsultationError when it is published or when nobody could take part.
    """
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe prépare une consultation."))
    with transaction.atomic():
        locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if locked.state != ConsultationState.DRAFT:
            raise ConsultationError(_("Cette consultation n’est plus en préparation : changez ses phases une à une."))
        Phase.objects.filter(consultation=locked).delete()
        for plan in phases:
            _lay(locked, plan)
        return settle(consultation=locked, by=by, at=at)


def settle(*, consultation: Consultation, by: Person, at: datetime) -> Consultation:
    """Let the window of a consultation follow from its phases, and keep in its history what they have become.

    The window runs from the first opening to the last close of the phases in which people take part; answers are
    awaited by the close of the last phase of answer. Safe to repeat. Raises NotAllowed, ConsultationError.
    """
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe prépare une consultation."))
    with transaction.atomic():
        consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
        phases = list(Phase.objects.filter(consultation=consultation).order_by("opens_at", "pk"))
        found = window(phases)
        if found is None:
            raise ConsultationError(NOBODY_TAKES_PART)
        consultation.opens_at, consultation.closes_at = found
        consultation.answer_due_date = _answers_due(phases, consultation)
        consultation.save(update_fields=["opens_at", "closes_at", "answer_due_date"])
        data = {"phases": [_as_told(phase) for phase in phases]}
        record(actor=by, verb="consultation.phases_settled", target=consultation, at=at, data=data)
        index(consultation)
        bump()
    return consultation


def _lay(consultation: Consultation, plan: PhasePlan) -> None:
    Phase.objects.create(
        consultation=consultation,
        kind=plan.kind,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        constituencies=list(plan.constituencies),
        shores=list(plan.shores),
        **{f"title_{language}": words for language, words in plan.title.items()},
        **{f"text_{language}": words for language, words in plan.text.items()},
    )


def _answers_due(phases: list[Phase], consultation: Consultation) -> date | None:
    closes = [phase.closes_at for phase in phases if phase.kind == PhaseKind.ANSWER and phase.closes_at]
    return max(closes).astimezone(consultation.tzinfo).date() if closes else None


def _as_told(phase: Phase) -> dict[str, object]:
    return {
        "kind": phase.kind,
        "opens_at": phase.opens_at.isoformat(),
        "closes_at": phase.closes_at.isoformat() if phase.closes_at else None,
        "constituencies": phase.constituencies,
        "shores": phase.shores,
    }


def _free_slug(title: dict[str, str]) -> str:
    """An address made of the Latin words of a title, with a number where it is taken."""
    base = next((slug for words in title.values() if (slug := slugify(words)[:100])), "consultation")
    taken = OWN_ADDRESSES | set(Consultation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
