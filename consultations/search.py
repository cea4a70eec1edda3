"""Consultations as search finds them: titles, summaries and statements. (leaf)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kernel.search.registry import Document, searchable

from . import queries
from .choices import ConsultationState
from .models import Consultation


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


searchable("consultation", model=Consultation, documents=documents, visible=visible, label=_("Consultations"))
