"""Reads shared by page types."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from .landmarks import private_paths
from .models import BasePage, BasePageQuerySet
from .registry import withheld_pages


def readable(pages: Any) -> Any:
    """Of these pages, those that everyone may read: published, and not in a private section."""
    return pages.live().public()


def is_readable(page: BasePage) -> bool:
    """The same of one page that is loaded."""
    return page.live and not page.path.startswith(private_paths())


def linkable(pages: Any) -> Any:
    """Of these pages of any type, those that may be named and linked to: readable, and their record public as well."""
    for withheld in withheld_pages():
        pages = pages.exclude(pk__in=withheld.values("pk"))
    return readable(pages)


def linkable_ids(ids: Iterable[int]) -> set[int]:
    """Of these page ids, those that may be named and linked to."""
    return set(linkable(BasePage.objects.filter(pk__in=ids)).values_list("pk", flat=True))


def with_linkable(rows: Any, name: str = "page") -> Any:
    """Rows that lead to a page by a foreign key, each with `is_linkable`, the page loaded. A preview's rows, which are
    not saved yet, come as they are: they are shown to their editor only."""
    rows = rows.select_related(name)
    if not isinstance(rows, QuerySet):
        return rows
    return rows.annotate(is_linkable=Exists(linkable(BasePage.objects.filter(pk=OuterRef(name)))))


def cards_below(page: BasePage) -> BasePageQuerySet:
    """The readable children of a page, in tree order, without bodies."""
    children: BasePageQuerySet = readable(BasePage.objects.child_of(page)).for_language()
    return children


def paths_above(page: BasePage) -> list[str]:
    """The tree paths of the pages above this one, the root and the site's home left out; none on a page never saved."""
    path = page.path or ""
    return [path[:end] for end in range(3 * page.steplen, len(path), page.steplen)]


def ancestors_of(page: BasePage) -> list[BasePage]:
    """The pages above this one that everyone may read, for the breadcrumbs. None is asked for where they were found
    with its address; else one query."""
    if page.known_above is not None:
        return page.known_above
    steps = paths_above(page)
    if not steps:
        return []
    return list(readable(BasePage.objects.filter(path__in=steps)).for_language().order_by("depth"))
