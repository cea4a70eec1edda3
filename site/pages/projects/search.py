"""Projects, pilots and results, as search finds them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.search.pages import page_documents, visible_pages
from kernel.search.registry import Document, searchable
from pages.base.bodies import words_of

from .models import PilotPage, ProjectPage, ResultPage

KINDS = ("project", "pilot", "result")


def _shore(page: PilotPage) -> str:
    """The shore of the first territory."""
    site = page.territories.select_related("territory__country").first()
    return site.territory.shore if site else ""


def _pilot(page: Any) -> list[Document]:
    return page_documents(
        page,
        words_of(page, "lede", "place", "body"),
        facts=lambda language: {"place": getattr(page, f"place_{language}") or ""},
        shore=_shore(page),
    )


def _project(page: Any) -> list[Document]:
    names = " ".join(filter(None, [page.acronym, page.official_title, page.programme]))
    texts = words_of(page, "lede", "body")
    return page_documents(page, lambda language: f"{names} {texts(language)}")


def _result(page: Any) -> list[Document]:
    return page_documents(page, words_of(page, "lede", "body"), shore=_shore(page.pilot) if page.pilot else "")


searchable("project", model=ProjectPage, documents=_project, visible=visible_pages, label=_("Projets"))
searchable("pilot", model=PilotPage, documents=_pilot, visible=visible_pages, label=_("Pilotes"))
searchable("result", model=ResultPage, documents=_result, visible=visible_pages, label=_("Résultats"))
