"""Consultations a reader may see, as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kernel.languages.choices import LANGUAGES
from pages.base.queries import readable

from ..choices import MINIMUM_CELL, StatementState
from ..models import Consultation, ConsultationPage, ConsultationQuerySet, Participant, Statement
from ..rules import may_manage

if TYPE_CHECKING:
    from actors.models import Person

TEXTS = tuple(f"text_{language}" for language in LANGUAGES)  # of a statement


def visible_to(person: Person | AnonymousUser | None) -> ConsultationQuerySet:
    """Published consultations; the team also sees drafts."""
    consultations = Consultation.objects.all()
    return consultations if may_manage(person) else consultations.published()


def page_of(consultation: Consultation) -> ConsultationPage | None:
    """The published texts of a consultation, where everyone may read them."""
    pages = readable(ConsultationPage.objects.filter(consultation=consultation))
    found: ConsultationPage | None = pages.for_language().first()
    return found


def withheld_pages() -> QuerySet[ConsultationPage]:
    """The pages of consultations that are not published."""
    published = Consultation.objects.published()
    pages: QuerySet[ConsultationPage] = ConsultationPage.objects.exclude(consultation__in=published)
    return pages


@dataclass(frozen=True)
class Teaser:
    """A consultation as lists show it."""

    consultation: Consultation
    statement: Statement | None
    people: int


def teasers(consultations: QuerySet[Consultation]) -> list[Teaser]:
    """Consultations with their first statement and the number of people heard. One query."""
    first = Statement.objects.filter(consultation=OuterRef("pk"), state=StatementState.PUBLISHED).order_by("number")
    found = with_people(consultations).annotate(
        **{f"first_{name}": Subquery(first.values(name)[:1]) for name in ("number", *TEXTS)},
    )
    return [Teaser(c, _first_statement(c), c.people) for c in found]


def with_people(consultations: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Each with `people`: how many answered."""
    heard = Participant.objects.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    found: QuerySet[Consultation] = consultations.annotate(people=Coalesce(Subquery(heard.values(n=Count("pk"))), 0))
    return found


def _first_statement(consultation: Any) -> Statement | None:
    """The statement that was read with its consultation, with its words and its number alone."""
    if consultation.first_number is None:
        return None
    words = {name: getattr(consultation, f"first_{name}") for name in TEXTS}
    return Statement(consultation_id=consultation.pk, number=consultation.first_number, **words)


def ahead(at: datetime) -> list[Teaser]:
    """What takes votes at a moment or will later, the first to close first."""
    return teasers(Consultation.objects.published().filter(closes_at__gt=at).order_by("closes_at", "pk"))


def of_dialogue(dialogue_id: int) -> list[Consultation]:
    """The published consultations of a dialogue, each with `people`: how many answered."""
    return list(with_people(Consultation.objects.published().filter(dialogue=dialogue_id)))


def voices_heard(dialogue_id: int) -> QuerySet[Participant, tuple[str, str, int]]:
    """People who answered the consultations of a dialogue: (constituency, shore, number), rounded down to fives."""
    heard = Participant.objects.filter(consultation__dialogue=dialogue_id, consultation__state="published")
    fives = Count("person", distinct=True) / MINIMUM_CELL * MINIMUM_CELL
    return heard.order_by().values_list("constituency", "shore").annotate(number=fives).filter(number__gt=0)
