"""News, as search finds it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.search.pages import page_documents, visible_pages
from kernel.search.registry import Document, searchable
from pages.base.bodies import words_of

from .models import NewsPage


def _documents(page: Any) -> list[Document]:
    return page_documents(page, words_of(page, "lede", "body"), facts=lambda language: {"at": page.date.isoformat()})


searchable("news", model=NewsPage, documents=_documents, visible=visible_pages, label=_("Actualités"))
