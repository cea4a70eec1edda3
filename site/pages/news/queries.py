"""Reads of news."""

from django.db.models import Prefetch, QuerySet

from pages.base.models import BasePage, Theme
from pages.base.queries import linkable_ids, readable

from .models import NewsPage


def news(language: str | None = None) -> "QuerySet[NewsPage]":
    """The news that everyone may read, newest first, without bodies, with their themes. Two queries."""
    found: QuerySet[NewsPage] = (
        readable(NewsPage.objects.all())
        .for_language(language)
        .defer_streamfields()
        .order_by("-date", "-pk")
        .prefetch_related(Prefetch("themes", queryset=Theme.objects.all()))
    )
    return found


def related_pages(page: NewsPage) -> list[BasePage]:
    """The pages that this news speaks of, in the editor's order, those that everyone may read."""
    relations = list(page.related.select_related("page"))
    allowed = linkable_ids(relation.page_id for relation in relations)
    return [relation.page for relation in relations if relation.page_id in allowed]


def read_next(page: NewsPage, count: int = 3) -> "list[NewsPage]":
    """The latest other news."""
    return list(news().exclude(pk=page.pk).prefetch_related(None)[:count])
