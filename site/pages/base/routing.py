"""From an address to its page in two queries, whatever the depth of the tree."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Site
from wagtail.url_routing import RouteResult

from .landmarks import private_paths, site_of
from .registry import related_of

if TYPE_CHECKING:
    from .models import BasePage


def route(model: "type[BasePage]", request: HttpRequest, path: str) -> RouteResult | None:
    """The live page at `path` below the request's site, in its own type and without the languages nobody will see.

    Same answer as Wagtail's walk down the tree: only the page itself must be live. None where there is no such page.
    """
    site = site_of(request)
    if site is None:
        return None
    *above, found = _steps(model, site, [*filter(None, path.split("/"))])
    if found is None:
        return None
    page_type = ContentType.objects.get_for_id(found.content_type_id).model_class()
    if page_type is None:
        return None
    manager: Any = page_type._default_manager
    pages = manager.for_language().select_related(*related_of(page_type))
    page = next(iter(pages.filter(pk=found.pk, live=True).order_by()), None)
    if page is None:
        return None
    page.known_above = [step for step in above if step and step.live and not step.path.startswith(private_paths())]
    page.is_known_public = page.alias_of_id is None and not page.path.startswith(private_paths())
    return RouteResult(page)


def _steps(model: "type[BasePage]", site: Site, parts: list[str]) -> "list[BasePage | None]":
    """The pages on the way to an address, and the live page that stands there, last: None for each that is not there.
    They have their titles and what their addresses need, nothing else. The home page came with its site."""
    root = site.root_page
    if not parts:
        return [root]
    places = ["/".join([root.url_path.rstrip("/"), *parts[:end], ""]) for end in range(1, len(parts) + 1)]
    rows = model.objects.filter(url_path__in=places, path__startswith=root.path).order_by().for_links()
    found = {row.url_path: row for row in rows}
    *above, page = (found.get(place) for place in places)
    return [*above, page if page and page.live else None]
