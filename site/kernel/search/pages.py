"""Pages of the tree, as search reads them; page apps use both functions in their search.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from swapper import load_model

from kernel.languages.choices import LANGUAGES

from .registry import Document


def page_documents(
    page: Any,
    body: Callable[[str], str] = lambda language: "",
    *,
    facts: Callable[[str], Mapping[str, Any]] = lambda language: {},
    shore: str = "",
) -> list[Document]:
    """A row for each language in which a live page has a title. `body(language)` and `facts(language)` read the
    columns of that language, without fallback."""
    if not page.live or not (path := _path(page)):
        return []
    return [
        Document(
            language=language,
            title=title,
            body=body(language),
            path=path,
            shore=shore,
            facts=facts(language),
            updated_at=page.last_published_at or page.first_published_at,
        )
        for language in LANGUAGES
        if (title := getattr(page, f"title_{language}", None))
    ]


def visible_pages(person: Any, ids: set[int]) -> set[int]:
    """Those that are live and under no restriction; pages that only some may read are found by nobody."""
    return set(
        load_model("wagtailcore", "Page").objects.filter(pk__in=ids).live().public().values_list("pk", flat=True)
    )


def _path(page: Any) -> str:
    """The address without the language: "/projects/eau/"."""
    url = page.get_url() or ""
    first = url.split("/", 2)[1] if url.startswith("/") else ""
    return url[len(first) + 1 :] if first in LANGUAGES else url
