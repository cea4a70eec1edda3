"""Atom feeds of pages: one a language, with what is written in that language."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from kernel.languages.choices import current_language

LENGTH = 20


class PageFeed(Feed[Any, Any]):
    """The latest pages of a kind. A subclass gives `title`, `description` and `pages(language)`."""

    feed_type = Atom1Feed
    description_template = None

    def pages(self, language: str) -> Any:
        """The readable pages of this feed, newest first."""
        raise NotImplementedError

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def items(self, obj: HttpRequest) -> list[Any]:
        language = current_language()
        self.request = obj
        return list(self.pages(language).filter(translations__contains=language)[:LENGTH])

    def link(self, obj: HttpRequest) -> str:
        return f"/{current_language()}/"

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.lede or "")

    def item_link(self, item: Any) -> str:
        return str(item.get_full_url(self.request))

    def item_pubdate(self, item: Any) -> datetime | None:
        published: datetime | None = item.first_published_at
        return published

    def item_updateddate(self, item: Any) -> datetime | None:
        updated: datetime | None = item.last_published_at
        return updated
