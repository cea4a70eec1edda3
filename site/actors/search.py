"""Organisations as search reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kernel.languages.choices import LANGUAGES
from kernel.languages.models import value_used
from kernel.search.registry import Document, searchable

from .models import Organisation


def documents(organisation: Organisation) -> Iterable[Document]:
    """A row for each language in which a published organisation has a name."""
    if not organisation.is_published:
        return []
    return [
        Document(
            language=language,
            title=f"{name} ({organisation.acronym})" if organisation.acronym else name,
            body=_body(organisation, language),
            path=_path(organisation),
            shore=organisation.shore,
            facts={"place": _place(organisation, language), "level": organisation.constituency},
            updated_at=organisation.created_at,
        )
        for language in LANGUAGES
        if (name := getattr(organisation, f"name_{language}"))
    ]


def visible(_person: Any, ids: set[int]) -> set[int]:
    """Those of the directory."""
    return set(Organisation.objects.published().filter(pk__in=ids).values_list("pk", flat=True))


def _body(organisation: Organisation, language: str) -> str:
    with translation.override(language):
        words = [
            getattr(organisation, f"summary_{language}") or "",
            str(organisation.get_constituency_display()),
            _place(organisation, language),
        ]
    return "\n".join(filter(None, words))


def _place(organisation: Organisation, language: str) -> str:
    place = organisation.territory or organisation.country
    return value_used(place, "name", language) if place else ""


def _path(organisation: Organisation) -> str:
    """The address without the language."""
    with translation.override("fr"):
        return reverse("actors:organisation", args=[organisation.slug]).removeprefix("/fr")


searchable("organisation", model=Organisation, documents=documents, visible=visible, label=_("Organisations"))
