"""Consultations and positions as search finds them: titles, summaries and statements; what was signed. (leaf)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from actors.models import Organisation
from kernel.languages.models import value_used
from kernel.search.registry import Document, carries_name_of, searchable

from . import queries
from .choices import ConsultationState, PositionState
from .models import Consultation, Position


def documents(consultation: Consultation) -> Iterable[Document]:
    """One row a language in which the consultation has a title; none unless it is published."""
    if consultation.state != ConsultationState.PUBLISHED:
        return
    statements = queries.statements_of(consultation)
    for language, _name in settings.LANGUAGES:
        title = getattr(consultation, f"title_{language}")
        if not title:
            continue
        texts = [getattr(consultation, f"summary_{language}"), *(getattr(s, f"text_{language}") for s in statements)]
        with translation.override(language):
            path = reverse("consultations:detail", args=[consultation.slug]).removeprefix(f"/{language}")
        yield Document(
            language=language,
            title=title,
            body="\n".join(text for text in texts if text),
            path=path,
            facts={"at": consultation.opens_at.isoformat()},
            updated_at=consultation.opens_at,
        )


def visible(person: Any, ids: set[int]) -> set[int]:
    """Those a reader may see."""
    return set(queries.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def position_documents(position: Position) -> Iterable[Document]:
    """A row in the language in which a position was signed; none once it is withdrawn."""
    if position.state != PositionState.SIGNED:
        return
    revision = queries.revision_of(position)
    slugs = [position.consultation.slug, position.organisation.slug]
    with translation.override(revision.language):
        path = reverse("consultations:position", args=slugs).removeprefix(f"/{revision.language}")
    yield Document(
        language=revision.language,
        title=str(value_used(position.organisation, "name", revision.language)),
        body=revision.text,
        path=path,
        shore=position.shore,
        facts={
            "level": position.constituency,
            "at": revision.signed_at.isoformat(),
            "note": str(value_used(position.consultation, "title", revision.language)),
        },
        updated_at=revision.signed_at,
    )


def visible_positions(person: Any, ids: set[int]) -> set[int]:
    """Those in a consultation that a reader may see."""
    read = Position.objects.filter(pk__in=ids, consultation__in=queries.visible_to(person))
    return set(read.values_list("pk", flat=True))


def positions_named(carried: Consultation | Organisation) -> QuerySet[Position]:
    """The positions whose rows name this consultation or organisation."""
    return carried.positions.select_related("organisation", "consultation")


searchable("consultation", model=Consultation, documents=documents, visible=visible, label=_("Consultations"))
searchable(
    "position",
    model=Position,
    documents=position_documents,
    visible=visible_positions,
    label=_("Positions des organisations"),
)
carries_name_of(Consultation, positions_named)
carries_name_of(Organisation, positions_named)
