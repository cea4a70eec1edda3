"""House rules of pages, checked at start."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from wagtail.models import get_page_models

from .models import BasePage
from .registry import unregistered
from .reserved import RESERVED, ROOT_DEPTH


@register()
def every_page_type_has_a_view(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A page type without @page_view would answer 500."""
    models = [model for model in get_page_models() if model is not BasePage]
    return [
        Error(f"{model.__name__} has no view.", hint="Register one with @page_view.", obj=model, id="pages.E001")
        for model in unregistered(models)
    ]


@register(Tags.urls)
def every_prefix_is_reserved(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The first part of each address under the languages must be refused as a slug."""
    missing = set(_localised_prefixes()) - RESERVED
    return [
        Error(f"The address prefix “{prefix}” is not in pages.base.reserved.RESERVED.", id="pages.E002")
        for prefix in sorted(missing)
    ]


@register(Tags.database)
def no_page_hides_another_part(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A page moved by hand in the database may still collide."""
    if not databases or BasePage._meta.db_table not in connection.introspection.table_names():  # `migrate` checks first
        return []
    pages = BasePage.objects.filter(depth=ROOT_DEPTH + 1, slug__in=RESERVED)
    return [
        Error(f"Page {pk} has the reserved slug “{slug}”.", hint="Rename it.", id="pages.E003")
        for pk, slug in pages.values_list("pk", "slug")
    ]


def _localised_prefixes() -> Iterator[str]:
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and isinstance(entry.pattern, LocalePrefixPattern):
            yield from _first_parts(entry.url_patterns)


def _first_parts(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for entry in patterns:
        route = str(entry.pattern).lstrip("^")
        head = route.split("/")[0]
        if isinstance(entry, URLResolver) and not route:
            yield from _first_parts(entry.url_patterns)
        elif "/" in route and head[:1].isalpha() and head.isidentifier():
            yield head
