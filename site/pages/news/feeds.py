"""News as an Atom feed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pages.base.feeds import PageFeed

from .queries import news


class NewsFeed(PageFeed):
    """The latest news in the reader's language."""

    title = _("Rives : actualités")
    subtitle = _("Nouvelles de la coopération entre les deux rives.")

    def pages(self, language: str) -> Any:
        return news(language)
