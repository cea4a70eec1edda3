"""Reads shared by page types."""

from collections.abc import Iterable
from typing import Any

from .models import BasePage, BasePageQuerySet


def readable(pages: Any) -> Any:
    """Of these pages, those that everyone may read: published, and not in a private section."""
    return pages.live().public()


def readable_ids(ids: Iterable[int]) -> set[int]:
    """Of these page ids, those that everyone may read."""
    return set(readable(BasePage.objects.filter(pk__in=ids)).values_list("pk", flat=True))


def cards_below(page: BasePage) -> BasePageQuerySet:
    """The readable children of a page, in tree order, without bodies."""
    children: BasePageQuerySet = readable(BasePage.objects.child_of(page)).for_language()
    return children


def ancestors_of(page: BasePage) -> list[BasePage]:
    """The pages above this one, the site's home left out, for the breadcrumbs. One query; none on a page never saved."""
    if not page.path:
        return []
    steps = [page.path[:end] for end in range(3 * page.steplen, len(page.path), page.steplen)]
    above = BasePage.objects.filter(path__in=steps).live().order_by("depth") if steps else BasePage.objects.none()
    return list(above.for_language())
